"""What a look found, as problems: each at the line that it is about."""

from collections.abc import Iterator
from datetime import tzinfo

from reconciler.model.plan import Note
from reconciler.model.problem import Level, Problem, identity
from reconciler.model.verdict import Refused
from reconciler.reports import moves
from reconciler.reports.documents import PlanDocument, Planned
from reconciler.reports.drifted import DriftDocument, Moved
from reconciler.reports.groups import why
from reconciler.reports.words import title


def of_drift(document: DriftDocument, zone: tzinfo) -> tuple[Problem, ...]:
    """Exams left inactive, problems of the tenant, and each field that moved, at its line."""
    inactive = map(_inactive, document.inactive)
    moved = (found for moved in document.moved for found in _moved(moved, zone))
    return (*inactive, *document.problems, *moved)


def of_plan(plan: PlanDocument, drift: DriftDocument, zone: tzinfo) -> tuple[Problem, ...]:
    """The same, and each change that is refused."""
    refused = (_refused(p, zone) for p in plan.changes if isinstance(p.verdict, Refused))
    return (*of_drift(drift, zone), *refused)


def _inactive(note: Note) -> Problem:
    message = f"{note.ref} was left inactive: {note.why}"
    name = identity("left-inactive", note.ref)
    hint = "run `reconciler resume`"
    return Problem("left-inactive", message, note.place, hint, note.ref, id=name)


def _moved(moved: Moved, zone: tzinfo) -> Iterator[Problem]:
    for who, fields in moves.by_mover(moved.fields, zone):
        for field in fields:
            said = f"{moved.ref}: {moves.move(field, zone)}" + (f"; {who}" if who else "")
            code = str(field.cause.why)
            yield Problem(code, said, field.place, "", moved.ref, Level.WARNING, field.id)


def _refused(planned: Planned, zone: tzinfo) -> Problem:
    change = planned.change
    message = f"{title(change)} is refused: {why(planned, zone)}"
    name = identity("refused", change.ref)
    return Problem("refused", message, change.place, "", change.ref, id=name)
