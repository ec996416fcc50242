"""What the story needs of a ledger."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol, Self

from reconciler.ledger.holder import Holder, Runner
from reconciler.ledger.lease import LEASE_MINUTES, Lease
from reconciler.model.event import Event


class Ledger(Protocol):
    """An append-only log of events with a lock per environment; used in a `with`.

    Raises LedgerError when it cannot be read or written. Threads may share one.
    """

    @property
    def durable(self) -> bool:
        """Whether it outlives the machine that runs us."""
        ...

    def append(self, events: Sequence[Event]) -> None:
        """Add events of one environment, all or none; they are kept for good when this returns.

        Raises ValueError for events of two environments, or without a UTC offset.
        """
        ...

    def events(self, environment: str) -> Iterator[Event]:
        """All events of an environment, as they stand now, in the order of their appending."""
        ...

    def count(self, environment: str) -> int:
        """How many events an environment has by now; to ask is cheap beside reading them."""
        ...

    def lease(
        self,
        environment: str,
        runner: Runner,
        *,
        clock: Callable[[], datetime],
        minutes: float = LEASE_MINUTES,
    ) -> AbstractContextManager[Lease]:
        """The lock of an environment until the end of the block; raises Locked when it is taken.

        A lock whose time has run out is taken over; `Lease.took_over` names whose it was.
        """
        ...

    def holder(self, environment: str) -> Holder | None:
        """Who holds the lock of an environment, also when its time has run out."""
        ...

    def unlock(self, environment: str) -> Holder | None:
        """Break the lock of an environment and say whose it was; the caller records why."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...
