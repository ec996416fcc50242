"""One apply in a process of its own that is killed, or loses its disk, at a chosen write."""

import os
import signal
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Literal, cast

from reconciler import pipeline
from reconciler.errors import LedgerError, ReconcilerError
from reconciler.ledger.sqlite import SqliteLedger
from reconciler.model.allowance import Allowance
from reconciler.model.event import Event
from reconciler.model.observed import Seen
from reconciler.model.reach import Operation
from reconciler.platform.port import Platform
from reconciler.sandbox import Sandbox
from tests.campus import Campus


@dataclass(frozen=True)
class Point:
    """Where the process ends: at which write, counted from 0, before it or after it.

    With *fails* the ledger says that it cannot be written, with *spoils* its disk is made so.
    """

    what: Literal["http", "ledger"]
    index: int
    when: Literal["before", "after", "fails", "spoils"]


@dataclass(frozen=True)
class Address:
    """What a process needs to reach the stand-in of another."""

    console_url: str
    integrations_url: str
    console_token: str
    integrations_token: str


@dataclass(frozen=True)
class Job:
    """One apply: where, with what, when, and how many changes side by side."""

    address: Address
    folder: Path
    ledger: Path
    allowance: Allowance
    now: datetime
    spoil: Callable[[Path], None] | None = None
    in_flight: int = 1


class Fuse:
    """Counts the writes of one sort, and ends the process at the chosen one. Threads share it."""

    def __init__(self, what: str, point: Point | None, job: Job) -> None:
        self.count = 0
        self._counting = Lock()
        self.job = job
        self.point = point if point is not None and point.what == what else None

    def before(self) -> int:
        """Count a write; its number."""
        with self._counting:
            number = self.count
            self.count += 1
        if self._now(number, "before"):
            os.kill(os.getpid(), signal.SIGKILL)
        if self._now(number, "fails"):
            raise LedgerError("the ledger's disk is full")
        if self._now(number, "spoils") and self.job.spoil:
            self.job.spoil(self.job.ledger)
        return number

    def after(self, number: int) -> None:
        if self._now(number, "after"):
            os.kill(os.getpid(), signal.SIGKILL)

    def _now(self, number: int, when: str) -> bool:
        point = self.point
        return point is not None and (point.index, point.when) == (number, when)


class DoomedPlatform:
    """A platform whose process may end around a write."""

    def __init__(self, platform: Platform, fuse: Fuse) -> None:
        self._fuse = fuse
        self.reach = platform.reach
        self.features = platform.features
        self.observe = platform.observe
        self.read = platform.read
        self.audit = platform.audit
        self._send = platform.send

    def send(self, operation: Operation, seen: Seen | None) -> Seen | None:
        number = self._fuse.before()
        try:
            return self._send(operation, seen)
        finally:
            self._fuse.after(number)


class DoomedLedger(SqliteLedger):
    """A ledger whose process may end around an append, or whose disk may be full."""

    def __init__(self, path: Path, fuse: Fuse) -> None:
        super().__init__(path, durable=True)
        self._fuse = fuse

    def append(self, events: Sequence[Event]) -> None:
        number = self._fuse.before()
        super().append(events)
        self._fuse.after(number)


def run(job: Job, point: Point | None) -> tuple[int, int]:
    """Apply once; how many writes went to the platform and how many to the ledger."""
    http, ledger = Fuse("http", point, job), Fuse("ledger", point, job)
    campus = Campus(cast("Sandbox", job.address), job.folder, job.ledger)
    campus.allowance = replace(job.allowance, in_flight=job.in_flight)
    campus.clock = lambda: job.now
    with ExitStack() as stack:
        case = campus.case(stack, read_only=False)
        doomed = stack.enter_context(DoomedLedger(job.ledger, ledger))
        journal = replace(case.journal, ledger=doomed)
        case = replace(case, platform=DoomedPlatform(case.platform, http), journal=journal)
        try:
            pipeline.rescue(case, pipeline.recalled(case))
            pipeline.apply(case, pipeline.look(case), lambda _: None)
        except ReconcilerError:
            if point is None or point.when not in {"fails", "spoils"}:
                raise
    return http.count, ledger.count
