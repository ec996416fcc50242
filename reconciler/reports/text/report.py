"""What an apply did, in the past tense."""

from collections.abc import Iterator
from datetime import tzinfo
from typing import assert_never

from reconciler.model.observed import Known
from reconciler.model.outcome import Done, Failed, Inactive, Outcome, Skipped
from reconciler.reports import sentences, words
from reconciler.reports.documents import Planned
from reconciler.reports.groups import Group, chance, grouped, why
from reconciler.reports.reported import ReportDocument
from reconciler.reports.text.layout import Block, Line, heading, line

_STYLES = {"left inactive": "bold red", "failed": "red", "skipped": "yellow", "done": "green"}


def report(document: ReportDocument, zone: tzinfo) -> Iterator[Block]:
    """What became of each change, what is left, and one sentence at the end."""
    for name in _STYLES:
        found = [entry for entry in document.outcomes if entry.outcome == name]
        if found:
            yield heading(name.capitalize())
            yield [outcome(entry) for entry in found]
    for group, members in grouped(document.left).items():
        if members and group is not Group.NOW:
            yield heading(group)
            yield [_left(planned, zone) for planned in members]
    yield [line("")]
    yield [line(sentences.report(document), "bold")]


def _left(planned: Planned, zone: tzinfo) -> Line:
    what = f"{words.SIGNS[planned.change.action]} {words.title(planned.change)}"
    reasons = [words.shown(why(planned, zone)), chance(planned.verdict, zone)]
    return line(f"{what}: {'; '.join(reason for reason in reasons if reason)}", "", 2)


def outcome(became: Outcome, count: str = "") -> Line:
    """What became of one change, after how many of how many."""
    sign = words.SIGNS[became.change.action]
    head = f"{count} {sign}" if count else sign
    return line(f"{head} {_sentence(became)}", _STYLES[became.outcome], 2)


def _sentence(became: Outcome) -> str:
    match became:
        case Done(change=change, requests=0):
            return f"{words.past(change)}, as a second look showed"
        case Done(change=change, known=Known.VERIFIED):
            return words.past(change)
        case Done(change=change):
            return f"{words.past(change)}; recorded, since this platform cannot show it"
        case Inactive(why=why):
            return f"LEFT INACTIVE: {words.shown(why)}"
        case Failed(change=change, why=why):
            return f"not {words.past(change)}: {words.shown(why)}"
        case Skipped(change=change, why=why):
            return f"not tried, {words.shown(str(change.ref))}: {words.shown(why)}"
        case _:
            assert_never(became)
