"""Local times as instants, where clocks change and where calendars end."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from reconciler.model.instants import EARLIEST, LATEST, instant, shown


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "local", "first", "last"),
    [
        pytest.param("Europe/Amsterdam", "2026-01-13T06:00", "2026-01-13T05:00", None, id="winter"),
        pytest.param("Europe/Amsterdam", "2026-07-14T06:00", "2026-07-14T04:00", None, id="summer"),
        pytest.param(
            "Europe/Amsterdam", "2026-03-29T02:00", "2026-03-29T01:00", None, id="gap starts"
        ),
        pytest.param(
            "Europe/Amsterdam", "2026-03-29T02:30", "2026-03-29T01:00", None, id="in the gap"
        ),
        pytest.param(
            "Europe/Amsterdam", "2026-03-29T03:00", "2026-03-29T01:00", None, id="gap ends"
        ),
        pytest.param(
            "Europe/Amsterdam",
            "2026-10-25T02:30",
            "2026-10-25T00:30",
            "2026-10-25T01:30",
            id="twice",
        ),
        pytest.param(
            "Europe/Amsterdam", "2026-10-25T03:00", "2026-10-25T02:00", None, id="after twice"
        ),
        pytest.param(
            "Australia/Sydney", "2026-10-04T02:30", "2026-10-03T16:00", None, id="gap in the south"
        ),
        pytest.param(
            "Australia/Sydney",
            "2026-04-05T02:30",
            "2026-04-04T15:30",
            "2026-04-04T16:30",
            id="twice in the south",
        ),
        pytest.param(
            "Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30", None, id="half an hour"
        ),
        pytest.param(
            "Pacific/Apia", "2011-12-30T12:00", "2011-12-30T10:00", None, id="a day that never was"
        ),
    ],
)
def test_a_local_time_is_where_the_zones_clocks_show_it(zone, local, first, last):
    found = shown(datetime.fromisoformat(local), ZoneInfo(zone))

    assert found == (utc(first), utc(last or first))


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        pytest.param("0001-01-01T00:00", EARLIEST, id="first year"),
        pytest.param("9999-12-31T23:59", LATEST, id="last year"),
    ],
)
@pytest.mark.parametrize("zone", ["America/Toronto", "Pacific/Auckland"])
def test_the_ends_of_the_calendar_do_not_overflow(local, expected, zone):
    first, last = shown(datetime.fromisoformat(local), ZoneInfo(zone))

    assert first == last
    assert abs(first - expected) <= timedelta(days=1)


@pytest.mark.parametrize("hours", [-12, 14])
def test_moments_at_the_ends_of_the_calendar_do_not_overflow(hours):
    offset = timezone(timedelta(hours=hours))

    assert instant(datetime(1, 1, 1, tzinfo=offset)) == EARLIEST
    assert instant(datetime(9999, 12, 31, 23, 59, tzinfo=offset)) == LATEST


def test_a_moment_without_an_offset_is_refused():
    with pytest.raises(ValueError, match="2026-03-29 02:30:00 has no UTC offset"):
        instant(datetime(2026, 3, 29, 2, 30))  # noqa: DTZ001 -- what is refused
