"""A field that moved on the platform, in words: what it was, what it is, and who moved it."""

from collections.abc import Iterable, Iterator
from datetime import tzinfo

from reconciler.model.change import Cause, Why
from reconciler.reports.drifted import MovedField
from reconciler.reports.words import live, mover, shown, value


def attributed(field: MovedField) -> bool:
    """Whether it is known that the platform moved, and not the files."""
    return field.cause.why is not Why.UNATTRIBUTED


def move(field: MovedField, zone: tzinfo) -> str:
    """What the field was and is now; where nothing tells who moved, what each side says."""
    if not field.path:
        return "deleted"
    label = shown(field.label)
    now = live(field.now, field.known, field.at, field.by, zone)
    if not attributed(field):
        return f"{label}: files say {value(field.wanted)}, platform has {now}"
    moved = f"{label}: {value(field.was)} → {now}"
    if field.cause.why is Why.CONFLICTING:
        return f"{moved} (the files now say {value(field.wanted)})"
    return moved


def by_mover(fields: Iterable[MovedField], zone: tzinfo) -> Iterator[tuple[str, list[MovedField]]]:
    """Fields under those who moved them; last, under nothing, those where nothing tells."""
    said: dict[str, list[MovedField]] = {}
    for field in fields:
        said.setdefault(_who(field.cause, zone), []).append(field)
    yield from sorted(said.items(), key=lambda entry: (not entry[0], entry[0]))


def _who(cause: Cause, zone: tzinfo) -> str:
    match cause.why:
        case Why.UNATTRIBUTED:
            return ""
        case Why.CONFLICTING:
            return f"changed {mover(cause, zone)}; the files have changed, too"
        case _:
            return f"changed {mover(cause, zone)}"
