"""What people can do about a run that died: resume, unlock, excuse."""

import subprocess
from datetime import UTC, datetime, timedelta

import pytest

from reconciler.ledger.holder import Runner
from reconciler.ledger.sqlite import SqliteLedger
from reconciler.model.event import Event, Happened
from reconciler.model.ref import Ref
from reconciler.sandbox import Fault
from tests.cli.conftest import Desk


def test_a_locked_environment_names_its_holder_and_sends_nothing(desk: Desk) -> None:
    def clock() -> datetime:
        return datetime.now(UTC)

    with (
        SqliteLedger(desk.ledger) as ledger,
        ledger.lease("production", Runner("d.lee", "run-7", "ci-3"), clock=clock),
    ):
        said = desk.run("apply", "production", "--yes")

    assert said.code == 1
    assert "d.lee (run run-7 on ci-3)" in said.err
    assert "reconciler unlock production" in said.err
    assert desk.writes() == []


def test_unlock_breaks_the_lock_and_puts_it_on_record(desk: Desk) -> None:
    dead = Runner("d.lee", "run-7")
    with (
        SqliteLedger(desk.ledger) as ledger,
        ledger.lease("production", dead, clock=lambda: datetime.now(UTC)),
    ):
        said = desk.run("unlock", "production", "--because", "the runner was switched off")

    assert said.code == 0
    assert "d.lee" in said.err
    assert "the runner was switched off" in desk.run("history", "production").out
    assert desk.run("apply", "production", "--yes").code == 0


def test_resume_activates_what_a_dead_run_left_inactive(desk: Desk) -> None:
    name = "Schedule/MATH-101-MAIN"
    desk.sandbox.edit(name, {"IsActivated": False}, actor="svc-console-gateway")
    opened = Event(
        Happened.OPENED,
        datetime.now(UTC) - timedelta(minutes=1),
        "production",
        "run-7",
        "d.lee",
        ref=Ref.parse(name),
    )
    with SqliteLedger(desk.ledger) as ledger:
        ledger.append([opened])
    assert desk.run("status", "production").code == 7

    said = desk.run("resume", "production")

    assert said.code == 0
    assert f"{name} is active again" in said.err
    assert desk.sandbox.state()["Schedules"]["MATH-101-MAIN"]["IsActivated"]


def test_resume_with_nothing_to_do_says_so(desk: Desk) -> None:
    said = desk.run("resume", "production")

    assert said.code == 0
    assert "no exam was left inactive" in said.err


def test_resume_waits_for_the_lock_of_another_run(desk: Desk) -> None:
    with SqliteLedger(desk.ledger) as ledger:
        runner = Runner("d.lee", "run-7", "vm")
        with ledger.lease("production", runner, clock=lambda: datetime.now(UTC)):
            at_once = desk.run("resume", "production")
            waiting = desk.start("resume", "production", "--wait", "5", stderr=subprocess.PIPE)
            assert waiting.stderr is not None
            waits = next(line for line in waiting.stderr if "waiting until" in line)
    _, said = waiting.communicate()

    assert at_once.code == 1
    assert "is locked by d.lee" in waits
    assert waiting.returncode == 0
    assert "no exam was left inactive" in said


def test_breaking_the_glass_needs_a_reason(desk: Desk) -> None:
    assert desk.run("apply", "production", "--yes", "--break-glass").code == 2
    assert desk.run("apply", "production", "--yes", "--because", "x").code == 2


def test_an_excuse_is_on_record(desk: Desk) -> None:
    words = ("--until", "2030-01-31", "--because", "pilot")

    said = desk.run("excuse", "production", "Template/high-stakes", *words)

    assert said.code == 0
    assert "pilot" in desk.run("history", "production", "Template/high-stakes").out


def left_open(desk: Desk, name: str) -> None:
    """An exam that a dead run has left inactive."""
    desk.sandbox.edit(name, {"IsActivated": False}, actor="svc-console-gateway")
    at = datetime.now(UTC) - timedelta(minutes=1)
    event = Event(Happened.OPENED, at, "production", "run-7", "d.lee", ref=Ref.parse(name))
    with SqliteLedger(desk.ledger) as ledger:
        ledger.append([event])


def test_a_mistake_in_the_files_does_not_keep_an_exam_inactive(desk: Desk) -> None:
    name = "Schedule/MATH-101-MAIN"
    left_open(desk, name)
    desk.write("base/templates/broken.yaml", "kind: Template\nid: broken\nnmae: x\n")

    told = [desk.run(command, "production") for command in ("plan", "drift", "status")]
    said = desk.run("resume", "production")

    assert [one.code for one in told] == [7, 7, 7]
    assert all(name in one.err for one in told)
    assert said.code == 0
    assert desk.sandbox.state()["Schedules"]["MATH-101-MAIN"]["IsActivated"]


@pytest.mark.slow
def test_an_exam_that_stays_inactive_is_not_drowned_by_another_error(desk: Desk) -> None:
    left_open(desk, "Schedule/MATH-101-MAIN")
    fault = Fault("status", method="PUT", path=".*/activate", status=409, times=None)
    desk.sandbox.fault(fault)

    said = desk.run("apply", "production", "--expect", "0123456789abcdef")

    assert said.code == 7
    assert "still inactive: Schedule/MATH-101-MAIN" in said.err
    assert desk.run("plan", "production").code == 7
