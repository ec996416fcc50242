"""One apply under the lock in a process of its own, which leaves notes that outlive it."""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Barrier
from typing import Any, Literal, NamedTuple, Protocol, TextIO, cast

from reconciler import pipeline
from reconciler.errors import LeaseLost, Locked
from reconciler.ledger.git import GitLedger
from reconciler.ledger.holder import Runner
from reconciler.ledger.lease import Lease
from reconciler.ledger.line import write_line
from reconciler.ledger.port import Ledger
from reconciler.ledger.sqlite import SqliteLedger
from reconciler.model.event import Event
from reconciler.sandbox import Sandbox
from tests.campus import Campus
from tests.safety.conftest import ALLOWED
from tests.safety.doomed import Address
from tests.safety.fate import WatchedPlatform

Backend = Literal["sqlite", "git"]
ENVIRONMENT = "sandbox"
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Duty:
    """One run: where, under which name, at what time, and what is to happen to it.

    It is killed at function call number *dies_at*, and stops at door number *stalls_at* until it
    is told to go on.
    """

    backend: Backend
    address: Address
    config: Path
    ledger: Path
    notes: Path
    run: str
    now: datetime
    dies_at: int | None = None
    stalls_at: int | None = None


class Course(NamedTuple):
    """How many functions a run called: before its first door, and in all; how many doors it had."""

    looking: int
    calls: int
    doors: int


class Calls:
    """Counts the function calls of this process, which is killed at one of them."""

    def __init__(self, dies_at: int | None) -> None:
        self.count = 0
        self._dies_at = dies_at

    def __call__(self, _frame: object, what: str, _argument: object) -> None:
        if what in {"call", "c_call"}:
            if self.count == self._dies_at:
                os.kill(os.getpid(), signal.SIGKILL)
            self.count += 1


class Notes:
    """What a run did, on the disk before it goes on."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, what: str, text: str) -> None:
        self._file.write(json.dumps([what, text]) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())


class Doors:
    """The places between two acts of a run; at one of them it may be held up."""

    def __init__(self, duty: Duty, notes: Notes, line: Connection | None) -> None:
        self.notes, self.calls = notes, Calls(duty.dies_at)
        self._stalls_at, self._line = duty.stalls_at, line
        self.count, self.looking = 0, 0

    def pass_by(self, name: str) -> None:
        """Be held up here, if it is here, until somebody says to go on."""
        self.looking = self.looking or self.calls.count
        if self._line and self.count == self._stalls_at:
            self._line.send(name)
            self._line.recv()
        self.count += 1

    @contextmanager
    def around(self, _what: str, name: str) -> Iterator[None]:
        self.pass_by("send")
        self.notes.write("send", name)
        yield

    def alive(self, name: str = "") -> None:
        """Nobody dies at a door."""

    def check(self, lease: Lease) -> None:
        self.pass_by("check")
        try:
            lease.check()
        except LeaseLost:
            self.notes.write("check", "lost")
            raise
        self.notes.write("check", "good")


class _Watched(Protocol):
    doors: Doors

    def append(self, events: Sequence[Event]) -> None: ...


def _append(ledger: _Watched, append: Callable[[Sequence[Event]], None], events: Any) -> None:
    ledger.doors.pass_by("append")
    append(events)
    for event in events:
        ledger.doors.notes.write("kept", write_line(event))
    ledger.doors.pass_by("appended")


class WatchedSqlite(SqliteLedger):
    """Notes what it has acknowledged."""

    doors: Doors

    def append(self, events: Sequence[Event]) -> None:
        _append(self, super().append, events)


class WatchedGit(GitLedger):
    """Notes what it has acknowledged."""

    doors: Doors

    def append(self, events: Sequence[Event]) -> None:
        _append(self, super().append, events)


def opened(backend: Backend, path: Path) -> Ledger:
    """The ledger as somebody else looks at it."""
    return GitLedger(path) if backend == "git" else SqliteLedger(path, durable=True)


def work(duty: Duty, at_once: Barrier | None = None, line: Connection | None = None) -> Course:
    """Do the duty."""
    with ExitStack() as stack:
        notes = Notes(stack.enter_context(duty.notes.open("a", encoding="utf-8")))
        doors = Doors(duty, notes, line)
        case = _case(duty, doors, stack)
        if at_once:
            at_once.wait(PATIENCE_SECONDS)
        sys.setprofile(doors.calls)
        try:
            notes.write("end", _worked(case, Runner("tester", duty.run)))
        finally:
            sys.setprofile(None)
    return Course(doors.looking, doors.calls.count, doors.count)


def _case(duty: Duty, doors: Doors, stack: ExitStack) -> pipeline.Case:
    campus = Campus(cast("Sandbox", duty.address), duty.config, duty.ledger)
    campus.allowance, campus.clock = replace(ALLOWED, in_flight=1), lambda: duty.now
    case = campus.case(stack, read_only=False)
    ledger: WatchedGit | WatchedSqlite
    if duty.backend == "git":
        ledger = stack.enter_context(WatchedGit(duty.ledger))
    else:
        ledger = stack.enter_context(WatchedSqlite(duty.ledger, durable=True))
    ledger.doors = doors
    journal = replace(case.journal, ledger=ledger, run=duty.run)
    return replace(case, platform=WatchedPlatform(case.platform, doors), journal=journal)


def _worked(case: pipeline.Case, runner: Runner) -> str:
    """What became of the run, as the command line would put it."""
    journal = case.journal
    doors = cast("WatchedSqlite", journal.ledger).doors
    try:
        with journal.ledger.lease(ENVIRONMENT, runner, clock=journal.clock) as lease:
            doors.notes.write("works", runner.run)
            case = replace(case, lease=lambda: doors.check(lease))
            pipeline.rescue(case, pipeline.recalled(case))
            pipeline.apply(case, pipeline.look(case), lambda _: None)
    except (Locked, LeaseLost) as error:
        return f"{type(error).__name__}: {error}"
    return "done"
