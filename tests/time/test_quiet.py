"""What is quiet and when it ends: on the days clocks change, at midnight, at the year's end."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pydantic import TypeAdapter

from reconciler.model.quiet import first_free, quiet_at
from reconciler.model.scalars import Weekly
from reconciler.model.windows import Dates, Window

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WEEK = TypeAdapter(Weekly)
MINUTE = timedelta(minutes=1)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def weekly(zone: str, text: str) -> Window:
    return Window(text, "teaching", ZoneInfo(zone), WEEK.validate_python(text))


def dated(zone: str, start: str, end: str) -> Window:
    span = Dates(datetime.fromisoformat(start), datetime.fromisoformat(end))
    return Window("exams", "exams", ZoneInfo(zone), span)


AMSTERDAM, SYDNEY = "Europe/Amsterdam", "Australia/Sydney"
AUCKLAND, TORONTO = "Pacific/Auckland", "America/Toronto"

# zone, window, since and until of the occurrence on the day of the change, in UTC
CHANGES = {
    # 29 March 2026: 02:00 becomes 03:00
    "Amsterdam forward, starts in the gap": (
        (AMSTERDAM, "Sun 02:30-05:00"), "2026-03-29T01:00", "2026-03-29T03:00"),
    "Amsterdam forward, ends in the gap": (
        (AMSTERDAM, "Sun 01:30-02:30"), "2026-03-29T00:30", "2026-03-29T01:00"),
    "Amsterdam forward, spans the gap": (
        (AMSTERDAM, "Sun 01:00-04:00"), "2026-03-29T00:00", "2026-03-29T02:00"),
    "Amsterdam forward, crosses midnight": (
        (AMSTERDAM, "Sat 22:00-06:00"), "2026-03-28T21:00", "2026-03-29T04:00"),
    "Amsterdam forward, a whole day has 23 hours": (
        (AMSTERDAM, "Sun 00:00-00:00"), "2026-03-28T23:00", "2026-03-29T22:00"),
    # 25 October 2026: 03:00 becomes 02:00
    "Amsterdam back, starts in the hour that comes twice": (
        (AMSTERDAM, "Sun 02:30-03:30"), "2026-10-25T00:30", "2026-10-25T02:30"),
    "Amsterdam back, ends in the hour that comes twice": (
        (AMSTERDAM, "Sun 01:30-02:30"), "2026-10-24T23:30", "2026-10-25T01:30"),
    "Amsterdam back, within the hour that comes twice": (
        (AMSTERDAM, "Sun 02:15-02:45"), "2026-10-25T00:15", "2026-10-25T01:45"),
    "Amsterdam back, crosses midnight": (
        (AMSTERDAM, "Sat 22:00-06:00"), "2026-10-24T20:00", "2026-10-25T05:00"),
    "Amsterdam back, a whole day has 25 hours": (
        (AMSTERDAM, "Sun 00:00-00:00"), "2026-10-24T22:00", "2026-10-25T23:00"),
    # 4 October 2026: 02:00 becomes 03:00
    "Sydney forward, starts in the gap": (
        (SYDNEY, "Sun 02:30-05:00"), "2026-10-03T16:00", "2026-10-03T18:00"),
    "Sydney forward, ends in the gap": (
        (SYDNEY, "Sun 01:30-02:30"), "2026-10-03T15:30", "2026-10-03T16:00"),
    "Sydney forward, crosses midnight": (
        (SYDNEY, "Sat 22:00-06:00"), "2026-10-03T12:00", "2026-10-03T19:00"),
    # 5 April 2026: 03:00 becomes 02:00
    "Sydney back, starts in the hour that comes twice": (
        (SYDNEY, "Sun 02:30-03:30"), "2026-04-04T15:30", "2026-04-04T17:30"),
    "Sydney back, ends in the hour that comes twice": (
        (SYDNEY, "Sun 01:30-02:30"), "2026-04-04T14:30", "2026-04-04T16:30"),
    "Sydney back, crosses midnight": (
        (SYDNEY, "Sat 22:00-06:00"), "2026-04-04T11:00", "2026-04-04T20:00"),
    # 27 September 2026: 02:00 becomes 03:00; 5 April 2026: 03:00 becomes 02:00
    "Auckland forward, starts in the gap": (
        (AUCKLAND, "Sun 02:30-05:00"), "2026-09-26T14:00", "2026-09-26T16:00"),
    "Auckland back, starts in the hour that comes twice": (
        (AUCKLAND, "Sun 02:30-03:30"), "2026-04-04T13:30", "2026-04-04T15:30"),
    # 8 March 2026: 02:00 becomes 03:00; 1 November 2026: 02:00 becomes 01:00
    "Toronto forward, starts in the gap": (
        (TORONTO, "Sun 02:30-05:00"), "2026-03-08T07:00", "2026-03-08T09:00"),
    "Toronto back, starts in the hour that comes twice": (
        (TORONTO, "Sun 01:30-03:00"), "2026-11-01T05:30", "2026-11-01T08:00"),
}  # fmt: skip


@pytest.mark.parametrize(("window", "since", "until"), CHANGES.values(), ids=CHANGES)
def test_on_a_day_of_change_the_window_holds_from_since_until_just_before_until(
    window, since, until
):
    windows = (weekly(*window),)

    first, last = quiet_at(windows, utc(since)), quiet_at(windows, utc(until) - MINUTE)

    assert first
    assert first == last
    assert (first.since, first.until) == (utc(since), utc(until))
    assert quiet_at(windows, utc(since) - MINUTE) is None
    assert quiet_at(windows, utc(until)) is None


@pytest.mark.parametrize("text", ["Sun 02:00-03:00", "Sun 02:15-02:45"])
def test_a_window_whose_times_are_all_skipped_does_not_occur(text):
    windows = (weekly(AMSTERDAM, text),)
    minutes = (utc("2026-03-29T00:00") + minute * MINUTE for minute in range(180))

    assert not any(quiet_at(windows, minute) for minute in minutes)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        pytest.param("Sun 00:00-02:00", "2010-11-07T03:00", id="Saturday again, within Sunday's"),
        pytest.param("Fri 23:45-23:30", "2010-11-07T02:30", id="Sunday already, within Friday's"),
    ],
)
def test_clocks_that_go_back_over_midnight_do_not_hide_a_window(text, moment):
    """In St. John's, 7 November 2010 at 00:01 became 6 November at 23:01."""
    assert quiet_at((weekly("America/St_Johns", text),), utc(moment))


