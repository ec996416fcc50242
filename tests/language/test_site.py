"""The Site document becomes typed values, with defaults where nothing is said."""

from datetime import datetime, time, timedelta

import pytest

from reconciler.model.address import EnvironmentToken, FileToken
from reconciler.model.limits import Limits, Pace
from reconciler.model.scalars import Share, WeekTime
from reconciler.steps.load import load
from reconciler.steps.validate import catalogue, validate
from tests.language.test_schemas import EXAMPLES


@pytest.fixture(scope="module")
def site():
    validated = validate(*load(EXAMPLES / "valid" / "northwood"))
    assert not validated.problems, [str(problem) for problem in validated.problems]
    return validated.site


def test_what_is_said_is_typed(site):
    production = site.environments["production"]

    assert production.lead_time == timedelta(days=2)
    assert production.limits == Limits(changes=Share(30), reactivations=3)
    assert production.ledger.durable
    assert production.integrations.token == EnvironmentToken(env="CIRRUS_TOKEN")
    assert production.channels.templates == "runbook"
    dated, weekly = production.quiet
    assert (dated.from_, dated.why) == (datetime(2026, 12, 14), "exam week")  # noqa: DTZ001 -- local
    assert weekly.weekly == WeekTime(0, time(8), time(18))


def test_what_is_not_said_has_a_careful_default(site):
    sandbox = site.environments["sandbox"]

    assert sandbox.overlay is None
    assert sandbox.ledger is None
    assert sandbox.lead_time == timedelta(hours=24)
    assert sandbox.limits == Limits()
    assert (sandbox.limits.reactivations, sandbox.limits.inactive_at_once) == (0, 1)
    assert sandbox.limits.deletes == 0
    assert sandbox.pace == Pace(requests_per_second=10, in_flight=8)
    assert sandbox.console.token == FileToken(file="/run/secrets/console")


def test_catalogue_takes_the_entries_of_the_site(site):
    rows = catalogue(site)

    assert "Delivery/Manage sharing" in rows.rows
    assert "Delivery/Manage sharing" not in catalogue(None).rows
    assert rows.expand("schedule exams")[0] == "Delivery/Delivering"
    assert rows.manage_roles == catalogue(None).manage_roles


def test_share_reads_as_it_is_written():
    assert str(Share(30)) == "30%"
