"""Carry out a judged plan, change by change, and tell what became of each.

Sees neither files nor options: what is not in the plan with the verdict *go* does not happen.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from reconciler.errors import Ambiguous, Moved, PlatformError
from reconciler.kinds import KINDS, Kind
from reconciler.kinds.kind import Step
from reconciler.kinds.reading import decoded
from reconciler.model.after import after
from reconciler.model.change import Create, Reactivate, Update
from reconciler.model.event import Happened
from reconciler.model.live import Live
from reconciler.model.observed import Known, Observed, Seen
from reconciler.model.outcome import Done, Failed, Inactive, Outcome, Report, Skipped
from reconciler.model.plan import Judged
from reconciler.model.ref import Ref
from reconciler.model.sameness import digest, identify
from reconciler.model.verdict import Go
from reconciler.steps.apply import check, cycle
from reconciler.steps.apply.bench import Bench
from reconciler.steps.apply.places import Places
from reconciler.steps.apply.settle import running, settled

__all__ = ["Bench", "apply"]

Touching = check.Writable | Reactivate
Written = tuple[Observed | None, int]  # the object after it, and how many requests it took
Work = Callable[[Touching], Outcome]
# While some are at the platform, as many others are recorded, or made ready to follow.
ABREAST = 2
NOT_BEGUN = "was not begun, since the run ended before"
BY_NAME = {kind.name: kind for kind in KINDS}


def apply(judged: Judged, bench: Bench) -> Report:
    """Do what has the verdict *go*. One failure stops only what depends on it.

    Raises LedgerError as soon as something could not be recorded; nothing is written after that.
    """
    plan = judged.plan
    name = digest(plan)
    names = " ".join(identify(change) for change in plan.changes)
    approved = names if bench.consent.reviewed else ""
    started = bench.journal.event(
        Happened.STARTED,
        digest=name,
        changes=names,
        approved=approved,
        because=bench.consent.because,
        signed_off=_signed_off(judged),
    )
    bench.journal.note_all([started, *running(plan, bench)])
    going = {id(change) for change, verdict in judged if isinstance(verdict, Go)}
    outcomes: list[Outcome] = []
    places = Places(bench.in_flight)
    for wave in plan.waves:
        ready = [change for change in wave if id(change) in going]
        bad = {outcome.change.ref for outcome in outcomes if not isinstance(outcome, Done)}
        work = partial(_one, bad=bad, bench=bench, name=name, places=places)
        plain = [change for change in ready if isinstance(change, check.Writable)]
        outcomes += _side_by_side(work, plain, bench.in_flight, ABREAST)
        outcomes += _cycles(work, [c for c in ready if isinstance(c, Reactivate)], bench)
    bench.journal.note_all(settled(plan, bench))
    bench.journal.note(Happened.FINISHED, digest=name)
    return Report(bench.journal.run, judged, tuple(outcomes))


def _signed_off(judged: Judged) -> str:
    """Which changes each team has approved, as JSON."""
    signed: dict[str, list[str]] = {}
    for demand in judged.demands:
        if demand.signed_off:
            signed.setdefault(demand.team, []).extend(demand.signed_off)
    return json.dumps(signed)


def _side_by_side(
    work: Work, changes: Sequence[Touching], width: int, abreast: int = 1
) -> list[Outcome]:
    if len(changes) < 2 or width < 2:  # noqa: PLR2004 -- nothing to do side by side
        return [work(change) for change in changes]
    with ThreadPoolExecutor(width * abreast) as pool:
        return list(pool.map(work, changes))


def _cycles(work: Work, changes: Sequence[Reactivate], bench: Bench) -> list[Outcome]:
    """One schedule first; the others only once it is seen to be active again, as it should be.

    When one stays inactive, no other is deactivated after it.
    """
    if not changes:
        return []
    first = work(changes[0])
    if isinstance(first, Done):
        return [first, *_side_by_side(_wary(work), changes[1:], bench.inactive_at_once)]
    why = f"the first re-activation, {changes[0].ref}, was not done"
    return [first, *(Skipped(change, why) for change in changes[1:])]


def _wary(work: Work) -> Work:
    stuck: list[Ref] = []

    def wary(change: Touching) -> Outcome:
        if stuck:
            return Skipped(change, f"{stuck[0]} is inactive and cannot be activated")
        outcome = work(change)
        if isinstance(outcome, Inactive):
            stuck.append(change.ref)
        return outcome

    return wary


def _one(change: Touching, *, bad: set[Ref], bench: Bench, name: str, places: Places) -> Outcome:
    try:
        outcome = _attempt(change, bad, bench, name, places)
        bench.tell(outcome)
    except BaseException as error:
        places.close(error)
        raise
    return outcome


def _attempt(change: Touching, bad: set[Ref], bench: Bench, name: str, places: Places) -> Outcome:
    failed = [str(need) for need in change.needs if need in bad]
    if failed:
        return Skipped(change, f"{failed[0]} was not done, and this needs it")
    kind = BY_NAME[change.ref.kind]
    places.check()
    try:
        if isinstance(change, Reactivate):
            return cycle.reactivate(cycle.Cycle(change, kind, bench, name))
        # The records may take their time: before and after, so that nobody waits for them in a
        # place, and nothing comes between what the guards say and the write.
        bench.journal.note(Happened.INTENDED, change.ref, check.fields(change), digest=name)
        with places.one() as broken:
            if broken is not None:
                bench.journal.note(Happened.FAILED, change.ref, why=NOT_BEGUN, digest=name)
                raise broken
            found, requests = _plainly(change, kind, bench)
        return _done(change, found, requests, bench, name)
    except PlatformError as error:
        bench.journal.note(Happened.FAILED, change.ref, why=str(error), digest=name)
        return Failed(change, str(error))


def _plainly(change: check.Writable, kind: Kind, bench: Bench) -> Written:
    known = bench.live.of(kind.name).get(change.ref)
    # A version is checked by the platform with the write itself; else only a fresh look will do.
    fresh = kind.in_turn or known is None or known.seen.version is None
    live = bench.look(change.ref) if fresh else bench.live
    try:
        return _write(change, kind, live, bench)
    except Moved:
        return _write(change, kind, bench.look(change.ref), bench)


def _write(change: check.Writable, kind: Kind, live: Live, bench: Bench) -> Written:
    observed = live.of(kind.name).get(change.ref)
    reasons = (*check.moved(change, observed), *_objections(change, kind, live, bench))
    reason = "; ".join(reasons) or bench.forbidden(change, observed)
    if reason:
        raise PlatformError(reason)
    if isinstance(change, Update) and check.already(change, observed):
        return observed, 0  # another run has done it since the plan
    try:
        seen, requests = _send(change, kind, observed, bench)
    except Ambiguous as error:
        live = bench.look(change.ref)
        found = live.of(kind.name).get(change.ref)
        if any(check.differences(change, found)) or not check.certain(change, found):
            raise PlatformError(f"{error}; nothing shows that it was done, so run again") from error
        return found, 0
    found = decoded(seen, live, kind) if seen else None
    wrong = tuple(check.differences(change, found))
    if wrong:
        raise PlatformError(f"was accepted, and then reads otherwise: {'; '.join(wrong)}")
    return found, requests


def _send(
    change: check.Writable, kind: Kind, observed: Observed | None, bench: Bench
) -> tuple[Seen | None, int]:
    seen = observed.seen if observed else None
    count = 0
    for operation in kind.operations(change, observed, bench.catalogue):
        bench.lease()
        seen = bench.platform.send(operation, seen)
        count += 1
    return seen, count


def _objections(change: check.Writable, kind: Kind, live: Live, bench: Bench) -> Iterator[str]:
    known = isinstance(change, Create) or change.ref in live.of(kind.name)
    if known:
        yield from kind.objections(
            Step(change, live, partial(after, [change], live), bench.catalogue)
        )


def _done(
    change: check.Writable, found: Observed | None, requests: int, bench: Bench, name: str
) -> Done:
    bench.journal.note(
        Happened.DONE,
        change.ref,
        check.fields(change),
        digest=name,
        change=identify(change),
        action=change.action,
        visible=found.visible if found else "",
        movers=check.movers(change),
    )
    known = Known.VERIFIED if check.certain(change, found) else Known.RECORDED
    return Done(change, requests, known)