ONCE = {
    "over the year's end": (
        dated(AMSTERDAM, "2026-12-31T22:00", "2027-01-01T02:00"),
        "2026-12-31T21:00", "2027-01-01T01:00"),
    "over a night at the year's end": (
        weekly(AMSTERDAM, "Thu 22:00-06:00"), "2026-12-31T21:00", "2027-01-01T05:00"),
    "a leap day": (
        dated(TORONTO, "2028-02-29T00:00", "2028-03-01T00:00"),
        "2028-02-29T05:00", "2028-03-01T05:00"),
    "each offset is that of its own day": (
        dated(AMSTERDAM, "2026-03-01T00:00", "2026-11-01T00:00"),
        "2026-02-28T23:00", "2026-10-31T23:00"),
    "dates that come twice and are skipped": (
        dated(SYDNEY, "2026-04-05T02:30", "2026-10-04T02:30"),
        "2026-04-04T15:30", "2026-10-03T16:00"),
}  # fmt: skip


@pytest.mark.parametrize(("window", "since", "until"), ONCE.values(), ids=ONCE)
def test_a_window_over_a_boundary_of_the_calendar(window, since, until):
    found = quiet_at((window,), utc(until) - MINUTE)

    assert found
    assert (found.since, found.until) == (utc(since), utc(until))
    assert quiet_at((window,), utc(since) - MINUTE) is None


def test_the_offset_is_that_of_the_moment_judged_and_not_of_today():
    windows = (weekly(AMSTERDAM, "Mon 08:00-18:00"),)

    assert quiet_at(windows, utc("2026-03-23T06:30")) is None
    assert quiet_at(windows, utc("2026-03-30T06:30"))


def test_of_two_windows_the_one_that_ends_last_is_named():
    short, long = weekly(AMSTERDAM, "Mon 08:00-10:00"), weekly(AMSTERDAM, "Mon 09:00-18:00")

    found = quiet_at((short, long), utc("2026-06-01T07:30"))

    assert found
    assert found.why == "quiet window Mon 09:00-18:00 (teaching)"


