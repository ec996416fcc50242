"""Write one run's events: the same environment, run, actor and commit on each."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from reconciler.ledger.port import Ledger
from reconciler.model.event import Event, Happened
from reconciler.model.observed import Value
from reconciler.model.ref import Ref


@dataclass(frozen=True, slots=True)
class Journal:
    """The ledger as one run writes it."""

    ledger: Ledger
    environment: str
    run: str
    actor: str
    commit: str
    clock: Callable[[], datetime]

    def at_once(self) -> Self:
        """The journal for what belongs to one moment: all of its events happen now."""
        now = self.clock()
        return replace(self, clock=lambda: now)

    def event(
        self,
        happened: Happened,
        ref: Ref | None = None,
        fields: Mapping[str, Value | None] | None = None,
        **detail: str,
    ) -> Event:
        """An event of this run, now."""
        return Event(
            happened, self.clock(), self.environment, self.run, self.actor, self.commit,
            ref, fields or {}, detail,
        )  # fmt: skip

    def note(
        self,
        happened: Happened,
        ref: Ref | None = None,
        fields: Mapping[str, Value | None] | None = None,
        **detail: str,
    ) -> None:
        """Append one event; it is on stable storage when this returns."""
        self.ledger.append([self.event(happened, ref, fields, **detail)])

    def note_all(self, events: Iterable[Event]) -> None:
        """Append events together, if there are any."""
        batch = list(events)
        if batch:
            self.ledger.append(batch)
