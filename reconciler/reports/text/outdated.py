"""Published notices that no longer say what holds, and what has changed since."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from reconciler.model.notice import OutOfDate
from reconciler.reports import words
from reconciler.reports.text.layout import Block, Line, heading, line

HEADING = "Published notices that are out of date"
MOST = 6


def outdated(found: Sequence[OutOfDate], zone: tzinfo) -> Iterator[Block]:
    """Each notice with its revision and what has changed, by the names of the sittings."""
    if found:
        yield heading(f"{HEADING} ({len(found)})")
        yield [_line(one, zone) for one in found[:MOST]]
    more = len(found) - MOST
    if more > 0:
        again = "`reconciler notice ENV --all --out DIR` writes them anew"
        yield [line(f"and {more} more; {again}", "", 2)]


def _line(one: OutOfDate, zone: tzinfo) -> Line:
    old = one.published
    about = f"{one.ref} ({old.language})"
    said = f"published {words.moment(old.at, zone)} for revision {old.revision}"
    now = f", now {one.revision}" if one.revision else ""
    return line(words.shown(f"{about}: {said}{now}: {words.first(one.changed)}"), "", 2)
