"""What a command's exit code says; the numbers are documented and stay."""

from collections.abc import Iterable
from enum import IntEnum

from reconciler.model.change import Change, Create, Manual, Reactivate, Update, Why
from reconciler.model.observed import Known
from reconciler.model.outcome import Done, Inactive, Report, Rescue
from reconciler.model.plan import Judged
from reconciler.model.verdict import ByHand, Go, Refused, TooLate, Verdict, Wait


class ExitCode(IntEnum):
    """The first that holds of INACTIVE, ERROR, BOTH, DRIFT, PENDING, UNKNOWN, WAITING, IN_SYNC."""

    IN_SYNC = 0
    ERROR = 1
    PENDING = 3
    DRIFT = 4
    BOTH = 5
    WAITING = 6
    INACTIVE = 7
    UNKNOWN = 8


CONFIGURED = frozenset({Why.CONFIGURED, Why.EXPIRED, Why.STALE})


def of_plan(judged: Judged) -> ExitCode:
    """What is still to be done, by the gravest of it."""
    if judged.plan.aside.inactive:
        return ExitCode.INACTIVE
    if judged.plan.errors or any(isinstance(v, Refused) for _, v in judged):
        return ExitCode.ERROR
    return _left(judged, list(judged))


def of_drift(judged: Judged) -> ExitCode:
    """What moved on the platform counts, whether or not it may be put right now.

    Except what somebody has excused.
    """
    gravest = of_plan(judged)
    if gravest in (ExitCode.INACTIVE, ExitCode.ERROR, ExitCode.BOTH, ExitCode.DRIFT):
        return gravest
    held = [change for change, verdict in judged if not _excused(verdict)]
    _, drift = _moved(held)
    if not drift:
        return gravest
    return ExitCode.BOTH if gravest is ExitCode.PENDING else ExitCode.DRIFT


def _excused(verdict: Verdict) -> bool:
    return isinstance(verdict, Wait) and verdict.excused


def of_report(report: Report) -> ExitCode:
    """What an apply leaves behind."""
    left = any(isinstance(outcome, Inactive) for outcome in report.outcomes)
    if left or report.judged.plan.aside.inactive:
        return ExitCode.INACTIVE
    done = [outcome.change for outcome in report.outcomes if isinstance(outcome, Done)]
    if len(done) < len(report.outcomes):
        return ExitCode.ERROR
    return _left(report.judged, [(c, v) for c, v in report.judged if c not in done])


def of_rescue(rescues: Iterable[Rescue]) -> ExitCode:
    """Whether any exam that is ours to activate is still inactive."""
    inactive = any(not rescue.active and rescue.ours for rescue in rescues)
    return ExitCode.INACTIVE if inactive else ExitCode.IN_SYNC


def _left(judged: Judged, rest: list[tuple[Change, Verdict]]) -> ExitCode:
    pending, drift = _moved(change for change, verdict in rest if isinstance(verdict, Go))
    if pending or drift:
        return (
            ExitCode.BOTH if pending and drift else (ExitCode.DRIFT if drift else ExitCode.PENDING)
        )
    if judged.plan.aside.unknown or any(_unknown(change) for change, _ in rest):
        return ExitCode.UNKNOWN
    waiting = any(isinstance(verdict, Wait | TooLate | ByHand) for _, verdict in rest)
    return ExitCode.WAITING if waiting or judged.due else ExitCode.IN_SYNC


def _moved(changes: Iterable[Change]) -> tuple[bool, bool]:
    """Whether the files are ahead, and whether the platform has moved or nobody can tell."""
    pending = drift = False
    for change in changes:
        causes = _causes(change)
        pending = pending or bool(causes & (CONFIGURED | {Why.CONFLICTING}))
        drift = drift or bool(causes - CONFIGURED)
    return pending, drift


def _causes(change: Change) -> set[Why]:
    match change:
        case Update() | Reactivate():
            return {f.cause.why for f in change.fields if f.known is not Known.UNKNOWN}
        case Create():
            return {change.cause.why}
        case _:
            return {Why.CONFIGURED}


def _unknown(change: Change) -> bool:
    fields = change.fields if isinstance(change, Manual | Reactivate) else ()
    return any(field.known is Known.UNKNOWN for field in fields)
