"""Hold a reviewed plan against the plan of now: exactly what was reviewed, once."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from reconciler.errors import PlanMoved
from reconciler.model.change import Change, Create, Delete
from reconciler.model.diff import differences
from reconciler.model.impact import Impact, together
from reconciler.model.memory import Memory, Use
from reconciler.model.observed import Value
from reconciler.model.plan import Judged, Plan
from reconciler.model.sameness import digest, identify
from reconciler.model.verdict import Go

SHORTEST = 12


def approve(
    judged: Judged,
    expected: str,
    memory: Memory,
    reviewed: Plan | None = None,
    made: datetime | None = None,
) -> None:
    """Return when the plan is the one reviewed, or what is left of it after an interruption.

    *expected* is a digest or its first characters; *made* is when the reviewed plan was made: what
    was done before that does not use it up. Raises PlanMoved with the difference.
    """
    plan = judged.plan
    if len(expected) < SHORTEST:
        raise PlanMoved(
            f"a digest needs at least {SHORTEST} characters, and {expected!r} has fewer"
        )
    if reviewed is not None and reviewed.environment != plan.environment:
        raise PlanMoved(f"the plan was made for {reviewed.environment}, not {plan.environment}")
    use = _use(memory, expected)
    done = frozenset(use.since(made)) if use else frozenset()
    going = {identify(change) for change, verdict in judged if isinstance(verdict, Go)}
    if use is not None and done and (done & going or not going):
        raise PlanMoved(_used(plan, use))
    rest = use.changes - done if use is not None and done else frozenset()
    names = frozenset(identify(change) for change in plan.changes)
    if digest(plan).startswith(expected) or (rest and names == rest):
        return
    raise PlanMoved(_moved(plan, expected, reviewed))


def _used(plan: Plan, use: Use) -> str:
    return (
        f"this plan was applied at {use.at:%Y-%m-%d %H:%M} UTC; a plan runs once; if the same is "
        f"needed again, review a new one: `reconciler plan {plan.environment} --out FILE`"
    )


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


def _plain(plan: Plan) -> Mapping[str, str]:
    return dict(said for change in plan.changes for said in _work(change))


def _work(change: Change) -> Iterator[tuple[str, str]]:
    name = f"{change.action} {change.ref}"
    match change:
        case Create():
            yield from ((f"{name}, {f.label}", _word(f.after)) for f in change.fields)
        case Delete():
            yield name, "all of it"
        case _:
            for field in change.fields:
                yield f"{name}, {field.label}", f"{_word(field.before)} → {_word(field.after)}"


def _word(value: Value | None) -> str:
    if value is None:
        return "not set"
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else str(value)
