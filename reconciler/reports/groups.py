"""Sorts a plan's changes by what happens to them now."""

from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import assert_never

from reconciler.model.change import Change, Reactivate
from reconciler.model.verdict import ByHand, Go, Refused, TooLate, Verdict, Wait
from reconciler.reports.documents import Planned
from reconciler.reports.words import moment


class Group(StrEnum):
    """What happens to a change now; the value is its heading."""

    NOW = "Will be done now"
    REFUSED = "Refused, and nothing is done while they are"
    REACTIVATION = "Need re-activation"
    WAITING = "Waiting"
    TOO_LATE = "Too late"
    BY_HAND = "By hand"


Groups = Mapping[Group, tuple[Planned, ...]]


def grouped(changes: Iterable[Planned]) -> Groups:
    """Every group with its changes in the order of work, empty ones too."""
    found: dict[Group, list[Planned]] = {group: [] for group in Group}
    for planned in changes:
        found[_group(planned.change, planned.verdict)].append(planned)
    return {group: tuple(members) for group, members in found.items()}


def why(planned: Planned, zone: tzinfo) -> str:
    """The reason of a verdict, what would permit a refused change, until when one waits."""
    # Guards name the object, since their words also stand alone; beside a change it is there.
    return reason(planned.verdict, zone).removeprefix(f"{planned.change.ref}: ")


def reason(verdict: Verdict, zone: tzinfo) -> str:
    """The reason of a verdict as the guards gave it."""
    match verdict:
        case Go():
            return ""
        case Wait(until=datetime() as until):
            return f"may run from {moment(until, zone)}: {verdict.why}"
        case Refused(allow=allow) if allow:
            return f"{verdict.why}; {allow} allows it"
        case Wait() | TooLate() | ByHand() | Refused():
            return verdict.why
        case _:
            assert_never(verdict)


def chance(verdict: Verdict, zone: tzinfo) -> str:
    """Until when a re-activation that waits could still be done; empty where that is not known."""
    if isinstance(verdict, Wait) and verdict.chance_ends:
        return f"can be brought up to date until {moment(verdict.chance_ends, zone)}"
    return ""


def _group(change: Change, verdict: Verdict) -> Group:
    match verdict:
        case Go():
            return Group.NOW
        case Refused():
            return Group.REFUSED
        case Wait():
            return Group.REACTIVATION if isinstance(change, Reactivate) else Group.WAITING
        case TooLate():
            return Group.TOO_LATE
        case ByHand():
            return Group.BY_HAND
        case _:
            assert_never(verdict)
