"""A process killed at any write, then a plain rerun: the end is the uncrashed one."""

import multiprocessing
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from reconciler.sandbox import Fault, Sandbox
from tests.campus import EXAMPLE, Campus, going
from tests.safety.conftest import ALLOWED, NOW
from tests.safety.doomed import Address, Job, Point, run

pytestmark = pytest.mark.slow

CHUNKS = 8
DRAFTS = ["ANAT-101-MAIN", "BIOC-110-MAIN", "HIST-210-MAIN", "ECON-201-RESIT", "MATH-101-RESIT"]


@dataclass
class Scene:
    """A university in the middle of its year, with changes of every sort waiting in git."""

    campus: Campus
    job: Job

    def crash(self, point: Point) -> None:
        """Apply in a process of its own until the point is reached."""
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["tests.safety.doomed"])
        process = context.Process(target=run, args=(self.job, point))
        process.start()
        process.join()
        process.close()

    def again(self) -> dict[str, Any]:
        """A plain rerun, and everything that anybody configured after it."""
        run(self.job, None)
        state: dict[str, Any] = self.campus.sandbox.state(volatile=False)
        return state


@contextmanager
def scene(folder: Path) -> Iterator[Scene]:
    with Sandbox(seed="demo", now=NOW) as sandbox:
        config = Path(shutil.copytree(EXAMPLE, folder / "config"))
        campus = Campus(sandbox, config, folder / "ledger.db")
        campus.allowance, campus.clock = ALLOWED, sandbox.now
        campus.apply()
        for name in DRAFTS:
            sandbox.edit(f"Schedule/{name}", {"IsActivated": True})
        _change(campus)
        urls = (sandbox.console_url, sandbox.integrations_url)
        address = Address(*urls, sandbox.console_token, sandbox.integrations_token)
        yield Scene(campus, Job(address, config, campus.ledger, ALLOWED, NOW))


def _change(campus: Campus) -> None:
    """Templates, role ticks, a draft's template, tweaks, and so ten re-activations."""
    campus.replace("base/templates/standard.yaml", "clear_cache: false", "clear_cache: true")
    campus.replace("base/roles/invigilator.yaml", "[invigilate]", "[invigilate, void attempts]")
    campus.replace("base/assessments/CRIM-220.yaml", "high-stakes", "standard")
    campus.replace("sandbox/schedules/exceptions.yaml", "block_downloads", "disable_printing")


@pytest.fixture(scope="module")
def uncrashed(tmp_path_factory):
    """How many writes the whole work takes, and where it ends."""
    with scene(tmp_path_factory.mktemp("uncrashed")) as whole:
        whole.campus.sandbox.reset_requests()
        counts = run(whole.job, None)
        writes = [(r.method, r.path) for r in whole.campus.sandbox.requests() if r.writes]
        assert sum(path.endswith("/deactivate") for _, path in writes) >= 10
        return counts, writes, whole.campus.sandbox.state(volatile=False)


def active(state: dict[str, Any]) -> set[str]:
    return {name for name, item in state["Schedules"].items() if item["IsActivated"]}


def points(counts: tuple[int, int]) -> list[Point]:
    http, ledger = counts
    return [
        *(Point("http", i, when) for i in range(http) for when in ("before", "after")),
        *(Point("ledger", i, w) for i in range(ledger) for w in ("before", "after", "fails")),
    ]


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_killed_anywhere_and_run_again_ends_where_the_uncrashed_run_does(
    uncrashed, tmp_path, chunk
):
    counts, _, end = uncrashed
    for point in points(counts)[chunk::CHUNKS]:
        with scene(tmp_path / f"{point.what}-{point.index}-{point.when}") as broken:
            broken.crash(point)

            assert broken.again() == end, point
            assert going(broken.campus.plan()) == [], point


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_an_answer_lost_after_any_write_leaves_no_exam_inactive(uncrashed, tmp_path, chunk):
    _, writes, end = uncrashed
    for index in range(len(writes))[chunk::CHUNKS]:
        method, path = writes[index]
        before = writes[:index].count(writes[index])
        with scene(tmp_path / str(index)) as broken:
            lost = Fault("drop", method=method, path=re.escape(path), after=True, skip=before)
            broken.campus.sandbox.fault(lost)

            run(broken.job, None)

            assert active(broken.campus.sandbox.state()) == active(end), writes[index]
            assert broken.again() == end, writes[index]
