"""A stage for each test: a repository, a tenant that has had its first apply, and a GitHub."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reconciler.sandbox import Sandbox
from tests.github.stage import Stage
from tests.github.standin import GitHub, served


@pytest.fixture
def github() -> Iterator[GitHub]:
    with served() as running:
        yield running


@pytest.fixture
def untouched(tmp_path: Path, github: GitHub) -> Iterator[Stage]:
    """A repository just made; nothing was ever applied."""
    with Sandbox(seed="demo") as sandbox:
        stage = Stage(tmp_path, sandbox, github)
        stage.prepare()
        yield stage


@pytest.fixture
def stage(untouched: Stage) -> Stage:
    """The same after its first apply."""
    untouched.settle()
    return untouched
