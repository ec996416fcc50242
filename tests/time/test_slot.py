"""When a schedule may be deactivated and activated again before its sitting."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pydantic import TypeAdapter

from reconciler.model.quiet import From, Now, slot
from reconciler.model.scalars import Weekly
from reconciler.model.verdict import TooLate
from reconciler.model.windows import Dates, Window

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAY = timedelta(hours=24)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def weekly(text: str) -> Window:
    span = TypeAdapter(Weekly).validate_python(text)
    return Window(text, "teaching", AMSTERDAM, span)


def dated(start: str, end: str) -> Window:
    span = Dates(datetime.fromisoformat(start), datetime.fromisoformat(end))
    return Window("exams", "exam week", AMSTERDAM, span)


DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
TEACHING = weekly("Mon 08:00-18:00")  # on 1 June 2026: 06:00 to 16:00 UTC
WHY = "quiet window Mon 08:00-18:00 (teaching)"
ALWAYS = tuple(weekly(f"{day} 00:00-00:00") for day in DAYS)
EXAMS = dated("2026-06-01T00:00", "2026-06-06T00:00")

# windows, now, start of the sitting (lead time: a day), answer
CASES = {
    "nothing quiet": (
        (), "2026-06-01T10:00", "2026-06-03T09:00", Now(utc("2026-06-02T09:00"))),
    "the last moment is still in time": (
        (), "2026-06-02T09:00", "2026-06-03T09:00", Now(utc("2026-06-02T09:00"))),
    "a minute later is inside lead time": (
        (), "2026-06-02T09:01", "2026-06-03T09:00",
        TooLate("inside lead time since 2026-06-02 09:00 UTC")),
    "begun this very moment": (
        (), "2026-06-03T09:00", "2026-06-03T09:00",
        TooLate("the sitting began at 2026-06-03 09:00 UTC")),
    "inside the sitting, or after it": (
        (), "2026-06-03T10:00", "2026-06-03T09:00",
        TooLate("the sitting began at 2026-06-03 09:00 UTC")),
    "quiet now": (
        (TEACHING,), "2026-06-01T10:00", "2026-06-03T09:00",
        From(utc("2026-06-01T16:00"), WHY, utc("2026-06-02T09:00"))),
    "free again at the very last moment": (
        (TEACHING,), "2026-06-01T10:00", "2026-06-02T16:00",
        From(utc("2026-06-01T16:00"), WHY, utc("2026-06-01T16:00"))),
    "free again a minute too late": (
        (TEACHING,), "2026-06-01T10:00", "2026-06-02T15:59",
        TooLate(f"{WHY}: free only from 2026-06-01 16:00 UTC, "
                "and the last moment is 2026-06-01 15:59 UTC")),
    "quiet at the last moment": (
        (TEACHING,), "2026-05-31T12:00", "2026-06-02T10:00", Now(utc("2026-06-01T06:00"))),
    "quiet at the last moment, and before that": (
        (TEACHING, weekly("Sun 20:00-08:00")), "2026-05-31T12:00", "2026-06-02T10:00",
        Now(utc("2026-05-31T18:00"))),
    "quiet now and at the last moment": (
        (TEACHING, weekly("Sun 10:00-12:00")), "2026-05-31T09:00", "2026-06-02T10:00",
        From(utc("2026-05-31T10:00"), "quiet window Sun 10:00-12:00 (teaching)",
             utc("2026-06-01T06:00"))),
    "never free": (
        ALWAYS, "2026-06-01T10:00", "2026-06-30T09:00",
        TooLate("quiet window Mon 00:00-00:00 (teaching), "
                "and no moment after it is free of quiet windows")),
    "quiet for longer than the wait": (
        (EXAMS,), "2026-06-01T10:00", "2026-06-05T09:00",
        TooLate("quiet window exams (exam week): free only from 2026-06-05 22:00 UTC, "
                "and the last moment is 2026-06-04 09:00 UTC")),
    "lead time is hours and not days of the calendar": (
        (), "2026-03-29T07:30", "2026-03-30T07:00",
        TooLate("inside lead time since 2026-03-29 07:00 UTC")),
    "a start that the platform never set": (
        (), "2026-06-01T10:00", "0001-01-01T00:00",
        TooLate("the sitting began at 100-01-01 00:00 UTC")),
}  # fmt: skip


@pytest.mark.parametrize(("windows", "now", "starts", "expected"), CASES.values(), ids=CASES)
def test_a_cycle_may_run_now_or_later_or_no_more(windows, now, starts, expected):
    assert slot(windows, utc(now), utc(starts), DAY) == expected


def test_without_lead_time_the_sitting_itself_is_the_limit():
    answer = slot((TEACHING,), utc("2026-06-01T10:00"), utc("2026-06-01T16:00"), timedelta(0))

    last = "the last moment is 2026-06-01 16:00 UTC"
    assert answer == TooLate(f"{WHY}: free only from 2026-06-01 16:00 UTC, and {last}")


def test_lead_time_over_a_change_of_clocks_is_counted_in_hours_that_pass():
    starts = datetime(2026, 3, 30, 9, 0, tzinfo=AMSTERDAM)
    now = datetime(2026, 3, 29, 0, 59, tzinfo=AMSTERDAM)

    assert slot((), now, starts, timedelta(hours=31)) == Now(utc("2026-03-29T00:00"))


def test_a_start_at_the_end_of_the_calendar_is_far_away_and_no_more():
    starts = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)

    assert isinstance(slot((TEACHING,), utc("2026-06-02T10:00"), starts, DAY), Now)
