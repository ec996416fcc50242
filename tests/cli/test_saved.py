"""Where a plan may be saved: over an earlier plan or nowhere yet, never over anything else."""

from pathlib import Path

import pytest

from tests.cli.conftest import Desk


def kept(desk: Desk, path: Path, because: str) -> None:
    """The plan is not saved over *path*, and one sentence says why."""
    before = path.read_bytes()

    said = desk.run("plan", "production", "--out", str(path))

    assert said.code == 1
    assert path.read_bytes() == before
    [error] = [line for line in said.err.splitlines() if line.startswith("error: ")]
    assert because in error
    assert not list(path.parent.glob(".*.part"))


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b'{"schema": "x/1"}', b"\xff{"])
def test_what_is_no_plan_is_not_replaced(desk: Desk, tmp_path: Path, content: bytes) -> None:
    other = tmp_path / "x.db"
    other.write_bytes(content)

    kept(desk, other, "that file is no plan")


def test_a_plan_is_not_saved_over_the_files(desk: Desk) -> None:
    kept(desk, desk.config / "site.yaml", "a plan is JSON")


def test_a_plan_is_not_saved_under_the_name_of_a_configuration(desk: Desk, tmp_path: Path) -> None:
    said = desk.run("plan", "production", "--out", str(tmp_path / "plan.YML"))

    assert said.code == 1
    assert "a plan is JSON" in said.err
    assert not (tmp_path / "plan.YML").exists()


def test_a_read_only_plan_is_not_replaced(desk: Desk, tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    desk.run("plan", "production", "--out", str(plan))
    plan.chmod(0o444)

    kept(desk, plan, "may not be written")


def test_an_earlier_plan_is_replaced(desk: Desk, tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    desk.run("plan", "production", "--out", str(plan))
    before = plan.read_bytes()

    said = desk.run("plan", "production", "--out", str(plan))

    assert said.code == 0
    assert plan.read_bytes() != before
    assert f"saved; `reconciler apply production --plan {plan}` does it" in said.err


def test_nobody_waits_for_a_plan_that_cannot_be_saved(desk: Desk) -> None:
    desk.run("plan", "production", "--out", str(desk.config / "site.yaml"))

    assert not desk.sandbox.requests()


def test_a_refused_plan_promises_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.site(more="    limits: {changes: 0}\n")

    said = desk.run("plan", "production", "--out", str(tmp_path / "plan.json"))

    assert said.code == 0
    assert "Will be done now" not in said.out
    assert "Would be done, once nothing is refused" in said.out
    assert "does it" not in said.err
    assert "saved; nothing of it is done before nothing is refused" in said.err
