"""Judge each planned change: may it run now, and if not, what would have to happen. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import assert_never

from reconciler.kinds import KINDS
from reconciler.kinds.catalogue import Catalogue
from reconciler.kinds.kind import Step, no_objection
from reconciler.model.after import Ahead, after
from reconciler.model.allowance import Allowance
from reconciler.model.approval import Demand, unapproved
from reconciler.model.change import Change, Create, Delete, Manual, Reactivate, Update, Why
from reconciler.model.live import Live
from reconciler.model.memory import Memory
from reconciler.model.plan import Judged, Plan
from reconciler.model.reach import Action
from reconciler.model.ref import Ref
from reconciler.model.sameness import identify
from reconciler.model.verdict import ByHand, Go, Refused, TooLate, Verdict, Wait
from reconciler.steps.guard.limits import within
from reconciler.steps.guard.moment import ending, may_cycle, may_cycle_by_hand, quiet

FOUGHT = 3  # so often a field is put right before people must talk
OBJECTIONS = {kind.name: kind.objections for kind in KINDS if kind.objections is not no_objection}


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the guards judge by; *now* is the moment, *today* its day in the site's zone."""

    live: Live
    memory: Memory
    catalogue: Catalogue
    allowance: Allowance
    now: datetime
    today: date
    demands: tuple[Demand, ...] = ()


def _objections(change: Change, live: Live, catalogue: Catalogue) -> Iterator[str]:
    """What the change's own kind has against it, where *live* is the platform at its turn."""
    objects = OBJECTIONS.get(change.ref.kind)
    if objects is not None:
        yield from objects(Step(change, live, partial(after, [change], live), catalogue))


def guard(plan: Plan, around: Circumstances) -> Judged:
    """The plan with a verdict per change; the platform is thought through change by change."""
    ahead, allowance = Ahead(around.live), around.allowance
    unsigned = unapproved(around.demands)
    verdicts: list[Verdict] = []
    named: dict[Ref, Verdict] = {}
    for change in plan.changes:
        verdict = _excused(change, around) or _judge(change, ahead.live, around)
        if isinstance(verdict, Go):
            verdict = _unsigned(change, unsigned) or _needed(change, named)
        if isinstance(change, Manual) and change.ref in named:
            # What is saved over a channel may take back what somebody has set before.
            verdict = Wait(f"waits for the other changes of {change.ref}, which come first")
        if isinstance(verdict, TooLate) and allowance.too_late_stops:
            verdict = Refused(f"{change.ref}: {verdict.why}", "too_late: listed in site.yaml")
        verdicts.append(verdict)
        named[change.ref] = verdict
        if isinstance(verdict, Go):
            ahead.go(change)
    few = within(plan, verdicts, allowance)
    timed = (ending(c, v, allowance, around.now) for c, v in zip(plan.changes, few, strict=True))
    return Judged(plan, tuple(timed))


def _excused(change: Change, around: Circumstances) -> Wait | None:
    """Why a deviation is left alone: somebody said so, or it would be fought over for ever."""
    excuse = around.memory.excuses.get(change.ref)
    fields = change.fields if isinstance(change, Update | Reactivate) else ()
    drifted = [field for field in fields if field.cause.why is Why.DRIFTED]
    if excuse and drifted and around.today <= excuse.until:
        why = f"excused until {excuse.until} by {excuse.by}: {excuse.because}"
        return Wait(why, excused=True)
    for moved in drifted:
        movers = around.memory.corrections.get((change.ref, moved.path), ())
        if len(movers) >= FOUGHT:
            by = ", ".join(dict.fromkeys(mover or "somebody" for mover in movers))
            return Wait(
                f"{moved.label} was put right {len(movers)} times and moved again by {by}; "
                "settle it with them, then change the files or run `reconciler excuse`"
            )
    return None


def _judge(change: Change, ahead: Live, around: Circumstances) -> Verdict:
    allowance, now = around.allowance, around.now
    match change:
        case Manual(reason=reason):
            return ByHand(reason)
        case Reactivate():
            reach = around.live.reach(change.ref.kind)
            if not reach.can(Action.DEACTIVATE):
                return may_cycle_by_hand(change, reach, allowance, now)
            return may_cycle(change.sitting, allowance, now)
        case Create() | Update() | Delete():
            reasons = "; ".join(_objections(change, ahead, around.catalogue))
            if reasons:
                return Refused(f"{change.ref}: {reasons}")
            return quiet(allowance, now) or Go()
        case _:
            assert_never(change)


def _unsigned(change: Change, unsigned: Mapping[str, str]) -> Wait | None:
    why = unsigned.get(identify(change)) if unsigned else None
    return Wait(f"needs the approval of {why}") if why else None


def _needed(change: Change, named: Mapping[Ref, Verdict]) -> Verdict:
    """Go, unless something that the change needs is in the plan and is not done by this run."""
    needs = () if isinstance(change, Manual) else change.needs
    for need in needs:
        verdict = named.get(need, Go())
        if isinstance(verdict, ByHand):
            return Wait(f"waits for {need}, which is set by hand", needs=need)
        if not isinstance(verdict, Go):
            return Wait(f"waits for {need}, which is not done by this run", needs=need)
    return Go()
