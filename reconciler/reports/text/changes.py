"""One planned change as lines: what, why, and the place in the files that asks for it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import tzinfo
from typing import assert_never

from rich.text import Text

from reconciler.model.change import (
    Change,
    Create,
    Delete,
    FieldChange,
    FieldValue,
    Manual,
    Reactivate,
    Update,
    Why,
)
from reconciler.model.place import Place
from reconciler.reports import words
from reconciler.reports.documents import Planned
from reconciler.reports.groups import chance, why
from reconciler.reports.leading import leads
from reconciler.reports.text.layout import Block, Line, line
from reconciler.reports.text.steps import steps
from reconciler.reports.touched import people, touches

STYLES = {
    "create": "green",
    "update": "yellow",
    "delete": "red",
    "reactivate": "magenta",
    "manual": "cyan",
}
CAUSE = 9
FIELD = 11


def block(planned: Planned, zone: tzinfo, wave: str = "", *, reasoned: bool = True) -> Block:
    """The lines of one change, under the number of its wave if it is the first of it.

    Not *reasoned*, the reason of its verdict stands elsewhere.
    """
    change = planned.change
    said = [
        (words.shown(why(planned, zone)) if reasoned else "", "bold"),
        (chance(planned.verdict, zone), "bold"),
        (_touches(planned, zone), ""),
        *((led, "") for led in leads(planned.effects)),
    ]
    lines = [line(text, style, CAUSE) for text, style in said if text]
    body = _by_hand(planned) or _body(change, zone)
    return [_head(change, wave), *lines, *body]


def _by_hand(planned: Planned) -> Sequence[Line]:
    sheet = planned.by_hand
    return list(steps(sheet, CAUSE)) if sheet and sheet.steps else ()


def _touches(planned: Planned, zone: tzinfo) -> str:
    """Whom the change touches; a schedule's own sitting by its state."""
    change = planned.change
    if isinstance(change, Reactivate) and planned.impact.sittings:
        starts = words.moment(change.sitting.starts, zone)
        state = change.sitting.state.lower()
        return f"{state}, {people(planned.impact)}, starts {starts}"
    return touches(planned.impact, zone)


def _fields(changed: Sequence[FieldChange], zone: tzinfo) -> Iterator[Line]:
    """Changed fields under the causes that they have in common.

    Where nothing at all is attributed, one note below the plan says so for every object.
    """
    named = any(words.attributed(field) for field in changed)
    for said, members in words.by_cause(changed, zone):
        if named:
            yield line(said, "dim", CAUSE)
        for field in members:
            text = words.transition(field, zone)
            yield line(text, indent=FIELD if named else CAUSE, note=note(field.place))


def note(place: Place | None) -> str:
    """The place that asks for a field, to stand beside it."""
    return words.where(place) if place else ""


def _values(values: Iterable[FieldValue], file: str) -> Iterator[Line]:
    """The values of a new object, with the file only where it is another than in the line above."""
    for field in values:
        beside = note(field.place)
        if field.place and field.place.file == file:
            beside = f":{field.place.line}"
        file = field.place.file if field.place else file
        yield line(words.assignment(field), indent=CAUSE, note=beside)


def _head(change: Change, wave: str) -> Line:
    sign = Text(f"{wave:>3}  {words.SIGNS[change.action]} ", STYLES[change.action])
    note = " (adopts it)" if _adopts(change) else ""
    text = sign + Text(words.title(change), "bold") + Text(note)
    return Line(text, 0, words.where(change.place), CAUSE)


def _adopts(change: Change) -> bool:
    return isinstance(change, Update) and change.adopts


def _body(change: Change, zone: tzinfo) -> Iterator[Line]:
    match change:
        case Create():
            if change.cause.why is Why.DRIFTED:
                yield line(f"drifted: deleted {words.mover(change.cause, zone)}", "dim", CAUSE)
            yield from _values(change.fields, change.place.file)
        case Update() | Reactivate() | Manual():
            yield from _fields(change.fields, zone)
        case Delete():
            return
        case _:
            assert_never(change)
