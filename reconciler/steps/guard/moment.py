"""Whether the moment allows it: windows, and when a schedule may be activated again."""

from dataclasses import replace
from datetime import datetime

from reconciler.model.allowance import Allowance
from reconciler.model.change import Change, Reactivate
from reconciler.model.observed import Sitting, State
from reconciler.model.quiet import From, first_free, quiet_at, slot
from reconciler.model.reach import Reach
from reconciler.model.verdict import ByHand, Go, TooLate, Verdict, Wait

CYCLE = "needs re-activation"


def may_cycle(sitting: Sitting, allowance: Allowance, now: datetime) -> Verdict:
    """Whether an activated schedule may be deactivated and activated again at this moment."""
    closed = _closed(sitting, allowance, now)
    if isinstance(closed, TooLate):
        return closed
    if lacking := _lacking(sitting, allowance):
        return Wait(f"{CYCLE}, {lacking}")
    return closed or Go()


def may_cycle_by_hand(
    change: Reactivate, reach: Reach, allowance: Allowance, now: datetime
) -> Verdict:
    """Whether a person may do it at this moment, since no channel can."""
    why = ByHand(f"{CYCLE}, and the {reach.channel} channel cannot deactivate")
    return _closed(change.sitting, allowance, now) or why


def _closed(sitting: Sitting, allowance: Allowance, now: datetime) -> TooLate | Wait | None:
    """Why a schedule must not be deactivated at this moment, whoever would do it."""
    if sitting.state is State.STARTED or sitting.started:
        return TooLate("a candidate has started; nothing can change any more")
    chance = slot(allowance.windows, now, sitting.starts, allowance.lead)
    if allowance.break_glass:
        return None
    if isinstance(chance, TooLate):
        return chance
    return Wait(f"{CYCLE}: {chance.why}", chance.moment) if isinstance(chance, From) else None


def _lacking(sitting: Sitting, allowance: Allowance) -> str:
    """What must be there before any schedule is deactivated; time does not bring it."""
    if sitting.started is None:
        return "and nobody can tell whether a candidate has started"
    if not allowance.durable:
        return "which takes a ledger that outlives this machine (see docs/ledger.md)"
    return "" if allowance.reactivations else "and limits.reactivations is 0"


def quiet(allowance: Allowance, now: datetime) -> Wait | None:
    """What keeps every write waiting at this moment, if anything does."""
    window = None if allowance.break_glass else quiet_at(allowance.windows, now)
    return Wait(window.why, first_free(allowance.windows, now)) if window else None


def ending(change: Change, verdict: Verdict, allowance: Allowance, now: datetime) -> Verdict:
    """The verdict; of a re-activation that waits, with the moment at which its chance ends."""
    if not isinstance(change, Reactivate) or not isinstance(verdict, Wait):
        return verdict
    chance = slot(allowance.windows, now, change.sitting.starts, allowance.lead)
    return verdict if isinstance(chance, TooLate) else replace(verdict, chance_ends=chance.until)
