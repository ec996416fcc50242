"""What holds for all windows and moments, the days of change above all."""

from datetime import UTC, datetime, time, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reconciler.model.quiet import From, Now, Quiet, first_free, quiet_at, slot
from reconciler.model.scalars import WeekTime
from reconciler.model.verdict import TooLate
from reconciler.model.windows import Dates, Window

law = settings(derandomize=True, database=None, deadline=None, max_examples=150)

HOUR = timedelta(hours=1)
TICK = datetime.resolution
ZONES = tuple(
    ZoneInfo(name)
    for name in (
        "Europe/Amsterdam",
        "America/Toronto",
        "America/St_Johns",
        "Asia/Singapore",
        "Australia/Lord_Howe",
        "Australia/Sydney",
        "Pacific/Auckland",
    )
)
CHANGES = tuple(
    datetime.fromisoformat(text).replace(tzinfo=UTC)
    for text in (
        "2026-03-29T01:00",  # Amsterdam
        "2026-10-25T01:00",
        "2026-03-08T07:00",  # Toronto
        "2026-11-01T06:00",
        "2026-04-04T16:00",  # Sydney
        "2026-10-03T16:00",
        "2026-04-04T14:00",  # Auckland
        "2026-09-26T14:00",
        "2026-12-31T23:00",
        "2028-02-29T12:00",
    )
)


def near_start(window: Window, change: datetime, minutes: int) -> datetime:
    """A moment some minutes after a weekly window starts in the week around *change*."""
    assert isinstance(window.span, WeekTime)
    today = change.astimezone(window.zone).date()
    day = today + timedelta(days=(window.span.day - today.weekday() + 3) % 7 - 3)
    local = datetime.combine(day, window.span.start, window.zone)
    return local.astimezone(UTC) + timedelta(minutes=minutes)


