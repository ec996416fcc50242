"""One tenant with changes of every sort waiting in git, made once and copied for each test."""

import multiprocessing
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reconciler.sandbox import Sandbox
from tests.campus import EXAMPLE, Campus
from tests.safety.conftest import ALLOWED, NOW
from tests.safety.doomed import Address, Job, Point, run

DRAFTS = ["ANAT-101-MAIN", "BIOC-110-MAIN", "HIST-210-MAIN", "ECON-201-RESIT", "MATH-101-RESIT"]
PRELOAD = ["tests.safety.doomed"]


@dataclass
class Scene:
    """A university in the middle of its year, up and running."""

    campus: Campus
    job: Job

    def crash(self, point: Point) -> None:
        """Apply in a process of its own until the point is reached."""
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(PRELOAD)
        process = context.Process(target=run, args=(self.job, point))
        process.start()
        process.join()
        process.close()

    def again(self) -> dict[str, Any]:
        """A plain rerun, and everything that anybody configured after it."""
        run(self.job, None)
        state: dict[str, Any] = self.campus.sandbox.state(volatile=False)
        return state


def prepare(folder: Path) -> Path:
    """The university as files: after its first apply, with the changes still to be applied."""
    config = Path(shutil.copytree(EXAMPLE, folder / "config"))
    with Sandbox(seed="demo", database=folder / "tenant.db", now=NOW) as sandbox:
        campus = Campus(sandbox, config, folder / "ledger.db")
        campus.allowance, campus.clock = ALLOWED, sandbox.now
        campus.apply()
        for name in DRAFTS:
            sandbox.edit(f"Schedule/{name}", {"IsActivated": True})
        _change(campus)
    return folder


def fresh(folder: Path) -> Path:
    """The university before its first apply: the most to do at once."""
    shutil.copytree(EXAMPLE, folder / "config")
    with Sandbox(seed="demo", database=folder / "tenant.db", now=NOW):
        return folder


@contextmanager
def scene(prepared: Path, folder: Path, in_flight: int = 1) -> Iterator[Scene]:
    """A copy of what was prepared, for one test alone."""
    shutil.copytree(prepared, folder)
    with Sandbox(database=folder / "tenant.db", now=NOW) as sandbox:
        campus = Campus(sandbox, folder / "config", folder / "ledger.db")
        campus.allowance, campus.clock = ALLOWED, sandbox.now
        urls = (sandbox.console_url, sandbox.integrations_url)
        address = Address(*urls, sandbox.console_token, sandbox.integrations_token)
        job = Job(address, campus.folder, campus.ledger, ALLOWED, NOW, in_flight=in_flight)
        yield Scene(campus, job)


def active(state: dict[str, Any]) -> set[str]:
    """The schedules that candidates can see."""
    return {name for name, item in state["Schedules"].items() if item["IsActivated"]}


def _change(campus: Campus) -> None:
    """Templates, role ticks, a draft's template, tweaks, and so ten re-activations."""
    campus.replace("base/templates/standard.yaml", "clear_cache: false", "clear_cache: true")
    campus.replace("base/roles/invigilator.yaml", "[invigilate]", "[invigilate, void attempts]")
    campus.replace("base/assessments/CRIM-220.yaml", "high-stakes", "standard")
    campus.replace("sandbox/schedules/exceptions.yaml", "block_downloads", "disable_printing")
