"""Exceptions that end by themselves: planned away when over, announced two weeks before."""

from datetime import UTC, datetime, timedelta

import pytest

from reconciler import checking
from reconciler.model.change import Why
from reconciler.model.exit_code import ExitCode, of_plan
from tests.campus import going

GRANT = """\
kind: Role
title: Marker
grants:
  - {permission: Marking/View proctored recordings, until: 2026-12-01, why: stop-gap 4711}
"""
SITTING = """\
kind: Schedule
id: NURS-330-RESIT
assessment: NURS-330
template: accessible
tweak: {lock_down: {disable_printing: false}}
until: 2026-12-01
why: case 118
"""
ROW = "permissions.Marking/View proctored recordings"


@pytest.fixture
def excepted(office):
    office.write("base/roles/marker.yaml", GRANT)
    office.write("sandbox/schedules/nurs.yaml", SITTING)
    office.apply()
    return office


def expire(campus):
    """To the morning after the last day, on the site's clocks."""
    campus.sandbox.set_clock(datetime(2026, 12, 2, 6, 0, tzinfo=UTC))


def planned(campus):
    return {str(change.ref): change for change in going(campus.plan())}


def test_a_grant_holds_to_the_end_of_its_last_day_on_the_sites_clocks(excepted):
    excepted.sandbox.set_clock(datetime(2026, 12, 1, 22, 59, tzinfo=UTC))

    assert planned(excepted) == {}
    excepted.sandbox.set_clock(advance=timedelta(minutes=1))
    assert "Role/Marker" in planned(excepted)


def test_an_expired_grant_is_planned_away(excepted):
    expire(excepted)

    judged = excepted.plan()
    (field,) = next(c for c in going(judged) if str(c.ref) == "Role/Marker").fields

    assert (field.path, field.before, field.after) == (ROW, True, False)
    assert field.cause.why is Why.EXPIRED
    assert of_plan(judged) is ExitCode.PENDING


def test_an_expired_sitting_takes_what_the_rule_says_and_loses_its_tweaks(excepted):
    expire(excepted)

    fields = {f.path: f for f in planned(excepted)["Schedule/NURS-330-RESIT"].fields}

    assert fields["template"].after == "high-stakes"
    assert fields["tweak.lock_down.disable_printing"].after is None
    assert {field.cause.why for field in fields.values()} == {Why.EXPIRED}


def test_what_the_files_change_after_the_end_is_no_end(excepted):
    """Else a document that is long over would let every later change pass as reviewed."""
    expire(excepted)
    excepted.apply()
    excepted.replace(
        "base/assessments/NURS-330.yaml", "template: high-stakes", "template: standard"
    )
    excepted.write("base/roles/marker.yaml", GRANT + f"{ROW.replace('.', ': {')}: true}}\n")

    causes = {
        (ref, field.path): field.cause.why
        for ref, change in planned(excepted).items()
        for field in change.fields
    }

    assert causes["Schedule/NURS-330-RESIT", "template"] is Why.CONFIGURED
    assert causes["Role/Marker", ROW] is Why.CONFIGURED


def test_what_somebody_moves_after_the_end_has_drifted(excepted):
    expire(excepted)
    excepted.apply()
    excepted.sandbox.edit(
        "Schedule/NURS-330-RESIT", {"ProctorioTemplateExternalId": "standard"}, actor="t.baker"
    )

    (field,) = planned(excepted)["Schedule/NURS-330-RESIT"].fields
    assert field.cause.why is Why.DRIFTED


def test_after_the_exceptions_are_planned_away_the_plan_is_empty(excepted):
    expire(excepted)

    excepted.apply()

    assert planned(excepted) == {}


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (datetime(2026, 11, 16, 12, tzinfo=UTC), None),
        (datetime(2026, 11, 17, 12, tzinfo=UTC), "ends in 14 days"),
        (datetime(2026, 12, 1, 12, tzinfo=UTC), "ends today"),
        (datetime(2026, 12, 2, 12, tzinfo=UTC), "ended on 2026-12-01"),
    ],
    ids=["fifteen days before", "two weeks before", "the last day", "the day after"],
)
def test_validate_announces_the_end_two_weeks_before(excepted, day, words):
    problems = checking.check(excepted.folder, day).problems

    messages = [problem.message for problem in problems if problem.code == "expires"]
    assert len(messages) == (0 if words is None else 2)
    assert all(words in message for message in messages)
