"""The backends, each with an empty place to be in, and a git that knows nothing of this machine."""

import os
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reconciler.ledger.git import GitLedger
from reconciler.ledger.sqlite import SqliteLedger

BACKENDS = (SqliteLedger, GitLedger)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def pass_minutes(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)


@pytest.fixture(autouse=True)
def no_settings(tmp_path_factory, monkeypatch):
    """Neither this machine's git settings nor a hook that runs these tests may be felt."""
    for name in os.environ:
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_TEMPLATE_DIR", "")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path_factory.getbasetemp()))


@pytest.fixture(params=BACKENDS, ids=lambda backend: backend.__name__)
def backend(request):
    return request.param


@pytest.fixture
def path(backend, tmp_path):
    """Where the backend is to keep its ledger: a file still to be made, or a fresh checkout."""
    place = tmp_path / "not yet" / "a #1?%20 lëdger.db"
    if backend is GitLedger:
        git(tmp_path, "init", "--quiet", "--bare", "remote.git")
        git(tmp_path, "init", "--quiet", str(place))
        git(place, "remote", "add", "origin", "../../remote.git")
    return place


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(name="git")
def fixture_git():
    return git


@pytest.fixture
def snapshot():
    def taken(folder: Path) -> dict[Path, bytes]:
        """Every file below *folder*, with what is in it."""
        return {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}

    return taken


def git(folder: Path, *words: str) -> str:
    """What git says in *folder* to a person whose name it knows."""
    who = ("-c", "user.name=user", "-c", "user.email=user@example.com")
    command = ["git", "-C", str(folder), *who, *words]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return done.stdout.strip()
