"""A run inside this process that may die at one of its writes, or see the world move there."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from threading import get_ident
from typing import Literal, Protocol

from reconciler import pipeline
from reconciler.ledger.sqlite import SqliteLedger
from reconciler.model.event import Event
from reconciler.model.observed import AuditEntry, Features, Seen
from reconciler.model.reach import Operation, Reach
from reconciler.model.ref import Ref
from reconciler.platform.port import Kept, Platform
from tests.campus import Campus


class Killed(BaseException):
    """The process is gone, and whatever its code would still do does not happen."""


@dataclass
class Fate:
    """Strikes around one act: a request of a verb, or an append that says what happened.

    *index* counts the acts of that sort, *written* names what the last act of any sort was about,
    and *about* what each thread looked at or wrote last.
    """

    what: str
    index: int
    when: Literal["before", "after"]
    strike: Callable[["Fate"], None]
    dead: bool = False
    written: str = ""
    about: dict[int, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def die(self) -> None:
        self.dead = True
        raise Killed

    def alive(self, name: str = "") -> None:
        """Nothing a dead process asks for is done: what cleans up after errors must not help."""
        if self.dead:
            raise Killed
        if name:
            self.about[get_ident()] = name

    @contextmanager
    def around(self, what: str, name: str) -> Iterator[None]:
        self.alive(name)
        self.written = name
        number = self.counts[what]
        self.counts[what] += 1
        hit = (what, number) == (self.what, self.index)
        if hit and self.when == "before":
            self.strike(self)
        try:
            yield
        finally:
            if hit and self.when == "after":
                self.strike(self)


class Watch(Protocol):
    """Is told of what a run does, and may stop it."""

    def alive(self, name: str = "") -> None: ...

    def around(self, what: str, name: str) -> AbstractContextManager[None]: ...


@dataclass
class WatchedPlatform:
    """A platform as long as the run that asks it lives."""

    platform: Platform
    watch: Watch

    def reach(self, kind: str) -> Reach:
        return self.platform.reach(kind)

    def features(self) -> Features:
        self.watch.alive()
        return self.platform.features()

    def observe(
        self, kind: str, names: Collection[str], keep: Callable[[Seen], Kept]
    ) -> list[Kept]:
        self.watch.alive()
        return self.platform.observe(kind, names, keep)

    def read(self, ref: Ref) -> Seen | None:
        self.watch.alive(str(ref))
        return self.platform.read(ref)

    def audit(self, since: datetime) -> Iterator[AuditEntry]:
        self.watch.alive()
        return self.platform.audit(since)

    def send(self, operation: Operation, seen: Seen | None) -> Seen | None:
        with self.watch.around(operation.verb, str(operation.ref)):
            return self.platform.send(operation, seen)


class MortalLedger(SqliteLedger):
    """A ledger as long as the run that writes it lives."""

    def __init__(self, path: Path, fate: Fate) -> None:
        super().__init__(path, durable=True)
        self._fate = fate

    def append(self, events: Sequence[Event]) -> None:
        with self._fate.around(events[0].happened, str(events[0].ref)):
            super().append(events)


@contextmanager
def mortal(campus: Campus, fate: Fate) -> Iterator[pipeline.Case]:
    """What a command works on, as long as it lives."""
    with ExitStack() as stack:
        case = campus.case(stack, read_only=False)
        ledger = stack.enter_context(MortalLedger(campus.ledger, fate))
        journal = replace(case.journal, ledger=ledger)
        yield replace(case, platform=WatchedPlatform(case.platform, fate), journal=journal)
