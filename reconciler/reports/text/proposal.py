"""A proposal in a terminal: what the files take over, what they cannot, and where it is now."""

from collections.abc import Iterator
from datetime import tzinfo

from rich.text import Text

from reconciler.model.proposal import Kept, Taken, Untaken
from reconciler.reports import proposal, words
from reconciler.reports.proposal import ProposalDocument
from reconciler.reports.text.changes import CAUSE, FIELD, note
from reconciler.reports.text.layout import Block, Line, heading, line
from reconciler.reports.text.plan import made

TAKEN = "Taken over: as the files said → as it is on the platform"
KEPT = "Written out so that nothing else changes"
UNTAKEN = "Not taken over"


def proposed(document: ProposalDocument, zone: tzinfo) -> Iterator[Block]:
    """Every object, then one sentence on where the proposal is."""
    if document.taken or document.untaken:
        yield [line(made(document.environment, document.made, zone), "dim")]
    if document.taken:
        yield heading(TAKEN)
        yield from (_taken(one, zone) for one in document.taken)
    if document.kept:
        yield heading(KEPT)
        yield [entry for one in document.kept for entry in _kept(one)]
    if document.untaken:
        yield heading(UNTAKEN)
        yield from (_untaken(one) for one in document.untaken)
    if document.taken or document.untaken:
        yield [line("")]
    yield [line(proposal.sentence(document), "bold")]
    if proposal.hint(document):
        yield [line(proposal.hint(document))]


def _taken(one: Taken, zone: tzinfo) -> Block:
    lines = [_head(one, ", ".join(map(words.shown, one.files)))]
    for said, fields in proposal.by_mover(one.fields, zone):
        lines.append(line(said, "dim", CAUSE))
        lines += [line(proposal.move(f), "", FIELD, note(f.place)) for f in fields]
    return lines


def _kept(one: Kept) -> Iterator[Line]:
    yield _head(one, ", ".join(map(words.shown, one.files)))
    yield from (line(words.assignment(field), "", CAUSE) for field in one.fields)


def _untaken(one: Untaken) -> Block:
    fields = [line(proposal.move(field), "", FIELD, note(field.place)) for field in one.fields]
    beside = "" if fields else note(one.place)
    return [_head(one, beside), line(words.shown(one.why), "yellow", CAUSE), *fields]


def _head(one: Taken | Kept | Untaken, beside: str) -> Line:
    sign = Text("  ~ ", "yellow") + Text(words.shown(str(one.ref)), "bold")
    return Line(sign, 0, beside)
