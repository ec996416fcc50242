"""What has to wait is done later, if somebody has approved it and it is still the same."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from reconciler import pipeline
from reconciler.errors import PlanRefused
from reconciler.model.change import Reactivate
from reconciler.model.outcome import Done, Failed, Inactive
from reconciler.model.verdict import Go, TooLate, Wait
from reconciler.model.windows import Dates, Window
from reconciler.sandbox import Fault
from tests.campus import going

APPROVED = pipeline.Choice(approved=True)
OPENS = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)
EXAM_WEEK = Window(
    "exam week",
    "exams",
    ZoneInfo("Europe/Amsterdam"),
    Dates(datetime(2026, 11, 25, 9, 0), datetime(2026, 11, 25, 15, 0)),  # noqa: DTZ001 -- local
)


@pytest.fixture
def quiet(office):
    """A template change in git, inside a quiet window."""
    office.allowance = replace(office.allowance, windows=(EXAM_WEEK,))
    office.replace("base/templates/standard.yaml", "clear_cache: false", "clear_cache: true")
    return office


def test_nothing_is_written_inside_a_quiet_window_and_the_plan_says_when(quiet):
    verdicts = [verdict for change, verdict in quiet.plan() if not isinstance(verdict, TooLate)]

    report = quiet.apply()

    assert verdicts
    assert all(isinstance(verdict, Wait) and verdict.until == OPENS for verdict in verdicts)
    assert report.outcomes == ()
    assert not any(request.writes for request in quiet.sandbox.requests())


def test_a_scheduled_run_picks_up_what_was_approved(quiet):
    quiet.review()
    quiet.sandbox.set_clock(OPENS)

    report = quiet.apply(choice=APPROVED)

    assert report.outcomes
    assert all(isinstance(outcome, Done) for outcome in report.outcomes)
    assert going(quiet.plan()) == []


def test_a_scheduled_run_leaves_what_nobody_approved(quiet):
    quiet.review()
    quiet.replace("base/roles/exam-board.yaml", "type: Author", "type: Admin")
    quiet.sandbox.set_clock(OPENS)

    report = quiet.apply(choice=APPROVED)

    assert "Role/Exam board" not in {str(outcome.change.ref) for outcome in report.outcomes}
    assert [str(change.ref) for change in going(quiet.plan())] == ["Role/Exam board"]


def test_what_was_approved_is_used_up_by_being_done(quiet):
    quiet.review()
    quiet.sandbox.set_clock(OPENS)
    quiet.apply(choice=APPROVED)
    quiet.sandbox.edit("Template/standard", {"Settings.clear_cache": False})

    assert going(quiet.look(APPROVED).judged) == []


def test_a_run_that_slides_into_a_quiet_window_stops_writing(office):
    office.replace("base/templates/standard.yaml", "clear_cache: false", "clear_cache: true")
    sight = office.look()
    office.allowance = replace(office.allowance, windows=(EXAM_WEEK,))

    report = office.apply(sight)

    assert not any(isinstance(outcome, Done) for outcome in report.outcomes)
    assert any(isinstance(o, Failed) and "exam week" in o.why for o in report.outcomes)
    assert not any(request.writes for request in office.sandbox.requests())


def test_a_window_that_ends_inside_the_lead_time_makes_a_sitting_too_late(office):
    starts = office.sandbox.state()["Schedules"]["CHEM-120-MAIN"]["StartDateTime"]
    start = datetime.fromisoformat(starts)
    span = Dates(datetime(2026, 11, 25, 9, 0), start.replace(tzinfo=None))  # noqa: DTZ001 -- local
    window = Window("exam weeks", "exams", ZoneInfo("Europe/Amsterdam"), span)
    office.allowance = replace(office.allowance, windows=(window,))
    office.replace("base/templates/standard.yaml", "clear_cache: false", "clear_cache: true")

    verdicts = {c.ref.name: v for c, v in office.plan() if isinstance(c, Reactivate)}

    assert isinstance(verdicts["CHEM-120-MAIN"], TooLate)
    assert "exam weeks" in verdicts["CHEM-120-MAIN"].why
    assert isinstance(verdicts["STAT-115-RESIT"], Wait)


def test_breaking_the_glass_sets_windows_and_lead_time_aside(quiet):
    quiet.allowance = replace(quiet.allowance, break_glass=True)

    verdicts = {c.ref.name: v for c, v in quiet.plan()}

    assert verdicts["standard"] == Go()
    assert verdicts["CONL-301-MAIN"] == Go()
    assert isinstance(verdicts["ECON-201-MAIN"], TooLate)


def test_an_exam_left_inactive_is_restored_inside_a_quiet_window(office):
    office.replace("base/templates/standard.yaml", "clear_cache: false", "clear_cache: true")
    fault = Fault("status", method="PUT", path=".*/activate", status=500, skip=1, times=None)
    office.sandbox.fault(fault)
    (lost,) = [o for o in office.apply().outcomes if isinstance(o, Inactive)]
    office.sandbox.clear_faults()
    office.allowance = replace(office.allowance, windows=(EXAM_WEEK,))

    office.apply()

    assert office.sandbox.state()["Schedules"][lost.change.ref.name]["IsActivated"]


def test_a_site_can_make_too_late_an_error_of_the_whole_plan(office):
    office.allowance = replace(office.allowance, too_late_stops=True)
    office.replace("base/templates/standard.yaml", "clear_cache: false", "clear_cache: true")

    with pytest.raises(PlanRefused, match="Schedule/CONL-301-MAIN: inside lead time"):
        office.apply()

    assert not any(request.writes for request in office.sandbox.requests())
