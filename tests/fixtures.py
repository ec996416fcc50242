"""The example university, before and after its first apply."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from reconciler.sandbox import Sandbox
from tests.campus import EXAMPLE, Campus


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the example configuration."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "config"))


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(seed="demo") as running:
        yield running


@pytest.fixture
def campus(sandbox: Sandbox, folder: Path, tmp_path: Path) -> Campus:
    """The example university, as it is before its first apply."""
    return Campus(sandbox, folder, tmp_path / "ledger.db")


@pytest.fixture
def settled(campus: Campus) -> Campus:
    """The example university after its first apply."""
    campus.apply()
    campus.sandbox.reset_requests()
    return campus
