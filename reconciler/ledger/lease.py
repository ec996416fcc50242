"""One run at a time: take the lock of an environment, keep it while it works, give it back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Protocol

from reconciler.errors import LeaseLost, LedgerError, Locked
from reconciler.ledger.holder import Holder, Runner, clock_time
from reconciler.ledger.together import Together

LEASE_MINUTES = 5  # renewed while the run works; a dead run keeps others out no longer than this
_TRIES = 10


@dataclass(frozen=True, slots=True)
class Entry:
    """A lock as it stands; *mark* is its own, so no two locks are ever taken for one."""

    mark: str
    holder: Holder


class Slot(Protocol):
    """Where a backend keeps the one lock of an environment."""

    @property
    def environment(self) -> str:
        """The environment that the lock is for."""
        ...

    def read(self) -> Entry | None:
        """The lock as it stands, whether or not its time has run out; None when there is none."""
        ...

    def put(self, before: Entry | None, holder: Holder) -> Entry | None:
        """Put a lock of *holder* in place of *before*; None when *before* no longer stands."""
        ...

    def clear(self, before: Entry) -> bool:
        """Take *before* away; False when it no longer stands."""
        ...


class Lease:
    """The lock while it is ours. Threads may share one."""

    def __init__(
        self,
        slot: Slot,
        entry: Entry,
        clock: Callable[[], datetime],
        took_over: Holder | None,
    ) -> None:
        self._slot = slot
        self._entry = entry
        self._clock = clock
        self._took_over = took_over
        self._span = entry.holder.until - entry.holder.since
        self._guard = Lock()
        self._together: Together[None] = Together(lambda _: self._check())

    @property
    def holder(self) -> Holder:
        """Ourselves, with the time until which the lock is ours."""
        return self._entry.holder

    @property
    def took_over(self) -> Holder | None:
        """Whose lock had run out when we took it: that run may have been left half done."""
        return self._took_over

    def check(self) -> None:
        """Make sure, right before a write, that the lock is ours and stays so for a while.

        Renews it when more than half its time is gone; raises LeaseLost when it is not ours.
        Threads that ask meanwhile share one look, which begins after they have asked.
        """
        self._together(None)

    def _check(self) -> None:
        with self._guard:
            found = self._slot.read()
            if found is None or found.mark != self._entry.mark:
                raise _lost(self._slot.environment, found)
            # Read after the look, which may have taken its time.
            now = self._clock()
            if self.holder.expired(now):
                raise _ran_out(self._slot.environment, self.holder)
            if self.holder.until - now < self._span / 2:
                self._renew(now)

    def release(self) -> None:
        """Give the lock back, if it is still ours."""
        with self._guard:
            self._slot.clear(self._entry)

    def _renew(self, now: datetime) -> None:
        longer = Holder(self.holder.runner, self.holder.since, now + self._span)
        renewed = self._slot.put(self._entry, longer)
        if renewed is None:
            raise _lost(self._slot.environment, self._slot.read())
        self._entry = renewed


@contextmanager
def leased(
    slot: Slot,
    runner: Runner,
    clock: Callable[[], datetime],
    minutes: float,
) -> Iterator[Lease]:
    """The lock of *slot* for *runner*, given back at the end of the block, also after an error.

    Raises Locked when another run holds it.
    """
    lease = _taken(slot, runner, clock, timedelta(minutes=minutes))
    try:
        yield lease
    finally:
        # What the run did must not be lost over this: the lock runs out by itself.
        with suppress(LedgerError):
            lease.release()


def holder_of(slot: Slot) -> Holder | None:
    """Who holds the lock, also when its time has run out."""
    entry = slot.read()
    return entry.holder if entry else None


def broken(slot: Slot) -> Holder | None:
    """Take the lock away from whoever holds it, and say who that was."""
    for _ in range(_TRIES):
        entry = slot.read()
        if entry is None or slot.clear(entry):
            return entry.holder if entry else None
    raise _too_busy(slot.environment)


def _taken(slot: Slot, runner: Runner, clock: Callable[[], datetime], span: timedelta) -> Lease:
    for _ in range(_TRIES):
        found = slot.read()
        now = clock()
        if found and not found.holder.expired(now):
            raise _locked(slot.environment, found.holder)
        mine = slot.put(found, Holder(runner, now, now + span))
        if mine:
            return Lease(slot, mine, clock, found.holder if found else None)
    raise _too_busy(slot.environment)


def _locked(environment: str, holder: Holder) -> Locked:
    return Locked(
        f"environment {environment} is locked by {holder}; wait for that run to end, or make "
        f"sure that it is dead and run: reconciler unlock {environment} --because '...'"
    )


def _lost(environment: str, found: Entry | None) -> LeaseLost:
    how = f"was taken over by {found.holder}" if found else "was broken by somebody"
    return LeaseLost(
        f"the lock of environment {environment} {how}, so this run stopped before its next write; "
        "find out who works on it, then run again"
    )


def _ran_out(environment: str, holder: Holder) -> LeaseLost:
    return LeaseLost(
        f"the lock of environment {environment} ran out at {clock_time(holder.until)}, "
        "so this run stopped before its next write; run again"
    )


def _too_busy(environment: str) -> LedgerError:
    return LedgerError(
        f"the lock of environment {environment} changed hands {_TRIES} times while we looked; "
        "run again when fewer runs start at once"
    )
