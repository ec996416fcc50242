"""Judge each planned change: may it run now, and if not, what would have to happen. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
from reconciler.model.observed import Sitting, State
from reconciler.model.plan import Judged, Plan
from reconciler.model.quiet import From, first_free, quiet_at, slot
from reconciler.model.reach import Action, Reach
from reconciler.model.ref import Ref
from reconciler.model.sameness import identify
from reconciler.model.verdict import ByHand, Go, Refused, TooLate, Verdict, Wait

FOUGHT = 3  # so often a field is put right before people must talk
CYCLE = "needs re-activation"
SMALLEST_SHARED = 10  # below this many objects a share says nothing
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
    limited = tuple(_limited(plan, verdicts, allowance))
    few = _few_cycles(plan, limited, allowance)
    timed = (_timed(c, v, around) for c, v in zip(plan.changes, few, strict=True))
    return Judged(plan, tuple(timed))


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


def _timed(change: Change, verdict: Verdict, around: Circumstances) -> Verdict:
    """The verdict; of a re-activation that waits, with the moment at which its chance ends."""
    if not isinstance(change, Reactivate) or not isinstance(verdict, Wait):
        return verdict
    allowance = around.allowance
    chance = slot(allowance.windows, around.now, change.sitting.starts, allowance.lead)
    return verdict if isinstance(chance, TooLate) else replace(verdict, chance_ends=chance.until)


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


def _few_cycles(plan: Plan, verdicts: Sequence[Verdict], allowance: Allowance) -> Iterator[Verdict]:
    """Re-activations within the limit of a run, the earliest sitting first; the rest waits."""
    cycles = [
        change
        for change, verdict in zip(plan.changes, verdicts, strict=True)
        if isinstance(change, Reactivate) and isinstance(verdict, Go)
    ]
    cycles.sort(key=lambda change: (change.sitting.starts, change.ref))
    late = {change.ref for change in cycles[allowance.reactivations :]}
    for change, verdict in zip(plan.changes, verdicts, strict=True):
        if not isinstance(change, Reactivate) or not isinstance(verdict, Go):
            yield verdict
        elif plan.aside.inactive:
            yield Wait(f"{CYCLE}, and {plan.aside.inactive[0].ref} is still inactive")
        elif change.ref in late:
            yield Wait(f"{CYCLE}, and limits.reactivations is {allowance.reactivations} a run")
        else:
            yield verdict


def _limited(plan: Plan, verdicts: Sequence[Verdict], allowance: Allowance) -> Iterator[Verdict]:
    """Limits are judged for a kind as a whole: all of its changes, or none."""
    going = [c for c, v in zip(plan.changes, verdicts, strict=True) if isinstance(v, Go)]
    moved = Counter(c.ref.kind for c in going if isinstance(c, Update | Delete))
    deleted = sum(isinstance(change, Delete) for change in going)
    for change, verdict in zip(plan.changes, verdicts, strict=True):
        if not isinstance(verdict, Go):
            yield verdict
        elif isinstance(change, Delete) and deleted > allowance.deletes:
            why = f"{deleted} deletes, and the limit is {allowance.deletes}"
            yield Refused(why, f"--allow-deletes {deleted}")
        elif isinstance(change, Update | Delete):
            yield _within(change.ref.kind, moved, plan, allowance)
        else:
            yield verdict


def _within(kind: str, moved: Mapping[str, int], plan: Plan, allowance: Allowance) -> Verdict:
    declared, count = plan.declared.get(kind, 0), moved[kind]
    if allowance.changes is not None:
        limit, said = allowance.changes, str(allowance.changes)
    else:
        share = allowance.share or 0
        limit = count if declared < SMALLEST_SHARED else declared * share // 100
        said = f"{share}% of {declared}"
    if count <= limit:
        return Go()
    why = f"{count} changes of kind {kind}, and the limit is {said}"
    return Refused(why, f"--allow-changes {max(moved.values())}")
