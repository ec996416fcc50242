"""Rounds of two runners on one ledger: the place they work in, and what must hold after each."""

import json
import multiprocessing
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from reconciler.ledger.line import write_line
from reconciler.sandbox import Request, Sandbox
from tests.campus import EXAMPLE, SITE, Campus
from tests.safety.conftest import NOW
from tests.safety.doomed import Address
from tests.safety.runner import ENVIRONMENT, Backend, Duty, opened, work

TEMPLATE = "base/templates/standard.yaml"
EXAM = "MATH-101-MAIN"  # the one activated schedule of its assessment
RULE = """\
kind: Assessment
id: MATH-101
proctoring: true
schedules:
  - {template: standard}
"""
TRIES = 10
SERVER = multiprocessing.get_context("forkserver")
SERVER.set_forkserver_preload(["tests.safety.runner"])


@dataclass
class Round:
    """A tenant with one change to make, and the ledgers of two machines that are one ledger."""

    backend: Backend
    folder: Path
    sandbox: Sandbox

    def duty(self, run: str, **more: Any) -> Duty:
        """What a run of machine 1 or 2 is to do."""
        urls = (self.sandbox.console_url, self.sandbox.integrations_url)
        address = Address(*urls, self.sandbox.console_token, self.sandbox.integrations_token)
        ledger = ledger_of(self.backend, self.folder, run)
        notes = self.folder / f"{run}.notes"
        return replace(
            Duty(self.backend, address, self.folder / "config", ledger, notes, run, NOW), **more
        )

    def unlock(self) -> None:
        """Break the lock, as somebody does who has made sure that the run is dead."""
        with opened(self.backend, ledger_of(self.backend, self.folder, "1")) as ledger:
            ledger.unlock(ENVIRONMENT)

    def again(self, duty: Duty) -> None:
        """A plain rerun; what a dying run had sent off may still arrive, so its lock too."""
        for attempt in range(TRIES):
            retry = replace(duty, notes=self.folder / f"{duty.run}-{attempt}.notes")
            work(retry)
            if said(retry, "end") == ["done"]:
                return
            self.unlock()
        raise AssertionError(said(retry, "end"))

    def writes(self) -> list[Request]:
        """What has reached the platform so far and asks for a change."""
        return [request for request in self.sandbox.requests() if request.writes]

    def assert_sound(self, end: dict[str, Any]) -> None:
        """Nothing acknowledged is lost, nothing was written without the lock, all is done."""
        notes = [read(path) for path in self.folder.glob("*.notes")]
        assert not unkept(notes, self.backend, self.folder)
        for lines in notes:
            assert_under_lock(lines)
        sent = sum(what == "send" for lines in notes for what, _ in lines)
        assert len(self.writes()) <= sent
        assert self.sandbox.state(volatile=False) == end


def started(duty: Duty, *more: Any) -> ForkServerProcess:
    """The duty at work in a process of its own."""
    process = SERVER.Process(target=work, args=(duty, *more))
    process.start()
    return process


def read(path: Path) -> list[tuple[str, str]]:
    """The notes of a run; a last line that was cut off was never acknowledged."""
    lines = path.read_text(encoding="utf-8").split("\n")[:-1]
    return [(what, text) for what, text in map(json.loads, lines)]


def said(duty: Duty, what: str) -> list[str]:
    """What a run noted under one word."""
    lines = read(duty.notes) if duty.notes.exists() else []
    return [text for word, text in lines if word == what]


def unkept(notes: list[list[tuple[str, str]]], backend: Backend, folder: Path) -> Counter[str]:
    """The events that a ledger has acknowledged and does not hold."""
    kept = Counter(text for lines in notes for what, text in lines if what == "kept")
    with opened(backend, ledger_of(backend, folder, "2")) as ledger:
        return kept - Counter(write_line(event) for event in ledger.events(ENVIRONMENT))


def assert_under_lock(lines: list[tuple[str, str]]) -> None:
    """Right before each write the lock was good, and after it was lost there is no write."""
    acts = [(what, text) for what, text in lines if what in {"check", "send"}]
    for before, act in zip([("check", "none"), *acts], acts, strict=False):
        assert act[0] != "send" or before == ("check", "good"), lines
    lost = acts.index(("check", "lost")) if ("check", "lost") in acts else len(acts)
    assert not any(what == "send" for what, _ in acts[lost:]), lines


def ledger_of(backend: Backend, folder: Path, run: str) -> Path:
    """Where machine 1 or 2 finds the ledger: in the one file, or in a clone of its own."""
    return folder / f"clone-{run[0]}" if backend == "git" else folder / "ledger.db"


def prepare(backend: Backend, folder: Path) -> Path:
    """A tenant after its first apply under the lock, with a change that is not yet applied."""
    if backend == "git":
        _clones(folder)
    with Sandbox(database=folder / "tenant.db", now=NOW) as sandbox:
        campus = Campus(sandbox, folder / "config", folder / "unused.db")
        campus.write("site.yaml", SITE)
        campus.write("base/assessments/MATH-101.yaml", RULE)
        campus.write(TEMPLATE, (EXAMPLE / TEMPLATE).read_text(encoding="utf-8"))
        first = Round(backend, folder, sandbox)
        first.again(first.duty("1"))
        campus.replace(TEMPLATE, "clear_cache: false", "clear_cache: true")
    for path in folder.glob("*.notes"):
        path.unlink()
    return folder


@contextmanager
def a_round(backend: Backend, prepared: Path, folder: Path) -> Iterator[Round]:
    """A copy of what was prepared, up and running."""
    shutil.copytree(prepared, folder)
    with Sandbox(database=folder / "tenant.db", now=NOW) as sandbox:
        yield Round(backend, folder, sandbox)


def _clones(folder: Path) -> None:
    """Two clones of one bare repository, by paths that stay true in a copy of the folder."""
    _git(folder, "init", "--quiet", "--bare", "--template=", "remote.git")
    for number in ("1", "2"):
        _git(folder, "init", "--quiet", "--template=", f"clone-{number}")
        _git(folder / f"clone-{number}", "remote", "add", "origin", "../remote.git")


def _git(folder: Path, *words: str) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = ["git", "-C", str(folder), *words]
    subprocess.run(command, check=True, env=kept)
