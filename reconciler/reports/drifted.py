"""Drift as it happened on the platform: what each field was, what it is now, and who moved it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from reconciler.model.change import Cause, Change, Create, Delete, FieldChange, Why
from reconciler.model.memory import Memory
from reconciler.model.observed import Known, Value
from reconciler.model.place import Place
from reconciler.model.plan import Note
from reconciler.model.problem import Problem, identity
from reconciler.model.ref import Ref
from reconciler.model.verdict import Verdict
from reconciler.reports.documents import Made, PlanDocument

DRIFT: Literal["reconciler/drift/1"] = "reconciler/drift/1"
MOVED = frozenset({Why.DRIFTED, Why.CONFLICTING, Why.UNATTRIBUTED})


@dataclass(frozen=True, slots=True)
class MovedField:
    """One field: it *was* what live and files last agreed on, and is *now* something else.

    Where nothing tells who moved, *was* is None; *wanted* is what the files say at *place*.
    *known*, *at* and *by* are those of the value now. *id* names the finding in every format.
    """

    id: str
    path: str
    label: str
    was: Value | None
    now: Annotated[Value | None, Field(serialization_alias="is")]
    wanted: Value | None
    cause: Cause
    place: Place | None
    known: Known
    at: datetime | None
    by: str | None


@dataclass(frozen=True, slots=True)
class Moved:
    """Fields of one object that moved on the platform, and what is planned for them."""

    ref: Ref
    verdict: Annotated[Verdict, Field(discriminator="verdict")]
    fields: tuple[MovedField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftDocument:
    """What moved on the platform; *others* counts changes planned for other reasons."""

    schema: Literal["reconciler/drift/1"] = DRIFT
    environment: str
    made: Made
    looked_at: int
    moved: tuple[Moved, ...]
    others: int
    problems: tuple[Problem, ...]
    inactive: tuple[Note, ...]


def drift_document(document: PlanDocument, memory: Memory) -> DriftDocument:
    """What of a plan is there because somebody moved something on the platform."""
    moved = tuple(_moved(document, memory))
    return DriftDocument(
        environment=document.environment,
        made=document.made,
        looked_at=sum(document.declared.values()),
        moved=moved,
        others=len(document.changes) - len(moved),
        problems=document.problems,
        inactive=document.aside.inactive,
    )


def _moved(document: PlanDocument, memory: Memory) -> Iterator[Moved]:
    for planned in document.changes:
        fields = tuple(_fields(planned.change, memory))
        if fields:
            yield Moved(planned.change.ref, planned.verdict, fields)


def _fields(change: Change, memory: Memory) -> Iterator[MovedField]:
    if isinstance(change, Create) and change.cause.why in MOVED:
        yield _deleted(change)
    if isinstance(change, Create | Delete):
        return
    for field in change.fields:
        # What nobody can read has not been seen to move.
        if field.known is not Known.UNKNOWN and field.cause.why in MOVED:
            based = memory.based(change.ref, field.path)
            yield _field(change.ref, field, based.value if based else None)


def _deleted(change: Create) -> MovedField:
    """The whole object, which was there; its path is empty."""
    return MovedField(
        id=identity(change.cause.why, change.ref, ""),
        path="",
        label="",
        was=True,
        now=None,
        wanted=True,
        cause=change.cause,
        place=change.place,
        known=Known.VERIFIED,
        at=None,
        by=None,
    )


def _field(ref: Ref, field: FieldChange, was: Value | None) -> MovedField:
    return MovedField(
        id=identity(field.cause.why, ref, field.path),
        path=field.path,
        label=field.label,
        was=was,
        now=field.before,
        wanted=field.after,
        cause=field.cause,
        place=field.place,
        known=field.known,
        at=field.at,
        by=field.by,
    )
