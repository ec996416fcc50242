"""When nothing may be changed, and when a schedule may be deactivated and activated again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, assert_never

from reconciler.model.instants import LATEST, instant, shown
from reconciler.model.scalars import WeekTime
from reconciler.model.verdict import TooLate
from reconciler.model.windows import Dates, Window

# Two zones drift apart for some weeks of a year: after a year and a week all weeks have been seen.
PATIENCE: Final = timedelta(weeks=53)
# The days whose spans may hold a moment of today. St. John's clocks went back over midnight until
# 2011: such a night belongs to tomorrow's span for a while, or to the one of two days ago.
_NEIGHBOURS: Final = range(-2, 2)
_TICK: Final = datetime.resolution


@dataclass(frozen=True, slots=True)
class Quiet:
    """One occurrence of a window: nothing is changed from *since* on, until just before *until*."""

    window: Window
    since: datetime
    until: datetime

    @property
    def why(self) -> str:
        """The window by name, and its reason."""
        return str(self.window)


@dataclass(frozen=True, slots=True)
class Now:
    """A schedule may be re-activated now; the chance ends at *until*."""

    until: datetime


@dataclass(frozen=True, slots=True)
class From:
    """A schedule may be re-activated from *moment* on; the chance ends at *until*."""

    moment: datetime
    why: str
    until: datetime


Slot = Now | From | TooLate


def quiet_at(windows: Iterable[Window], moment: datetime) -> Quiet | None:
    """What forbids changes at *moment*: of several occurrences, the one that ends last."""
    at = instant(moment)
    near = (quiet for window in windows for quiet in _occurrences(window, at))
    holding = [quiet for quiet in near if quiet.since <= at < quiet.until]
    return max(holding, key=lambda quiet: quiet.until, default=None)


def first_free(windows: tuple[Window, ...], moment: datetime) -> datetime | None:
    """The first instant from *moment* on that is in no window; None: there never is one."""
    free = patient_since = instant(moment)
    while quiet := quiet_at(windows, free):
        free = quiet.until
        if isinstance(quiet.window.span, Dates):
            patient_since = free
        if free >= LATEST or free - patient_since > PATIENCE:
            return None
    return free


def slot(windows: tuple[Window, ...], now: datetime, starts: datetime, lead: timedelta) -> Slot:
    """When a schedule that starts at *starts* may be re-activated, *lead* before that at latest."""
    at, start = instant(now), instant(starts)
    latest = start - lead
    if start <= at:
        return TooLate(f"the sitting began at {_written(start)}")
    if latest < at:
        return TooLate(f"inside lead time since {_written(latest)}")
    return _slot(windows, at, latest, start)


def _slot(windows: tuple[Window, ...], at: datetime, latest: datetime, start: datetime) -> Slot:
    quiet = quiet_at(windows, at)
    if quiet is None:
        return Now(_chance_ends(windows, latest))
    free = first_free(windows, at)
    if free is None:
        return TooLate(f"{quiet.why}, and no moment after it is free of quiet windows")
    if free > latest or free >= start:
        last = f"the last moment is {_written(latest)}"
        return TooLate(f"{quiet.why}: free only from {_written(free)}, and {last}")
    return From(free, quiet.why, _chance_ends(windows, latest))


def _chance_ends(windows: tuple[Window, ...], latest: datetime) -> datetime:
    """The end of the last free span up to *latest*; the caller knows that there is one."""
    quiet = quiet_at(windows, latest)
    end = latest
    while quiet:
        end = quiet.since
        quiet = quiet_at(windows, end - _TICK)
    return end


def _occurrences(window: Window, moment: datetime) -> Iterator[Quiet]:
    """Every occurrence that may hold *moment*, with the offsets of its own days."""
    match window.span:
        case Dates(start, end):
            yield _occurrence(window, start, end)
        case WeekTime(day, start, end):
            today = moment.astimezone(window.zone).date()
            for date in (today + timedelta(days=days) for days in _NEIGHBOURS):
                if date.weekday() == day:
                    last = date + timedelta(days=end <= start)
                    yield _occurrence(
                        window, datetime.combine(date, start), datetime.combine(last, end)
                    )
        case _:
            assert_never(window.span)


def _occurrence(window: Window, start: datetime, end: datetime) -> Quiet:
    # Of an hour that comes twice both are inside: quiet for too long does less harm than too short.
    return Quiet(window, shown(start, window.zone)[0], shown(end, window.zone)[1])


def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
