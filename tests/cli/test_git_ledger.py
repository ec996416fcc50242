"""A ledger in the repository that holds the files, as runners without a disk have it."""

import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Desk


@pytest.fixture
def cloned(desk: Desk, tmp_path: Path) -> Desk:
    """The desk in a clone of a repository, with its ledger there."""
    desk.site(more="    ledger: git\n    limits: {reactivations: 1}\n")
    for words in (
        ["init", "--quiet", "--bare", "origin.git"],
        ["init", "--quiet"],
        ["remote", "add", "origin", str(tmp_path / "origin.git")],
    ):
        subprocess.run(["git", *words], cwd=tmp_path, check=True, capture_output=True)
    return desk


def git(desk: Desk, *words: str) -> str:
    done = subprocess.run(
        ["git", *words], cwd=desk.folder, check=True, capture_output=True, text=True
    )
    return done.stdout


def test_an_apply_is_on_record_at_the_remote(cloned: Desk) -> None:
    assert cloned.run("apply", "production", "--yes").code == 0

    assert "refs/reconciler/production" in git(cloned, "ls-remote", "origin")
    assert "updated Template/high-stakes" in cloned.run("history", "production").out


def test_another_machine_sees_the_same_base(cloned: Desk) -> None:
    cloned.run("apply", "production", "--yes")
    git(cloned, "update-ref", "-d", "refs/reconciler/production")
    cloned.edit()

    said = cloned.run("drift", "production")

    assert said.code == 4
    assert "j.smit" in said.out


def test_the_lock_is_given_back(cloned: Desk) -> None:
    cloned.run("apply", "production", "--yes")

    assert "reconciler-lock" not in git(cloned, "ls-remote", "origin")


def test_a_plan_leaves_nothing_at_the_remote(cloned: Desk) -> None:
    cloned.run("plan", "production")

    assert git(cloned, "ls-remote", "origin") == ""
