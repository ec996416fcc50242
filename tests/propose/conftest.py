"""The example university, settled once and copied for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from reconciler.sandbox import Sandbox
from tests.campus import EXAMPLE, Campus
from tests.propose.taking import settle

ONE_ENVIRONMENT = """\
kind: Site
name: Northwood University
time_zone: Europe/Amsterdam
region: eu
environments:
  sandbox:
    console: {url: "http://127.0.0.1:1/api/v1/console", token: {env: CONSOLE_TOKEN}}
"""


def _alone(folder: Path) -> None:
    """One environment, and everything in base."""
    shutil.rmtree(folder / "production")
    (folder / "sandbox" / "schedules").rename(folder / "base" / "schedules")
    shutil.rmtree(folder / "sandbox")
    (folder / "site.yaml").write_text(ONE_ENVIRONMENT, encoding="utf-8")


def _settled(home: Path, *, alone: bool) -> Path:
    folder = Path(shutil.copytree(EXAMPLE, home / "config"))
    if alone:
        _alone(folder)
    with Sandbox(database=home / "tenant.db") as sandbox:
        settle(Campus(sandbox, folder, home / "ledger.db"))
    return home


@pytest.fixture(scope="session")
def alone_at(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _settled(tmp_path_factory.mktemp("alone"), alone=True)


@pytest.fixture(scope="session")
def shared_at(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _settled(tmp_path_factory.mktemp("shared"), alone=False)


def _copied(source: Path, home: Path) -> Iterator[Campus]:
    shutil.copytree(source, home, dirs_exist_ok=True)
    with Sandbox(database=home / "tenant.db") as sandbox:
        yield Campus(sandbox, home / "config", home / "ledger.db")


@pytest.fixture
def ours(alone_at: Path, tmp_path: Path) -> Iterator[Campus]:
    """The example university, settled, with one environment and no overlays."""
    yield from _copied(alone_at, tmp_path)


@pytest.fixture
def shared(shared_at: Path, tmp_path: Path) -> Iterator[Campus]:
    """The example university, settled, whose base holds for production too."""
    yield from _copied(shared_at, tmp_path)
