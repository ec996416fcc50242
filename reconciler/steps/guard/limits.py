"""How much one run may do: re-activations, deletes, and changes of a kind."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from reconciler.model.allowance import Allowance
from reconciler.model.change import Delete, Reactivate, Update
from reconciler.model.plan import Plan
from reconciler.model.verdict import Go, Refused, Verdict, Wait
from reconciler.steps.guard.moment import CYCLE

SMALLEST_SHARED = 10  # below this many objects a share says nothing


def within(plan: Plan, verdicts: Sequence[Verdict], allowance: Allowance) -> Iterator[Verdict]:
    """The verdicts, now of a run that keeps to its limits."""
    return _few_cycles(plan, tuple(_limited(plan, verdicts, allowance)), allowance)


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
            yield _share(change.ref.kind, moved, plan, allowance)
        else:
            yield verdict


def _share(kind: str, moved: Mapping[str, int], plan: Plan, allowance: Allowance) -> Verdict:
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
