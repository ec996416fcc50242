"""Bring an activated schedule up to date: deactivate, write, activate, verify.

While a schedule is inactive its candidates cannot see their exam. So the way back is proved first,
the intent is durable before the first call, and whatever fails in between, the schedule is
activated again at once. Only what we deactivated is ever activated.
"""

from dataclasses import dataclass

from reconciler.errors import (
    Ambiguous,
    LeaseLost,
    LedgerError,
    LeftInactive,
    PlatformError,
    Refused,
)
from reconciler.kinds.kind import Kind
from reconciler.model.change import Reactivate
from reconciler.model.event import Happened
from reconciler.model.live import Live
from reconciler.model.observed import Known, Observed, Seen, Value, Verified
from reconciler.model.outcome import Done, Failed, Inactive, Outcome
from reconciler.model.reach import Operation, Verb
from reconciler.model.ref import Ref
from reconciler.model.sameness import identify
from reconciler.steps.apply import check
from reconciler.steps.apply.bench import Bench

ATTEMPTS = 6
FIRST_PAUSE_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Cycle:
    """One schedule on its way through, with what is needed for each step."""

    change: Reactivate
    kind: Kind
    bench: Bench
    digest: str

    @property
    def ref(self) -> Ref:
        """The schedule."""
        return self.change.ref

    def note(self, happened: Happened, **detail: str) -> None:
        """Record a step of this cycle."""
        name = identify(self.change)
        self.bench.journal.note(happened, self.ref, None, digest=self.digest, change=name, **detail)


def reactivate(cycle: Cycle) -> Outcome:
    """One whole cycle; raises PlatformError while nothing has been touched."""
    observed = _ready(cycle, cycle.bench.look(cycle.ref))
    if not any(check.differences(cycle.change, observed)):
        return _told(cycle, observed, None)  # another run has done it since the plan
    _prove(cycle, observed)
    cycle.note(Happened.OPENED, actor=cycle.bench.live.tenant.features.actor or "")
    seen = _deactivated(cycle, observed)
    try:
        trouble = _written(cycle, observed, seen)
    except BaseException:
        # An interrupt, too, must not leave an exam inactive.
        restore(cycle.ref, cycle.bench)
        raise
    try:
        found = restore(cycle.ref, cycle.bench)
    except LeftInactive as error:
        return Inactive(cycle.change, str(error))
    return _told(cycle, found, trouble)


def restore(ref: Ref, bench: Bench) -> Observed:
    """The schedule, active again and recorded as such; looks before each try, so tries are safe.

    Raises LeftInactive when the platform refuses to the end, or when there is nothing any more that
    could be activated. Exempt from lead time, quiet windows, pace of change and limits, and comes
    before anything else.
    """
    error: PlatformError | None = None
    for attempt in range(ATTEMPTS + 1):
        try:
            found = bench.look(ref).of(ref.kind).get(ref)
            if found is None or not _inactive(found) or _over(found):
                break
            if attempt == ATTEMPTS:
                continue  # the last look only tells what became of the last try
            _still_ours(ref, bench)
            bench.platform.send(Operation(ref, Verb.ACTIVATE), found.seen)
        except LeftInactive:
            raise
        except PlatformError as failure:
            error = failure
            bench.pause(FIRST_PAUSE_SECONDS * 2**attempt)
    else:
        why = f"{ref} was deactivated by this tool and cannot be activated again: {error}"
        bench.journal.note(Happened.FAILED, ref, why=why)
        raise LeftInactive(why)
    return _restored(ref, found, bench)


def _still_ours(ref: Ref, bench: Bench) -> None:
    """Raise LeftInactive when another run has taken over, whose first task the exam then is.

    A ledger that only cannot be reached is no reason to leave an exam inactive.
    """
    try:
        bench.lease()
    except LeaseLost as lost:
        raise LeftInactive(f"{ref} was deactivated by this tool and is inactive: {lost}") from lost
    except LedgerError:
        return


