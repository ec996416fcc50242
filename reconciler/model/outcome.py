"""What became of each change, in the past tense."""

from dataclasses import dataclass
from typing import Literal

from reconciler.model.change import Change
from reconciler.model.observed import Known
from reconciler.model.plan import Judged
from reconciler.model.ref import Ref


@dataclass(frozen=True, slots=True)
class Done:
    """Written, and verified or recorded after."""

    change: Change
    requests: int
    known: Known
    outcome: Literal["done"] = "done"


@dataclass(frozen=True, slots=True)
class Failed:
    """Not done; *why* is a sentence for people."""

    change: Change
    why: str
    outcome: Literal["failed"] = "failed"


@dataclass(frozen=True, slots=True)
class Skipped:
    """Not tried, since what it needs failed."""

    change: Change
    why: str
    outcome: Literal["skipped"] = "skipped"


@dataclass(frozen=True, slots=True)
class Inactive:
    """An exam that we deactivated and could not activate again: somebody must, now."""

    change: Change
    why: str
    outcome: Literal["left inactive"] = "left inactive"


Outcome = Done | Failed | Skipped | Inactive


@dataclass(frozen=True, slots=True)
class Rescue:
    """What became of a schedule that an earlier run left deactivated.

    It is not *ours* to activate once somebody else has deactivated it.
    """

    ref: Ref
    active: bool
    why: str
    ours: bool = True


@dataclass(frozen=True, slots=True)
class Report:
    """What an apply did, beside the plan that it was asked to do."""

    run: str
    judged: Judged
    outcomes: tuple[Outcome, ...]
