"""One planned change as lines: what, why, and the place in the files that asks for it."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import assert_never

from rich.text import Text

from reconciler.model.change import Change, Create, Delete, FieldChange, Manual, Reactivate, Update
from reconciler.model.observed import Sitting
from reconciler.reports import words
from reconciler.reports.documents import Planned
from reconciler.reports.groups import why
from reconciler.reports.text.layout import Block, Line, line

STYLES = {
    "create": "green",
    "update": "yellow",
    "delete": "red",
    "reactivate": "magenta",
    "manual": "cyan",
}
CAUSE = 9
FIELD = 11


def block(planned: Planned, zone: tzinfo, wave: str = "") -> Block:
    """The lines of one change, under the number of its wave if it is the first of it."""
    change = planned.change
    reason = why(planned, zone)
    verdict = [line(words.shown(reason), "bold", CAUSE)] if reason else []
    return [_head(change, wave), *verdict, *_body(change, zone)]


def fields(changed: Sequence[FieldChange], zone: tzinfo) -> Iterator[Line]:
    """Changed fields under the causes that they have in common."""
    for said, members in words.by_cause(changed, zone):
        yield line(said, "dim", CAUSE)
        for field in members:
            yield _line(words.transition(field, zone), field)


def _head(change: Change, wave: str) -> Line:
    sign = Text(f"{wave:>3}  {words.SIGNS[change.action]} ", STYLES[change.action])
    note = " (adopts it: from now on it is ours)" if _adopts(change) else ""
    text = sign + Text(words.title(change), "bold") + Text(note)
    return Line(text, 0, words.where(change.place), CAUSE)


def _adopts(change: Change) -> bool:
    return isinstance(change, Update) and change.adopts


def _body(change: Change, zone: tzinfo) -> Iterator[Line]:
    match change:
        case Create():
            for field in change.fields:
                note = words.where(field.place) if field.place else ""
                yield line(words.assignment(field), indent=CAUSE, note=note)
        case Reactivate():
            yield line(_sitting(change.sitting, zone), "", CAUSE)
            yield from fields(change.fields, zone)
        case Update() | Manual():
            yield from fields(change.fields, zone)
        case Delete():
            return
        case _:
            assert_never(change)


def _sitting(sitting: Sitting, zone: tzinfo) -> str:
    people = "candidates unknown"
    if sitting.candidates is not None:
        people = words.number(sitting.candidates, "candidate")
    started = f", {sitting.started} started" if sitting.started else ""
    return (
        f"{sitting.state.lower()}, starts {words.moment(sitting.starts, zone)}, {people}{started}"
    )


def _line(text: str, field: FieldChange) -> Line:
    return line(text, indent=FIELD, note=words.where(field.place) if field.place else "")
