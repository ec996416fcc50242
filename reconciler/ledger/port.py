"""What the story needs of a ledger."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from reconciler.model.event import Event


class Ledger(Protocol):
    """An append-only log of events; raises LedgerError when it cannot be read or written."""

    @property
    def durable(self) -> bool:
        """Whether it outlives the machine that runs us."""
        ...

    def append(self, events: Sequence[Event]) -> None:
        """Add events, all or none; they are on stable storage when this returns."""
        ...

    def events(self, environment: str) -> Iterator[Event]:
        """All events of an environment in the order in which they were appended."""
        ...