zones = st.sampled_from(ZONES)
near_changes = st.builds(
    lambda change, minutes: change + timedelta(minutes=minutes),
    st.sampled_from(CHANGES),
    st.integers(-2 * 24 * 60, 2 * 24 * 60),
)
anywhere = st.datetimes(datetime(2024, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- bounds of a strategy are naive
moments = near_changes | anywhere
quarters = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
week_times = st.builds(WeekTime, st.integers(0, 6), quarters, quarters)
weekly = st.builds(Window, st.just("weekly"), st.just("why"), zones, week_times)
dates = st.builds(
    lambda moment, hours: Dates(
        moment.replace(tzinfo=None), moment.replace(tzinfo=None) + timedelta(hours=hours)
    ),
    moments,
    st.integers(1, 400),
)
dated = st.builds(Window, st.just("dated"), st.just("why"), zones, dates)
one_window = weekly | dated
near_weekly = st.tuples(weekly, st.sampled_from(CHANGES), st.integers(-60, 25 * 60)).map(
    lambda drawn: (drawn[0], near_start(*drawn))
)
some_windows = st.lists(one_window, max_size=8).map(tuple)


def offset_stays(window: Window, since: datetime, until: datetime) -> bool:
    hours = range(int((until - since) / HOUR) + 1)
    return len({(since + n * HOUR).astimezone(window.zone).utcoffset() for n in hours}) == 1


def clock_says(window: Window, moment: datetime) -> bool:
    """Whether somebody who looks at a clock and a calendar of the zone would call it inside."""
    local = moment.astimezone(window.zone).replace(tzinfo=None)
    match window.span:
        case Dates(start, end):
            return start <= local < end
        case WeekTime(day, start, end):
            monday = datetime.combine(local.date() - timedelta(days=local.weekday()), time())
            begin = datetime.combine(monday + timedelta(days=day), start)
            length = (datetime.combine(monday, end) - datetime.combine(monday, start)).seconds
            into = (local - begin) % timedelta(weeks=1)
            return into < timedelta(seconds=length or 24 * 60 * 60)
        case _:
            assert_never(window.span)


def probes(since: datetime, until: datetime) -> list[datetime]:
    """Instants from *since* until just before *until*: both ends, and an even spread between."""
    if since >= until:
        return []
    step = (until - since) / 23
    return [*(since + n * step for n in range(23)), until - TICK]


@law
@given(near_weekly | st.tuples(one_window, moments))
def test_what_the_clock_calls_inside_is_quiet(case):
    window, moment = case

    assert quiet_at((window,), moment) or not clock_says(window, moment)


@law
@given(near_weekly | st.tuples(one_window, moments))
def test_while_clocks_do_not_change_the_clock_decides(case):
    window, moment = case
    assume(offset_stays(window, moment - 48 * HOUR, moment + 48 * HOUR))

    assert bool(quiet_at((window,), moment)) == clock_says(window, moment)


@law
@given(near_weekly)
def test_an_occurrence_holds_from_its_start_until_just_before_its_end(case):
    window, moment = case
    found = quiet_at((window,), moment)
    assume(found)
    assert found

    assert quiet_at((window,), found.since) == found
    assert quiet_at((window,), found.until - TICK) == found
    assert quiet_at((window,), found.since - TICK) is None
    assert quiet_at((window,), found.until) is None
    assert found.until - found.since <= 25 * HOUR


@law
@given(near_weekly | st.tuples(weekly, moments))
def test_while_clocks_do_not_change_a_week_later_is_the_same(case):
    window, moment = case
    week = timedelta(weeks=1)
    assume(offset_stays(window, moment - 48 * HOUR, moment + week + 48 * HOUR))

    now, later = quiet_at((window,), moment), quiet_at((window,), moment + week)

    assert later == (now and Quiet(window, now.since + week, now.until + week))


@law
@given(some_windows, moments, zones)
def test_the_zone_in_which_a_moment_is_told_does_not_matter(windows, moment, zone):
    told = moment.astimezone(zone)

    assert quiet_at(windows, told) == quiet_at(windows, moment)
    assert first_free(windows, told) == first_free(windows, moment)


@law
@given(some_windows, moments)
def test_the_first_free_moment_is_free_and_all_before_it_is_quiet(windows, moment):
    free = first_free(windows, moment)

    assert free
    assert free >= moment
    assert quiet_at(windows, free) is None
    assert all(quiet_at(windows, probe) for probe in probes(moment, free))


@law
@given(some_windows, moments)
def test_the_first_free_moment_does_not_depend_on_the_order_of_windows(windows, moment):
    assert first_free(windows[::-1], moment) == first_free(windows, moment)


@law
@given(some_windows, one_window, moments)
def test_one_more_window_never_frees_a_moment(windows, more, moment):
    before, after = first_free(windows, moment), first_free((*windows, more), moment)

    assert before
    assert after
    assert after >= before


@law
@given(some_windows, moments, st.integers(-50, 300), st.integers(0, 48))
def test_a_slot_is_free_and_in_time_and_no_earlier_one_is(windows, now, hours, lead_hours):
    starts, lead = now + hours * HOUR, lead_hours * HOUR
    latest = starts - lead

    match slot(windows, now, starts, lead):
        case Now():
            assert quiet_at(windows, now) is None
            assert now <= latest
        case From(moment):
            assert quiet_at(windows, moment) is None
            assert now < moment <= latest
            assert all(quiet_at(windows, probe) for probe in probes(now, moment))
        case TooLate():
            assert all(quiet_at(windows, probe) for probe in probes(now, min(latest, starts)))


@law
@given(some_windows, moments, st.integers(0, 300), st.integers(0, 48))
def test_after_the_chance_ends_all_is_quiet_up_to_the_lead_time(windows, now, hours, lead_hours):
    starts, lead = now + hours * HOUR, lead_hours * HOUR
    answer = slot(windows, now, starts, lead)
    assume(not isinstance(answer, TooLate))
    assert isinstance(answer, Now | From)

    assert answer.until <= starts - lead
    assert answer.until == starts - lead or quiet_at(windows, answer.until)
    assert all(quiet_at(windows, probe) for probe in probes(answer.until + TICK, starts - lead))
    assert not isinstance(answer, From) or answer.moment <= answer.until
