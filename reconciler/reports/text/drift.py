"""What moved on the platform, who moved it, and what is planned for it."""

from collections.abc import Iterator
from datetime import tzinfo

from rich.text import Text

from reconciler.model.verdict import Go
from reconciler.reports import sentences, words
from reconciler.reports.documents import DriftDocument, Moved
from reconciler.reports.groups import reason
from reconciler.reports.text import changes
from reconciler.reports.text.layout import Block, Line, heading, line
from reconciler.reports.text.plan import inactive, made
from reconciler.reports.text.problems import problems


def drift(document: DriftDocument, zone: tzinfo) -> Iterator[Block]:
    """Every object with fields that moved, times on the clocks of *zone*."""
    told = document.inactive or document.problems or document.moved
    if told:
        yield [line(made(document.environment, document.made, zone), "dim")]
    yield from inactive(document.inactive)
    if document.problems:
        yield heading("Problems found on the tenant")
        yield problems(document.problems)
    if document.moved:
        yield heading("Moved on the platform, as far as anybody can tell")
        yield from (_moved(moved, zone) for moved in document.moved)
    if told:
        yield [line("")]
    yield [line(sentences.drift(document), "bold")]


def _moved(moved: Moved, zone: tzinfo) -> Block:
    name = Text("  ~ ", "yellow") + Text(words.shown(str(moved.ref)), "bold")
    return [Line(name), *_verdict(moved, zone), *changes.fields(moved.fields, zone)]


def _verdict(moved: Moved, zone: tzinfo) -> Iterator[Line]:
    if not isinstance(moved.verdict, Go):
        yield line(words.shown(reason(moved.verdict, zone)), "bold", changes.CAUSE)
