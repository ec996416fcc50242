"""Judge each planned change: may it run now, and if not, what would have to happen. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import assert_never

from reconciler.kinds import KINDS
from reconciler.kinds.catalogue import Catalogue
from reconciler.kinds.kind import Step
from reconciler.model.after import after
from reconciler.model.allowance import Allowance
from reconciler.model.change import Create, Delete, Manual, Reactivate, Update
from reconciler.model.live import Live
from reconciler.model.observed import State
from reconciler.model.plan import Judged, Plan
from reconciler.model.reach import Action
from reconciler.model.ref import Ref
from reconciler.model.verdict import ByHand, Go, Refused, TooLate, Verdict, Wait

SMALLEST_SHARED = 10  # below this many objects a share says nothing
OBJECTIONS = {kind.name: kind.objections for kind in KINDS}


def guard(plan: Plan, live: Live, catalogue: Catalogue, allowance: Allowance) -> Judged:
    """The plan with a verdict per change; the platform is thought through change by change."""
    verdicts: dict[int, Verdict] = {}
    named: dict[Ref, Verdict] = {}
    for index, change in enumerate(plan.changes):
        step = Step(change, live, after(change, live), catalogue)
        verdicts[index] = named[change.ref] = _judge(step, named)
        if isinstance(verdicts[index], Go):
            live = step.after
    limited = _limited(plan, tuple(verdicts.values()), allowance)
    return Judged(plan, tuple(limited))


def _judge(step: Step, named: Mapping[Ref, Verdict]) -> Verdict:
    match step.change:
        case Manual(reason=reason):
            return ByHand(reason)
        case Reactivate():
            return _frozen(step.change, step.before)
        case Create() | Update() | Delete():
            return _free(step, named)
        case _:
            assert_never(step.change)


def _frozen(change: Reactivate, live: Live) -> Verdict:
    if change.sitting.state is State.STARTED:
        return TooLate("a candidate has started; nothing can change any more")
    reach = live.reach(change.ref.kind)
    if not reach.can(Action.DEACTIVATE):
        return ByHand(f"needs re-activation, and the {reach.channel} channel cannot deactivate")
    return Wait("needs re-activation: the schedule is activated with other settings")


def _free(step: Step, named: Mapping[Ref, Verdict]) -> Verdict:
    reasons = tuple(OBJECTIONS[step.change.ref.kind](step))
    if reasons:
        return Refused(f"{step.change.ref}: {'; '.join(reasons)}")
    assert not isinstance(step.change, Manual)  # noqa: S101 -- narrows
    for need in step.change.needs:
        if not isinstance(named.get(need, Go()), Go):
            return Wait(f"waits for {need}, which is not done by this run")
    return Go()


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
