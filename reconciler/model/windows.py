"""The quiet windows of an environment: those that come with its region, and the site's own."""

import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Final, assert_never
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from reconciler.model.environment import DatedQuiet, Environment, Quiet, WeeklyQuiet
from reconciler.model.resource import Shape
from reconciler.model.scalars import WeekTime
from reconciler.model.site import Site

_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Dates:
    """A span between two local times."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Window:
    """A span in which nothing is changed, once or every week, on the clocks of its zone."""

    name: str
    why: str
    zone: ZoneInfo
    span: WeekTime | Dates

    def __str__(self) -> str:
        return f"quiet window {self.name} ({self.why})"


class Region(Shape):
    """Where a region's clocks are, and when Cirrus works on it."""

    zone: str
    quiet: dict[str, WeeklyQuiet]


def windows(site: Site, environment: Environment) -> tuple[Window, ...]:
    """The windows of *environment*; ZoneInfoNotFoundError for a zone that validation refuses."""
    region = regions()[site.region]
    own = _own(environment.quiet, ZoneInfo(site.time_zone))
    return (*_regional(region, environment.quiet_off), *own)


@cache
def regions() -> Mapping[str, Region]:
    """What comes with the tool."""
    text = files("reconciler.model").joinpath("regions.toml").read_text("utf-8")
    return TypeAdapter(dict[str, Region]).validate_python(tomllib.loads(text))


def _regional(region: Region, off: Collection[str]) -> Iterator[Window]:
    zone = ZoneInfo(region.zone)
    for name, quiet in region.quiet.items():
        if name not in off:
            yield Window(name, quiet.why, zone, quiet.weekly)


def _own(entries: Iterable[Quiet], zone: ZoneInfo) -> Iterator[Window]:
    for quiet in entries:
        span = _span(quiet)
        yield Window(_written(span), quiet.why, zone, span)


def _span(quiet: Quiet) -> WeekTime | Dates:
    match quiet:
        case WeeklyQuiet():
            return quiet.weekly
        case DatedQuiet():
            return Dates(quiet.from_, quiet.until)
        case _:
            assert_never(quiet)


def _written(span: WeekTime | Dates) -> str:
    match span:
        case WeekTime():
            return f"{_DAYS[span.day]} {span.start:%H:%M}-{span.end:%H:%M}"
        case Dates():
            return f"{span.start:%Y-%m-%d %H:%M} to {span.end:%Y-%m-%d %H:%M}"
        case _:
            assert_never(span)
