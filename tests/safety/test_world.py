"""Anything in any order, and no exam is harmed: a random world around the story.

Longer, with other worlds every time: `.venv/bin/python -m pytest -m soak tests/safety`.
"""

import shutil
import tempfile
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from reconciler import pipeline
from reconciler.errors import ReconcilerError
from reconciler.sandbox import Refusal, Sandbox
from tests.campus import EXAMPLE, Campus
from tests.safety import pool
from tests.safety.conftest import ALLOWED, NOW
from tests.safety.fate import Fate, Killed, mortal
from tests.safety.judge import Judge, quiet
from tests.safety.scene import prepare

UNTOUCHED = Fate("nothing", 0, "before", Fate.die)
BOUNDED = settings(
    derandomize=True,
    deadline=None,
    max_examples=25,
    stateful_step_count=20,
    suppress_health_check=list(HealthCheck),
)
SOAK = settings(BOUNDED, derandomize=False, max_examples=250, stateful_step_count=40)


class World(RuleBasedStateMachine):
    """A tenant, its people, its candidates, its clock, and a reconciler that may die."""

    prepared: ClassVar[Path]
    most: ClassVar[int]

    def __init__(self) -> None:
        super().__init__()
        self.home = tempfile.TemporaryDirectory()
        folder = Path(shutil.copytree(self.prepared, Path(self.home.name) / "world"))
        pool.without_policies(folder / "config")
        self.sandbox = Sandbox(database=folder / "tenant.db", now=NOW)
        self.campus = Campus(self.sandbox, folder / "config", folder / "ledger.db")
        limits = replace(ALLOWED, deletes=10, in_flight=1, inactive_at_once=self.most)
        self.campus.allowance = replace(limits, windows=pool.WINDOWS)
        self.campus.clock = self.sandbox.now
        self.files = pool.Files(self.campus.folder)
        self.judge = Judge(self.sandbox, self.most)

    @rule(edit=pool.EDITS)
    def somebody_edits(self, edit):
        with suppress(Refusal):
            self.sandbox.edit(*edit)

    @rule(name=pool.SITTINGS, on=st.booleans())
    def somebody_switches(self, name, on):
        with suppress(Refusal):
            self.sandbox.edit(f"Schedule/{name}", {"IsActivated": on})

    @rule(name=pool.SITTINGS)
    def candidates_start(self, name):
        with suppress(Refusal):
            self.sandbox.start_candidates(f"Schedule/{name}")
            self.judge.starts(name)

    @rule(step=pool.STEPS)
    def time_passes(self, step):
        self.sandbox.set_clock(advance=step)

    @rule()
    def keys_are_rotated(self):
        self.sandbox.rotate_keys()

    @rule()
    def the_platform_recovers(self):
        self.sandbox.clear_faults()

    @rule()
    def plan(self):
        before = self.sandbox.state()
        with suppress(ReconcilerError):
            self.campus.plan()
        assert self.sandbox.state() == before

    @rule(commit=pool.COMMITS, pause=pool.PAUSES)
    def apply(self, commit, pause):
        self.files.turn(*commit)
        self.time_passes(pause)
        self.work(UNTOUCHED)

    @rule(commit=pool.STALING, fault=pool.FAULTS)
    def apply_while_the_platform_fails(self, commit, fault):
        self.files.turn(*commit)
        self.sandbox.fault(fault)
        self.work(UNTOUCHED)

    @rule(commit=pool.STALING, death=pool.DEATHS, switches=pool.SWITCHES)
    def apply_and_die(self, commit, death, switches):
        """Somebody may find the schedule that was being written, and switch it by hand."""
        self.files.turn(*commit)
        self.wait_for_a_free_moment()
        self.work(death)
        for on in switches:
            self.somebody_switches(death.written.partition("/")[2], on)

    @rule(commit=pool.COMMITS, at=pool.REQUESTS, index=st.integers(0, 5), people=pool.PEOPLE)
    def apply_while_the_world_moves(self, commit, at, index, people):
        """Whatever the look before a write has seen, it is no longer so when the write comes."""
        edit, name, step = people

        def move(fate: Fate) -> None:
            self.judge.spared |= {name.partition("/")[2] for name in fate.about.values()}
            self.somebody_edits(edit)
            self.candidates_start(name)
            self.time_passes(step)

        self.files.turn(*commit)
        self.work(Fate(at, index, "before", move))

    @rule(death=pool.DEATHS)
    def resume_and_die(self, death):
        self.work(death, only_resume=True)

    @rule()
    def resume(self):
        self.work(UNTOUCHED, only_resume=True)

    @invariant()
    def nobody_is_harmed(self):
        self.judge.follow()

    def work(self, fate: Fate, *, only_resume: bool = False) -> None:
        """A command as the command line runs it; that it ends with an error is allowed."""
        with suppress(Killed, ReconcilerError), mortal(self.campus, fate) as case:
            pipeline.rescue(case, pipeline.recalled(case))
            if not only_resume:
                pipeline.apply(case, pipeline.look(case), lambda _: None)

    def wait_for_a_free_moment(self) -> None:
        while quiet(self.sandbox.now()):
            self.sandbox.set_clock(advance=timedelta(minutes=30))

    def teardown(self) -> None:
        try:
            self.settle()
        finally:
            self.sandbox.close()
            self.home.cleanup()

    def settle(self) -> None:
        """The world stops changing: three runs reach the fixed point and stay there."""
        self.sandbox.clear_faults()
        self.wait_for_a_free_moment()
        for _ in range(3):
            self.sandbox.reset_requests()
            self.work(UNTOUCHED)
            self.judge.follow()
        assert [request for request in self.sandbox.requests() if request.writes] == []
        assert self.judge.stuck() == set()


@pytest.fixture(scope="module")
def starts(tmp_path_factory):
    """Tenants to begin with: one that nobody has reconciled yet, and one that was, with changes."""
    untouched = tmp_path_factory.mktemp("untouched")
    shutil.copytree(EXAMPLE, untouched / "config")
    Sandbox(database=untouched / "tenant.db", now=NOW).close()
    return {"untouched": untouched, "managed": prepare(tmp_path_factory.mktemp("managed"))}


def live(folder: Path, most: int, effort: settings) -> None:
    class Here(World):
        prepared = folder

    Here.most = most
    run_state_machine_as_test(Here, settings=effort)


@pytest.mark.slow
@pytest.mark.parametrize("start", ["untouched", "managed"])
def test_no_exam_is_harmed_and_the_world_settles(starts, start):
    live(starts[start], 1, BOUNDED)


@pytest.mark.soak
@pytest.mark.parametrize("most", [1, 3])
@pytest.mark.parametrize("start", ["untouched", "managed"])
def test_no_exam_is_harmed_in_many_worlds(starts, start, most):
    live(starts[start], most, SOAK)
