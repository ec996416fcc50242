"""Small texts of the language that stand for something else: durations, shares, times, names."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Annotated, Final

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from reconciler.model.number import Number

_DURATION = r"^[0-9]{1,4}[mhd]$"
_SHARE = r"^(100|[0-9]{1,2})%$"
_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]"
_MOMENT = rf"^[0-9]{{4}}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T{_CLOCK}$"
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WEEKLY = rf"^({'|'.join(_DAYS)}) {_CLOCK}-{_CLOCK}$"
MOST: Final = 1_000_000  # more of anything is a slip of the finger
_LONGEST: Final = 12  # characters of a number that can be one of these
_UNITS: Final = {"m": "minutes", "h": "hours", "d": "days"}


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, in per cent."""

    percent: int

    def __str__(self) -> str:
        return f"{self.percent}%"


@dataclass(frozen=True, slots=True)
class WeekTime:
    """A span of every week, local time; one that ends before it starts ends on the next day.

    *day* counts from Monday = 0.
    """

    day: int
    start: time
    end: time


def hours(number: int) -> timedelta:
    """A duration in hours."""
    return timedelta(hours=number)


def named(pattern: str, what: str) -> Callable[[Mapping[str, object]], Mapping[str, object]]:
    """A check that every key of a map is a name of *pattern*; *what* says of what."""

    def check(value: Mapping[str, object]) -> Mapping[str, object]:
        for name in value:
            if not re.search(pattern, name):
                message = f'"{name}" does not name {what}; write letters, digits, dots, dashes'
                raise PydanticCustomError("map_key", "{words}", {"words": message, "key": name})
        return value

    return check


def _count(value: object) -> object:
    if isinstance(value, Number) and len(value) <= _LONGEST:
        number = value.value
        return int(number) if number == number // 1 else value
    return value


def _duration(value: object) -> timedelta:
    text = _matching(_DURATION, value, 'a duration, such as "24h", "90m" or "2d"')
    return timedelta(**{_UNITS[text[-1]]: int(text[:-1])})


def _changes(value: object) -> Share | int:
    if isinstance(value, Share):
        return value
    whole = _count(value)
    if isinstance(whole, int) and not isinstance(whole, bool) and 0 <= whole <= MOST:
        return whole
    text = _matching(_SHARE, value, 'a share such as "30%", or a count such as 20')
    return Share(int(text[:-1]))


def _moment(value: object) -> datetime:
    expected = "a local date and time, such as 2026-12-14T00:00"
    text = _matching(_MOMENT, value, expected)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"takes {expected}; {text} is not in the calendar") from None


def _weekly(value: object) -> WeekTime:
    text = _matching(_WEEKLY, value, "a day and two times, such as Mon 08:00-18:00")
    day, _, times = text.partition(" ")
    start, _, end = times.partition("-")
    return WeekTime(_DAYS.index(day), time.fromisoformat(start), time.fromisoformat(end))


def _matching(pattern: str, value: object, expected: str) -> str:
    if isinstance(value, str) and re.search(pattern, value):
        return value.rstrip("\n")
    raise ValueError(f"takes {expected}")


Count = Annotated[int, Field(ge=0, le=MOST), BeforeValidator(_count)]
Positive = Annotated[int, Field(ge=1, le=MOST), BeforeValidator(_count)]
Duration = Annotated[
    timedelta, PlainValidator(_duration), WithJsonSchema({"type": "string", "pattern": _DURATION})
]
Changes = Annotated[
    Share | int,
    PlainValidator(_changes),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 0, "maximum": MOST},
                {"type": "string", "pattern": _SHARE},
            ]
        }
    ),
]
Moment = Annotated[
    datetime,
    PlainValidator(_moment),
    WithJsonSchema({"type": "string", "pattern": _MOMENT, "format": "local-date-time"}),
]
Weekly = Annotated[
    WeekTime, PlainValidator(_weekly), WithJsonSchema({"type": "string", "pattern": _WEEKLY})
]
