"""Activate again what an earlier run left deactivated; comes before anything else."""

from collections.abc import Iterable
from datetime import timedelta

from reconciler.errors import PlatformError
from reconciler.model.event import Happened
from reconciler.model.memory import Memory, Opened
from reconciler.model.observed import AuditEntry
from reconciler.model.outcome import Rescue
from reconciler.model.ref import Ref
from reconciler.steps.apply.bench import Bench
from reconciler.steps.apply.cycle import restore

CLOCKS_APART = timedelta(minutes=10)  # the platform's audit runs on its own clock


def rescue(memory: Memory, bench: Bench) -> tuple[Rescue, ...]:
    """What became of every schedule with an open deactivation of ours, in the order of opening.

    One that somebody else has deactivated since is theirs, and stays as it is.
    """
    return tuple(_rescued(ref, opened, bench) for ref, opened in memory.opened.items())


def _rescued(ref: Ref, opened: Opened, bench: Bench) -> Rescue:
    other = _somebody_else(ref, opened, bench)
    if other is not None:
        bench.journal.note(Happened.RESTORED, ref, why=f"deactivated by {other.actor}")
        why = f"deactivated by {other.actor} since, so it stays"
        return Rescue(ref, active=False, why=why, ours=False)
    try:
        restore(ref, bench)
    except PlatformError as error:
        return Rescue(ref, active=False, why=str(error))
    return Rescue(ref, active=True, why=f"was left deactivated by run {opened.run}")


def _somebody_else(ref: Ref, opened: Opened, bench: Bench) -> AuditEntry | None:
    """The newest activation or deactivation since ours, when it is surely another's deactivation.

    Where nobody can tell, what our own record says holds: an exam waits.
    """
    if not opened.platform_actor:
        return None
    try:
        entry = _newest(ref, bench.platform.audit(opened.at - CLOCKS_APART))
    except PlatformError:
        return None
    return (
        entry if entry and entry.after is False and entry.actor != opened.platform_actor else None
    )


def _newest(ref: Ref, entries: Iterable[AuditEntry]) -> AuditEntry | None:
    mine = (e for e in entries if e.subject == str(ref) and e.field == "IsActivated")
    return next(mine, None)
