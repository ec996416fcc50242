"""Hold a reviewed plan against the plan of now: exactly what was reviewed, once."""

from collections.abc import Iterator, Mapping

from reconciler.errors import PlanMoved
from reconciler.model.change import Change, Create, Delete
from reconciler.model.diff import differences
from reconciler.model.impact import Impact, together
from reconciler.model.memory import Memory, Use
from reconciler.model.plan import Judged, Plan
from reconciler.model.sameness import digest, identify
from reconciler.model.verdict import Go

SHORTEST = 12


def approve(judged: Judged, expected: str, memory: Memory, reviewed: Plan | None = None) -> None:
    """Return when the plan is the one reviewed, or what is left of it after an interruption.

    *expected* is a digest or its first characters. Raises PlanMoved with the difference.
    """
    plan = judged.plan
    if len(expected) < SHORTEST:
        raise PlanMoved(
            f"a digest needs at least {SHORTEST} characters, and {expected!r} has fewer"
        )
    if reviewed is not None and reviewed.environment != plan.environment:
        raise PlanMoved(f"the plan was made for {reviewed.environment}, not {plan.environment}")
    going = {identify(change) for change, verdict in judged if isinstance(verdict, Go)}
    use = _use(memory, expected)
    if use is not None and (use.done & going or not going):
        raise PlanMoved(f"this plan was applied at {use.at:%Y-%m-%d %H:%M} UTC; a plan runs once")
    if digest(plan).startswith(expected):
        return
    if use is not None and {identify(c) for c in plan.changes} == use.changes - use.done:
        return
    raise PlanMoved(_moved(plan, expected, reviewed))


def within(
    judged: Judged, schedules: int | None, candidates: int | None, reviewed: Judged | None = None
) -> None:
    """Return when what would be done now touches no more than so many schedules and candidates.

    A bound that is None is what the reviewed plan said of the same changes, if there is one.
    Raises PlanMoved with how much it is beyond them.
    """
    impact = judged.impact
    foreseen = _foreseen(judged, reviewed) if reviewed else None
    if foreseen and schedules is None:
        schedules = foreseen.schedules
    if foreseen and foreseen.counted and candidates is None:
        candidates = foreseen.candidates
    beyond = list(_beyond(impact, schedules, candidates))
    if beyond:
        raise PlanMoved(
            f"nothing was sent: what would be done now touches {' and '.join(beyond)}; look at "
            f"it with `reconciler plan {judged.plan.environment}`, and if it is meant, add "
            f"--max-schedules {impact.schedules} --max-candidates {impact.candidates}"
        )


def _foreseen(judged: Judged, reviewed: Judged) -> Impact:
    """Whom the changes that would be done now touched when they were reviewed."""
    going = {identify(change) for change, verdict in judged if isinstance(verdict, Go)}
    told = zip(reviewed.plan.changes, reviewed.impacts, strict=True)
    return together(impact for change, impact in told if identify(change) in going)


def _beyond(impact: Impact, schedules: int | None, candidates: int | None) -> Iterator[str]:
    if schedules is not None and impact.schedules > schedules:
        yield f"{impact.schedules} schedules, {impact.schedules - schedules} more than {schedules}"
    if candidates is None:
        return
    if impact.candidates > candidates:
        more = impact.candidates - candidates
        yield f"{impact.candidates} candidates, {more} more than {candidates}"
    elif not impact.counted:
        yield f"schedules whose candidates nobody can count, and {candidates} are allowed"


def _use(memory: Memory, expected: str) -> Use | None:
    found = (use for name, use in memory.uses.items() if name.startswith(expected) and use.done)
    return next(found, None)


def _moved(plan: Plan, expected: str, reviewed: Plan | None) -> str:
    head = (
        f"the plan is no longer the one that was reviewed: it is {digest(plan)[:16]}, "
        f"not {expected[:16]}"
    )
    if reviewed is None:
        return f"{head}; look at it with `reconciler plan {plan.environment}`"
    lines = list(differences(_plain(reviewed), _plain(plan)))
    told = lines or ["live values that the changes were planned from have moved"]
    return "\n  ".join([f"{head}; since the review:", *told])


def _plain(plan: Plan) -> Mapping[str, object]:
    return {f"{change.action} {change.ref}": _work(change) for change in plan.changes}


def _work(change: Change) -> object:
    match change:
        case Create():
            return {f.path: f"set to {f.after}" for f in change.fields}
        case Delete():
            return "all of it"
        case _:
            return {f.path: f"{f.before} → {f.after}" for f in change.fields}