def _restored(ref: Ref, found: Observed | None, bench: Bench) -> Observed:
    if found is not None and not _inactive(found):
        bench.journal.note(Happened.RESTORED, ref, _runs(found))
        return found
    # Told once: no later run could do anything about it.
    how = "ended" if found else "was deleted"
    why = f"{ref} {how} while it was inactive, deactivated by this tool"
    bench.journal.note(Happened.RESTORED, ref, why=why)
    raise LeftInactive(why)


def _ready(cycle: Cycle, live: Live) -> Observed:
    """The schedule as it is now, if everything still allows the cycle."""
    observed = live.of(cycle.kind.name).get(cycle.ref)
    if cycle.bench.platform.features().proctorio_active is False:
        raise PlatformError("the Proctorio add-on is not active, so the sitting would lose it")
    moved = "; ".join(check.moved_sitting(cycle.change, observed))
    reason = moved or cycle.bench.forbidden(cycle.change, observed)
    if reason or observed is None:
        raise PlatformError(reason)
    return observed


def _prove(cycle: Cycle, observed: Observed) -> None:
    """Show that the way back is open, by asking for what is refused because it already is so.

    With a version, the request cannot do anything: it is refused as long as the schedule is as we
    read it, active. Without one it could activate what somebody has just deactivated, so there
    the fresh look must do.
    """
    if observed.seen.version is None:
        return
    cycle.bench.lease()
    try:
        cycle.bench.platform.send(Operation(cycle.ref, Verb.ACTIVATE), observed.seen)
    except Refused:
        return
    raise PlatformError(f"{cycle.ref} was said to be active, and could be activated")


def _deactivated(cycle: Cycle, observed: Observed) -> Seen | None:
    """The schedule, inactive by our hand.

    Raises PlatformError when it was not us: then it is not ours to activate, whatever it is now.
    """
    try:
        cycle.bench.lease()
        return cycle.bench.platform.send(Operation(cycle.ref, Verb.DEACTIVATE), observed.seen)
    except Ambiguous:
        now = cycle.bench.look(cycle.ref).of(cycle.kind.name).get(cycle.ref)
        if now is None or not _inactive(now):
            raise  # it may still happen: what is open stays open, and the next run looks again
        return now.seen
    except PlatformError as error:
        cycle.note(Happened.RESTORED, why=f"was not deactivated: {error}")
        raise
    except BaseException:
        restore(cycle.ref, cycle.bench)
        raise


def _written(cycle: Cycle, observed: Observed, seen: Seen | None) -> PlatformError | None:
    """Write; what goes wrong is returned, since the way back comes first."""
    try:
        for operation in cycle.kind.operations(cycle.change, observed, cycle.bench.catalogue):
            cycle.bench.lease()
            seen = cycle.bench.platform.send(operation, seen)
    except PlatformError as error:
        return error
    return None


def _inactive(observed: Observed) -> bool:
    return observed.sitting is not None and not observed.sitting.active


def _over(observed: Observed) -> bool:
    return observed.sitting is not None and observed.sitting.over


def _told(cycle: Cycle, found: Observed, trouble: PlatformError | None) -> Outcome:
    wrong = tuple(check.differences(cycle.change, found))
    if trouble is None and not wrong:
        cycle.bench.journal.note(
            Happened.DONE,
            cycle.ref,
            check.fields(cycle.change),
            digest=cycle.digest,
            change=identify(cycle.change),
            action=cycle.change.action,
            visible=found.visible,
        )
        known = Known.VERIFIED if check.certain(cycle.change, found) else Known.RECORDED
        return Done(cycle.change, 2, known)
    why = str(trouble) if trouble else f"activated, and then reads otherwise: {'; '.join(wrong)}"
    why = f"{why}; it is active, and still runs with {_differing(cycle.change, found)}"
    cycle.note(Happened.FAILED, why=why)
    return Failed(cycle.change, why)


def _differing(change: Reactivate, found: Observed) -> str:
    readings = ((field, found.reading(field.path)) for field in change.fields)
    told = [f"{f.label} {r.value}" for f, r in readings if isinstance(r, Verified)]
    return ", ".join(told) or "what it ran with before"


def _runs(found: Observed) -> dict[str, Value | None]:
    return {p: v for p, v in found.fields.items() if p.startswith("running.")}
