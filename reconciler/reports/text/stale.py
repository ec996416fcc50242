"""Sittings that run on other settings than the files say, and whether that can still be mended."""

from collections.abc import Iterable, Iterator
from datetime import tzinfo

from reconciler.model.change import Reactivate
from reconciler.model.verdict import Go, TooLate, Verdict
from reconciler.reports import words
from reconciler.reports.documents import Planned
from reconciler.reports.groups import chance, reason
from reconciler.reports.text.layout import Block, Line, heading, line

HEADING = "Run on other settings than the files say"
MOST = 6


def stale(changes: Iterable[Planned], zone: tzinfo) -> Iterator[Block]:
    """What can still become of each sitting, the earliest first."""
    found = [
        (planned.change, planned.verdict)
        for planned in changes
        if isinstance(planned.change, Reactivate)
    ]
    found.sort(key=lambda entry: (entry[0].sitting.starts, entry[0].ref))
    if found:
        yield heading(f"{HEADING} ({len(found)})")
        yield [_line(change, verdict, zone) for change, verdict in found[:MOST]]
    more = len(found) - MOST
    if more > 0:
        yield [line(f"and {more} more; `reconciler plan` shows them", "", 2)]


def _line(change: Reactivate, verdict: Verdict, zone: tzinfo) -> Line:
    sitting = change.sitting
    people = "candidates unknown"
    if sitting.candidates is not None:
        people = words.number(sitting.candidates, "candidate")
    starts = words.moment(sitting.starts, zone)
    name = words.shown(str(change.ref))
    return line(f"{name}, starts {starts}, {people}", "", 2, _note(change, verdict, zone))


def _note(change: Reactivate, verdict: Verdict, zone: tzinfo) -> str:
    options = words.first([words.shown(field.label) for field in change.fields], 2)
    return f"{_outlook(verdict, zone)} ({options})"


def _outlook(verdict: Verdict, zone: tzinfo) -> str:
    match verdict:
        case Go():
            return "the next apply brings it up to date"
        case TooLate():
            return f"too late: {words.shown(verdict.why)}"
        case _:
            return chance(verdict, zone) or words.shown(reason(verdict, zone))
