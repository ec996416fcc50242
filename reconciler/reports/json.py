"""Documents as JSON, versioned and stable, and a saved plan back again, strictly."""

import json
from typing import Final

from pydantic import TypeAdapter, ValidationError
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema, from_json

from reconciler.errors import PlanMoved, ReconcilerError
from reconciler.model.problem import Level, Problem
from reconciler.reports.checked import Checked
from reconciler.reports.documents import PLAN, PlanDocument, plan_document
from reconciler.reports.drifted import DriftDocument
from reconciler.reports.proposal import ProposalDocument
from reconciler.reports.recorded import HistoryDocument, SettingsDocument
from reconciler.reports.reported import ReportDocument

Document = (
    PlanDocument
    | ReportDocument
    | DriftDocument
    | HistoryDocument
    | SettingsDocument
    | ProposalDocument
)

PROBLEMS: Final = "reconciler/problems/1"
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_PREFIX: Final = "urn:proctoring-reconciler:schema"
_DOCUMENTS: Final[dict[str, type[Document]]] = {
    "plan": PlanDocument,
    "report": ReportDocument,
    "drift": DriftDocument,
    "history": HistoryDocument,
    "settings": SettingsDocument,
    "proposal": ProposalDocument,
}


def write(document: Document) -> str:
    """The document as indented JSON, a line feed at its end."""
    text = TypeAdapter(type(document)).dump_json(document, indent=2, by_alias=True)
    return text.decode() + "\n"


def checked(document: Checked) -> str:
    """What is wrong with the files as indented JSON, a line feed at its end."""
    answer = {
        "schema": PROBLEMS,
        "ok": document.ok,
        "errors": document.count(Level.ERROR),
        "warnings": document.count(Level.WARNING),
        "problems": [_entry(problem) for problem in document.problems],
    }
    return json.dumps(answer, indent=2, ensure_ascii=False) + "\n"


def _entry(problem: Problem) -> dict[str, object]:
    place = problem.place
    return {
        "id": problem.id,
        "code": problem.code,
        "level": problem.level,
        "message": problem.message,
        "hint": problem.hint,
        "ref": str(problem.ref) if problem.ref else None,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
    }


def read_plan(text: bytes, name: str) -> PlanDocument:
    """The plan that *text* holds, a file called *name*.

    Raises ReconcilerError when it is no plan of ours, and PlanMoved when somebody has edited it.
    """
    words = _words(text, name)
    if words.get("schema") != PLAN:
        found = str(words.get("schema", "nothing that says what it is"))
        raise ReconcilerError(f"{name} holds {found!r} where {PLAN!r} is needed; {_AGAIN}")
    try:
        document = TypeAdapter(PlanDocument).validate_json(text, strict=True)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors(include_url=False)[0]["loc"])
        message = f"{name} is not a whole plan: something is wrong at {place or 'its start'}"
        # What pydantic says repeats the input, which nobody has checked.
        raise ReconcilerError(f"{message}; {_AGAIN}") from None
    if _derived(document) != document or from_json(write(document)) != words:
        raise PlanMoved(f"{name} has been edited since it was made; {_AGAIN}")
    return document


def schemas() -> dict[str, dict[str, object]]:
    """The JSON Schema of each document by its name: plan, report, drift and others."""
    return {
        name: {
            "$schema": DIALECT,
            "$id": f"{_PREFIX}:{name}",
            **TypeAdapter(document).json_schema(mode="serialization", schema_generator=_Printer),
        }
        for name, document in _DOCUMENTS.items()
    }


_AGAIN = "make a new one with `reconciler plan ENV --out FILE`"


def _words(text: bytes, name: str) -> dict[str, object]:
    try:
        words = from_json(text)
    except ValueError:
        raise ReconcilerError(f"{name} is not JSON; {_AGAIN}") from None
    if not isinstance(words, dict):
        raise ReconcilerError(f"{name} does not hold a plan; {_AGAIN}")
    return words


def _derived(document: PlanDocument) -> PlanDocument:
    """The document that the same changes give: its digest and names come from its content."""
    return plan_document(document.judged, document.made)


class _Printer(GenerateJsonSchema):
    """What pydantic prints, less defaults and titles: everything is always written."""

    def field_is_required(self, field: object, total: object) -> bool:  # noqa: ARG002 -- pydantic's
        return True

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 -- pydantic's
        return False

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])
