"""Whom changes touch and who can do what afterwards, in words."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import tzinfo

from reconciler.model.access import Access
from reconciler.model.ref import Ref
from reconciler.reports.documents import Weight
from reconciler.reports.words import first, moment, number, shown


def touches(weight: Weight, zone: tzinfo) -> str:
    """How many sittings and people, and when the first of them starts; empty for none."""
    if weight.first_start is None:
        return ""
    starts = "it starts" if weight.schedules == 1 else "the first starts"
    return (
        f"touches {number(weight.schedules, 'sitting')}, {people(weight)}, "
        f"{starts} {moment(weight.first_start, zone)}"
    )


def people(weight: Weight) -> str:
    """How many candidates are booked and have started; "at least" where some cannot be counted."""
    booked = _counted([sitting.candidates for sitting in weight.sittings], "candidate")
    started = _counted([sitting.started for sitting in weight.sittings])
    return (
        f"{f'{booked} booked' if booked else 'candidates unknown'}, "
        f"{f'{started} started' if started else 'nobody can tell who has started'}"
    )


def all_in_all(weight: Weight, zone: tzinfo, doing: str = "Doing it now") -> str:
    """The sentence about everything that would be done, with the first of the sittings."""
    names = first([shown(str(sitting.ref)) for sitting in weight.sittings])
    said = touches(weight, zone)
    return f"{doing} {said}: {names}" if said else ""


def moved(access: Iterable[Access]) -> Iterator[tuple[str, str, str]]:
    """Each capability that other roles hold afterwards: what it is, who holds it, and who will."""
    for entry in access:
        if entry.changes:
            yield f"who can {shown(entry.capability)}", _roles(entry.before), _roles(entry.after)


def _roles(refs: Sequence[Ref]) -> str:
    return ", ".join(shown(ref.name) for ref in refs) or "nobody"


def _counted(counts: Sequence[int | None], noun: str = "") -> str:
    """The sum of what is known; empty when nothing is."""
    known = [count for count in counts if count is not None]
    if not known:
        return ""
    least = "" if len(known) == len(counts) else "at least "
    return least + (number(sum(known), noun) if noun else str(sum(known)))
