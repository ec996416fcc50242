"""What moved on the platform, as it happened there: what it was, what it is, and who moved it."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from rich.text import Text

from reconciler.model.verdict import Go
from reconciler.reports import moves, sentences, words
from reconciler.reports.drifted import DriftDocument, Moved, MovedField
from reconciler.reports.groups import reason
from reconciler.reports.text import changes
from reconciler.reports.text.layout import Block, Line, heading, line
from reconciler.reports.text.plan import inactive, made
from reconciler.reports.text.problems import problems

MOVED = "Moved on the platform: as it was → as it is now, and where the files say otherwise"
DIFFER = "Files and platform differ, and nothing tells who moved"


def drift(document: DriftDocument, zone: tzinfo) -> Iterator[Block]:
    """Every object with fields that moved, times on the clocks of *zone*."""
    told = document.inactive or document.problems or document.moved
    if told:
        yield [line(made(document.environment, document.made, zone), "dim")]
    yield from inactive(document.inactive)
    if document.problems:
        yield heading("Problems found")
        yield problems(document.problems)
    for title, named in ((MOVED, True), (DIFFER, False)):
        found = list(_objects(document, named, zone))
        if found:
            yield heading(title)
            yield from found
    if told:
        yield [line("")]
    yield [line(sentences.drift(document), "bold")]


def _objects(document: DriftDocument, named: bool, zone: tzinfo) -> Iterator[Block]:  # noqa: FBT001
    for moved in document.moved:
        fields = [field for field in moved.fields if moves.attributed(field) is named]
        if fields:
            yield [*_head(moved, zone), *_fields(fields, zone)]


def _head(moved: Moved, zone: tzinfo) -> Iterator[Line]:
    yield Line(Text("  ~ ", "yellow") + Text(words.shown(str(moved.ref)), "bold"))
    if not isinstance(moved.verdict, Go):
        yield line(words.shown(reason(moved.verdict, zone)), "bold", changes.CAUSE)


def _fields(fields: Sequence[MovedField], zone: tzinfo) -> Iterator[Line]:
    for said, members in moves.by_mover(fields, zone):
        if said:
            yield line(said, "dim", changes.CAUSE)
        for field in members:
            indent = changes.FIELD if said else changes.CAUSE
            note = f"{changes.note(field.place)} [{field.id}]".lstrip()
            yield line(moves.move(field, zone), "", indent, note)
