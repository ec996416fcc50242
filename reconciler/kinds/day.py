"""Days in the files: text of the form 2026-12-01, in the site's time zone."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from pydantic import Field

from reconciler.model.place import YamlPath
from reconciler.model.problem import Problem
from reconciler.model.resource import Wanted

Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


def over(until: str, today: date) -> bool:
    """Whether the last day has passed."""
    return date.fromisoformat(until) < today


def found_on_import(today: date) -> str:
    """The reason for what somebody set on the platform, as far as anybody here knows it."""
    return f"as found on import, {today.isoformat()}"


def not_a_day(wanted: Wanted, path: YamlPath, text: str) -> Iterator[Problem]:
    """The problem with a text of the right form that names no day, such as 2026-02-30."""
    try:
        date.fromisoformat(text)
    except ValueError:
        yield Problem(
            "not-a-day",
            f"{text} is not a day of the calendar",
            wanted.place(*path),
            "write year-month-day, such as 2026-12-01",
            wanted.ref,
        )