def test_of_windows_that_end_together_the_first_is_named():
    region, own = weekly(AMSTERDAM, "Mon 09:00-18:00"), weekly(AMSTERDAM, "Mon 08:00-18:00")

    found = quiet_at((region, own), utc("2026-06-01T07:30"))

    assert found
    assert found.window == region


CHAINS = {
    "nothing is quiet": ([], "2026-06-01T10:00", "2026-06-01T10:00"),
    "one window": (["Mon 08:00-18:00"], "2026-06-01T10:00", "2026-06-01T16:00"),
    "its end is free": (["Mon 08:00-18:00"], "2026-06-01T16:00", "2026-06-01T16:00"),
    "adjacent": (
        ["Mon 18:00-20:00", "Mon 08:00-18:00"], "2026-06-01T10:00", "2026-06-01T18:00"),
    "overlapping": (
        ["Mon 08:00-12:00", "Mon 11:00-15:00"], "2026-06-01T07:00", "2026-06-01T13:00"),
    "nested": (["Mon 08:00-18:00", "Mon 09:00-10:00"], "2026-06-01T07:30", "2026-06-01T16:00"),
    "all but an hour of the week": (
        [f"{day} 00:00-00:00" for day in DAYS[:6]] + ["Sun 01:00-00:00"],
        "2026-06-01T10:00", "2026-06-06T22:00"),
    "that hour is skipped this week": (
        [f"{day} 00:00-00:00" for day in DAYS[:6]] + ["Sun 00:00-02:00", "Sun 03:00-00:00"],
        "2026-03-23T10:00", "2026-04-05T00:00"),
}  # fmt: skip


@pytest.mark.parametrize(("texts", "moment", "free"), CHAINS.values(), ids=CHAINS)
def test_the_first_free_moment_is_after_all_windows_that_follow_each_other(texts, moment, free):
    windows = tuple(weekly(AMSTERDAM, text) for text in texts)

    assert first_free(windows, utc(moment)) == utc(free)


EVERY_DAY = tuple(weekly(AMSTERDAM, f"{day} 00:00-00:00") for day in DAYS)
NIGHTS_AND_DAYS = tuple(
    weekly(SYDNEY, f"{day} {times}") for day in DAYS for times in ("08:00-20:00", "20:00-08:00")
)


@pytest.mark.parametrize(
    "windows",
    [
        pytest.param(EVERY_DAY, id="every day"),
        pytest.param(NIGHTS_AND_DAYS, id="nights and days"),
        pytest.param(
            (*EVERY_DAY, dated(AMSTERDAM, "2026-07-01T00:00", "2027-09-01T00:00")), id="and dated"
        ),
        pytest.param((dated(TORONTO, "2026-01-01T00:00", "9999-12-31T23:59"),), id="for good"),
    ],
)
def test_a_site_that_is_always_quiet_is_never_free(windows):
    assert first_free(windows, utc("2026-06-01T10:00")) is None


def test_a_moment_that_is_free_only_while_two_zones_are_out_of_step_is_found():
    """Toronto leaves Sunday 21:00-22:00; that is Amsterdam's Monday 03:00-04:00 but in March."""
    windows = (
        *(weekly(TORONTO, f"{day} 00:00-00:00") for day in DAYS[:6]),
        weekly(TORONTO, "Sun 00:00-21:00"),
        weekly(TORONTO, "Sun 22:00-00:00"),
        weekly(AMSTERDAM, "Mon 03:00-04:00"),
    )

    assert first_free(windows, utc("2026-01-05T12:00")) == utc("2026-03-09T01:00")


def test_long_freezes_in_a_row_do_not_exhaust_the_search():
    windows = (
        dated(AMSTERDAM, "2026-01-01T00:00", "2028-01-01T00:00"),
        dated(AMSTERDAM, "2028-01-01T00:00", "2031-01-01T00:00"),
    )

    assert first_free(windows, utc("2026-06-01T10:00")) == utc("2030-12-31T23:00")


@pytest.mark.parametrize("ask", [quiet_at, first_free])
def test_a_moment_without_an_offset_is_refused(ask):
    with pytest.raises(ValueError, match="no UTC offset"):
        ask((), datetime(2026, 6, 1))  # noqa: DTZ001 -- what is refused
