"""Warn of exceptions that end soon, and of those that have ended. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta

from reconciler.kinds import KINDS
from reconciler.model.problem import Level, Problem
from reconciler.model.resource import Desired

NOTICE = timedelta(weeks=2)
ENDS = {kind.name: kind.ends for kind in KINDS}


def expire(desired: Desired, today: date) -> Iterator[Problem]:
    """A warning per exception that ends within two weeks or is over; *today* in the site's zone."""
    for wanted in desired.values():
        for path, until in ENDS[wanted.ref.kind](wanted):
            last = date.fromisoformat(until)
            if last - today <= NOTICE:
                message, hint = _words(last, today)
                place = wanted.place(*path)
                yield Problem("expires", message, place, hint, wanted.ref, Level.WARNING)


def _words(last: date, today: date) -> tuple[str, str]:
    if last < today:
        return f"this exception ended on {last}", "remove it; what is otherwise declared applies"
    left = (last - today).days
    days = {0: "today", 1: "tomorrow"}.get(left, f"in {left} days")
    return f"this exception ends {days}, on {last}", "write a later day if it is still needed"
