"""Values, times, causes and counts in the words that people use."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, tzinfo
from typing import assert_never

from reconciler.model.change import Cause, Change, FieldChange, FieldValue, Why
from reconciler.model.observed import Known, Value
from reconciler.model.place import Place

FEW = 3
DIRTY = "-dirty"
_TAKEN = frozenset({"", "on", "off", "not set", "unknown"})
DONE = {
    "create": "created",
    "update": "updated",
    "delete": "deleted",
    "reactivate": "re-activated",
}
SIGNS = {"create": "+", "update": "~", "delete": "-", "reactivate": "~", "manual": "~"}
_WORDS = {
    "create": "create",
    "update": "update",
    "delete": "delete",
    "reactivate": "re-activate",
    "manual": "by hand:",
}


def shown(text: str) -> str:
    """Text of a stranger on one line: whatever would move a cursor or hide is spelled out."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii")
        for letter in text
    )


def value(value: Value | None) -> str:
    """A value as people say it; texts that could be taken for something else are quoted."""
    match value:
        case None:
            return "not set"
        case bool():
            return "on" if value else "off"
        case int():
            return str(value)
        case str():
            text = shown(value)
            return f'"{text}"' if text in _TAKEN or text != text.strip() else text
        case _:
            assert_never(value)


def moment(at: datetime, zone: tzinfo) -> str:
    """A time on the clocks of the site."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def revision(commit: str) -> str:
    """A commit, short enough to read; that the files had been changed since is not cut off."""
    head = commit.removesuffix(DIRTY)
    return shown(head[:12]) + (DIRTY if head != commit else "")


def where(place: Place) -> str:
    """A place that terminals and editors can jump to."""
    return f"{shown(place.file)}:{place.line}"


def number(count: int, one: str, many: str = "") -> str:
    """A count with its noun."""
    return f"{count} {one if count == 1 else many or f'{one}s'}"


def first(items: Sequence[str], few: int = FEW) -> str:
    """The first few of a list, and how many more there are."""
    more = len(items) - few
    return ", ".join(items[:few]) + (f" and {more} more" if more > 0 else "")


def listed(items: Iterable[str]) -> str:
    """A list in a sentence."""
    words = list(items)
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def title(change: Change) -> str:
    """What is to be done to which object."""
    return f"{_WORDS[change.action]} {shown(str(change.ref))}"


def past(change: Change) -> str:
    """What was done to which object."""
    return f"{DONE.get(change.action, change.action)} {shown(str(change.ref))}"


def assignment(field: FieldValue) -> str:
    """A field of a new object."""
    return f"{shown(field.label)}: {value(field.after)}"


def transition(field: FieldChange, zone: tzinfo) -> str:
    """A field, old to new, with how the old value is known where nobody has just read it."""
    before = live(field.before, field.known, field.at, field.by, zone)
    return f"{shown(field.label)}: {before} → {value(field.after)}"


def by_cause(
    fields: Iterable[FieldChange], zone: tzinfo
) -> Iterator[tuple[str, list[FieldChange]]]:
    """Fields under the causes that they have in common, in words."""
    said: dict[str, list[FieldChange]] = {}
    for field in fields:
        said.setdefault(_cause(field, zone), []).append(field)
    yield from sorted(said.items())


def attributed(field: FieldChange) -> bool:
    """Whether there is more to say of a field than that nothing tells who moved."""
    return field.known is Known.UNKNOWN or field.cause.why is not Why.UNATTRIBUTED


def _cause(field: FieldChange, zone: tzinfo) -> str:
    # What nobody can read has not been seen to differ.
    if field.known is Known.UNKNOWN:
        return "unknown: no channel can show it"
    return cause(field.cause, zone)


def live(
    seen: Value | None, known: Known, at: datetime | None, by: str | None, zone: tzinfo
) -> str:
    """A live value; where nobody has just read it, who recorded it and when."""
    match known:
        case Known.VERIFIED:
            return value(seen)
        case Known.UNKNOWN:
            return "unknown"
        case Known.RECORDED:
            named = f" by {shown(by)}" if by else ""
            when = f" {moment(at, zone)}" if at else ""
            return f"{value(seen)} (recorded{when}{named})"
        case _:
            assert_never(known)


def cause(cause: Cause, zone: tzinfo) -> str:
    """Why a field is to change, with who moved it as far as anybody knows."""
    match cause.why:
        case Why.CONFIGURED:
            return "configured: the files ask for it"
        case Why.EXPIRED:
            return "expired: an exception has run out"
        case Why.DRIFTED:
            return f"drifted: changed {mover(cause, zone)}"
        case Why.CONFLICTING:
            return f"conflicting: the files have changed, and it was changed {mover(cause, zone)}"
        case Why.UNATTRIBUTED:
            return "unattributed: nothing tells who moved"
        case Why.STALE:
            return "stale: activated before the change that it should carry"
        case _:
            assert_never(cause.why)


def mover(cause: Cause, zone: tzinfo) -> str:
    """Who moved a field, over what and when, as far as the platform's audit says."""
    if cause.actor is None:
        return "on the platform, whose audit does not say by whom"
    over = f" over {shown(cause.via)}" if cause.via else ""
    at = f" on {moment(cause.at, zone)}" if cause.at else ""
    return f"by {shown(cause.actor)}{over}{at}"


def taken_over(cause: Cause, zone: tzinfo) -> str:
    """The reason that a file gives for a value that somebody set on the platform."""
    if cause.actor is None:
        return "taken over from the platform; nothing tells who changed it"
    return f"taken over from the platform: changed {mover(cause, zone)}"
