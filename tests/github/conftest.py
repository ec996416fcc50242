"""A stage for each test: a repository, a tenant that has had its first apply, and a GitHub."""

import shutil
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


@pytest.fixture(scope="session")
def applied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files, the ledger and the tenant after a first apply, made once and copied."""
    home = tmp_path_factory.mktemp("applied")
    with Sandbox(seed="demo", database=home / "tenant.db") as sandbox:
        Stage(home, sandbox, GitHub()).prepare()
    return home


@pytest.fixture
def stage(applied: Path, tmp_path: Path, github: GitHub) -> Iterator[Stage]:
    home = Path(shutil.copytree(applied, tmp_path / "stage", symlinks=True))
    with Sandbox(database=home / "tenant.db") as sandbox:
        stage = Stage(home, sandbox, github)
        stage.point()
        sandbox.reset_requests()
        yield stage
