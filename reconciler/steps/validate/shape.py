"""The shape of one document: pydantic judges, and every fault is said in the words of the files."""

from functools import cache
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
        return _sharing(model.model_validate(document.content)), ()
    except ValidationError as error:
        from reconciler.steps.validate.faults import fault  # noqa: PLC0415 -- a fault is rare

        faults = [fault(model, detail) for detail in error.errors(include_url=False)]
        return None, tuple(dict.fromkeys(_problem(document, item) for item in faults))


def _sharing(shape: BaseModel) -> BaseModel:
    """*shape* with one set of given fields for all that give the same ones.

    pydantic hands each its own, which weighs more than all of its values. Shapes are frozen, so
    that nobody adds to it.
    """
    object.__setattr__(shape, "__pydantic_fields_set__", _given(frozenset(shape.model_fields_set)))
    return shape


@cache
def _given(fields: frozenset[str]) -> set[str]:
    return set(fields)


def _problem(document: Document, fault: "Fault") -> Problem:
    find = document.key_place if fault.at_key else document.value_place
    ref = document.ref if document.ref.name else None
    return Problem(fault.code, fault.message, find(*fault.path), fault.hint, ref)
