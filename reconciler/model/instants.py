"""Instants as aware UTC datetimes, and the instants at which a zone's clocks show a local time."""

from bisect import bisect_left
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

# Calendars end at the years 1 and 9999, and platforms use both for "unset": arithmetic near them
# would overflow. Every moment beyond these two is taken for them.
EARLIEST: Final = datetime(100, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(9900, 1, 1, tzinfo=UTC)


def instant(moment: datetime) -> datetime:
    """The same moment in UTC; ValueError when *moment* does not say its offset."""
    if moment.utcoffset() is None:
        raise ValueError(f"{moment} has no UTC offset, so it names no instant")
    # In UTC, because Python adds and compares two times of one zone as if its offset never moved.
    return min(max(moment, EARLIEST), LATEST).astimezone(UTC)


def shown(local: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The first and the last instant at which the clocks of *zone* show *local*.

    They differ where clocks go back; both are the end of the gap where clocks skip *local*.
    """
    bounded = min(max(local, EARLIEST.replace(tzinfo=None)), LATEST.replace(tzinfo=None))
    first, last = (bounded.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first <= last:
        return first, last
    # PEP 495: only a skipped time is read later with fold 0 than with fold 1.
    end = _change(last, first, zone)
    return end, end


def _change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The instant between two at which the offset of *zone* changes."""

    def changed(second: int) -> bool:
        return _offset(before + timedelta(seconds=second), zone) == _offset(after, zone)

    seconds = range(int((after - before).total_seconds()))
    return before + timedelta(seconds=bisect_left(seconds, x=True, key=changed))


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta | None:
    return moment.astimezone(zone).utcoffset()
