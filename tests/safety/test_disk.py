"""A ledger whose disk is full, or answers with errors, for real: no exam is harmed by it."""

import pickle
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reconciler.ledger.sqlite import SqliteLedger
from reconciler.model.event import Event
from tests.campus import going
from tests.safety.disk import fill, no_growth, no_writes
from tests.safety.doomed import Job, Point, run
from tests.safety.scene import Scene, active, prepare, scene

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
ROOM = "256k"
APPENDS = (0, 1, 9, 23, 24, 40)
SYNCS = ("1+", "14+", "60+", "98", "99", "100", "150+")
RUN = """
import pickle, sys
from tests.safety.doomed import Point, run
run(pickle.load(sys.stdin.buffer), Point("ledger", -1, "fails"))
"""
FAILING = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e"]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """What every test starts from."""
    return prepare(tmp_path_factory.mktemp("prepared"))


@pytest.fixture(scope="module")
def end(prepared, tmp_path_factory):
    """Where a run ends that nothing disturbs, and with how many events."""
    with scene(prepared, tmp_path_factory.mktemp("undisturbed") / "scene") as whole:
        return whole.again(), len(events(whole.job.ledger))


@pytest.fixture
def broken(prepared, tmp_path):
    with scene(prepared, tmp_path / "scene") as scene_:
        yield scene_


@pytest.fixture
def small_disk(tmp_path):
    """A disk with little room, where this machine lets us have one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount") or pytest.skip("no mount on this machine")
    command = [mount, "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(folder)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("no right to mount a small disk here; RLIMIT_FSIZE is tested all the same")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def strace():
    """A tracer that lets system calls fail, where this machine has one and lets it trace."""
    traced = [*FAILING, "inject=fsync:error=EIO", "true"]
    if not shutil.which("strace") or subprocess.run(traced, check=False).returncode:
        pytest.skip("no strace here; a ledger that fails is tested without it, in test_crash.py")


def events(path: Path) -> list[Event]:
    """All events of a ledger that is whole."""
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with SqliteLedger(path) as ledger:
        return list(ledger.events("sandbox"))


def assert_harmless(broken: Scene, job: Job, undisturbed: tuple[dict[str, Any], int]) -> None:
    """After the failure all exams are there and the ledger is whole; a rerun does the rest."""
    end, count = undisturbed
    assert active(broken.campus.sandbox.state()) == active(end)
    assert len(events(job.ledger)) < count, "the disk took everything"
    broken.campus.ledger = job.ledger
    run(replace(job, spoil=None), None)
    assert broken.campus.sandbox.state(volatile=False) == end
    assert going(broken.campus.plan()) == []


def spoilt(broken: Scene, job: Job, index: int) -> None:
    """Apply in a process of its own that loses its disk before an append."""
    replace(broken, job=job).crash(Point("ledger", index, "spoils"))


@pytest.mark.parametrize("index", APPENDS)
@pytest.mark.parametrize("spoil", [no_writes, no_growth])
def test_a_disk_that_takes_no_more(broken, end, spoil: Callable[[Path], None], index):
    job = replace(broken.job, spoil=spoil)

    spoilt(broken, job, index)

    assert_harmless(broken, job, end)


@pytest.mark.parametrize("index", APPENDS)
def test_a_full_disk(broken, small_disk, end, index):
    ledger = Path(shutil.copy(broken.job.ledger, small_disk))
    job = replace(broken.job, ledger=ledger, spoil=fill)

    spoilt(broken, job, index)
    (small_disk / "filler").unlink()

    assert_harmless(broken, job, end)


@pytest.mark.usefixtures("strace")
@pytest.mark.parametrize("which", SYNCS)
def test_a_disk_that_answers_with_errors(broken, end, which):
    command = [
        *FAILING,
        f"inject=fsync,fdatasync:error=EIO:when={which}",
        sys.executable,
        "-c",
        RUN,
    ]

    subprocess.run(command, input=pickle.dumps(broken.job), cwd=ROOT, check=True)

    assert_harmless(broken, broken.job, end)
