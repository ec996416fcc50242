"""The shape of one document: pydantic judges, and every fault is said in the words of the files."""

from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from reconciler.model.document import Document
from reconciler.model.problem import Problem
from reconciler.steps.validate.words import nearest_of

if TYPE_CHECKING:
    from reconciler.steps.validate.faults import Fault

__all__ = ["nearest_of", "shaped"]


def shaped(
    model: type[BaseModel], document: Document
) -> tuple[BaseModel | None, tuple[Problem, ...]]:
    """The document as its model, or None and all that is wrong with it."""
    try:
        return model.model_validate(document.content), ()
    except ValidationError as error:
        from reconciler.steps.validate.faults import fault  # noqa: PLC0415 -- a fault is rare

        faults = [fault(model, detail) for detail in error.errors(include_url=False)]
        return None, tuple(dict.fromkeys(_problem(document, item) for item in faults))


def _problem(document: Document, fault: "Fault") -> Problem:
    find = document.key_place if fault.at_key else document.value_place
    ref = document.ref if document.ref.name else None
    return Problem(fault.code, fault.message, find(*fault.path), fault.hint, ref)
