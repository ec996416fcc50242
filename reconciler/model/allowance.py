"""How much one run may do and when: the site's limits, and what somebody allows beyond them."""

from dataclasses import dataclass
from datetime import timedelta

from reconciler.model.approval import Approval
from reconciler.model.windows import Window


@dataclass(frozen=True, slots=True)
class Allowance:
    """Limits of one run. *share* is in per cent of a kind's declared live objects.

    Exactly one of *share* and *changes* is set. *durable* says that the ledger outlives the
    machine; *break_glass* sets aside lead time and quiet windows, and nothing else;
    *too_late_stops* makes a change that comes too late an error of the whole plan; *approvals* are
    what teams must agree to, and *signed_off* the teams that have agreed to this run's plan.
    """

    share: int | None
    changes: int | None
    deletes: int
    in_flight: int = 8
    reactivations: int = 0
    inactive_at_once: int = 1
    lead: timedelta = timedelta(hours=24)
    windows: tuple[Window, ...] = ()
    durable: bool = False
    break_glass: bool = False
    too_late_stops: bool = False
    approvals: tuple[Approval, ...] = ()
    signed_off: frozenset[str] = frozenset()
