"""What is on record for appeals, and against files that are older than what was applied."""

import json
import subprocess

import pytest

from tests.cli.conftest import Desk

SITTING = "Schedule/MATH-101-MAIN"


@pytest.fixture
def applied(desk: Desk) -> Desk:
    desk.write(
        "base/assessments/math.yaml",
        "kind: Assessment\nid: MATH-101\nschedules:\n  - {proctoring: true, template: default}\n",
    )
    desk.run("apply", "production", "--yes")
    return desk


def test_the_exact_settings_of_a_sitting_can_be_exported(applied: Desk) -> None:
    said = applied.run("history", "production", SITTING, "--settings", "--format", "json")

    (record,) = json.loads(said.out)["records"]
    assert record["settings"]["lock_down.full_screen"] == "none"
    assert len([path for path in record["settings"] if "." in path]) == 21


def test_the_settings_of_a_sitting_read_as_words(applied: Desk) -> None:
    said = applied.run("history", "production", SITTING, "--settings")

    assert "full screen: none" in said.out
    assert "nobody has recorded its revision" in said.out


def test_settings_are_those_of_a_schedule(applied: Desk) -> None:
    assert applied.run("history", "production", "Template/high-stakes", "--settings").code == 2
    assert applied.run("history", "production", "--settings").code == 2


def commit(desk: Desk, message: str) -> str:
    git(desk, "add", "-A", "config")
    git(desk, "-c", "user.name=d", "-c", "user.email=d@x", "commit", "-qm", message)
    return git(desk, "rev-parse", "HEAD").strip()


def git(desk: Desk, *words: str) -> str:
    done = subprocess.run(
        ["git", *words], cwd=desk.folder, check=True, capture_output=True, text=True
    )
    return done.stdout


def test_files_older_than_those_applied_last_are_refused_unless_on_purpose(desk: Desk) -> None:
    git(desk, "init", "--quiet")
    old = commit(desk, "first")
    desk.write("base/roles/reviewer.yaml", "kind: Role\ntitle: Proctoring reviewer\n")
    commit(desk, "second")
    desk.run("apply", "production", "--yes")
    git(desk, "checkout", "--quiet", old)
    writes = len(desk.writes())

    said = desk.run("apply", "production", "--yes")

    assert said.code == 1
    assert "applied last, is not in its history" in said.err
    assert "--rollback" in said.err
    assert len(desk.writes()) == writes
    assert desk.run("apply", "production", "--yes", "--rollback").code == 0
