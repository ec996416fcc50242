"""A university that allows re-activation, on a clock that the test moves."""

from datetime import UTC, datetime, timedelta

import pytest

from reconciler.model.allowance import Allowance
from reconciler.sandbox import Sandbox
from tests.fixtures import campus, folder

__all__ = ["campus", "folder"]

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)  # a Wednesday, far from every region's windows
ALLOWED = Allowance(
    share=None, changes=10_000, deletes=0, reactivations=100, lead=timedelta(hours=24), durable=True
)


def pytest_configure(config):
    config.addinivalue_line("markers", "soak: takes many minutes; runs only with -m soak")


def pytest_collection_modifyitems(config, items):
    """Leave out what takes very long, unless somebody asks for it by name."""
    if "soak" in config.option.markexpr:
        return
    soaks = [item for item in items if item.get_closest_marker("soak")]
    items[:] = [item for item in items if item not in soaks]
    config.hook.pytest_deselected(items=soaks)


@pytest.fixture
def sandbox():
    with Sandbox(seed="demo", now=NOW) as running:
        yield running


@pytest.fixture
def office(campus):
    """The example after its first apply with re-activation allowed."""
    campus.clock = campus.sandbox.now
    campus.allowance = ALLOWED
    campus.apply()
    campus.sandbox.reset_requests()
    return campus
