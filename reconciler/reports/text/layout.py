"""Puts lines on a page: notes side by side where they fit, and long lines wrapped, never cut."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO

from rich.console import Console
from rich.text import Text

GAP = 2
WIDEST = 72  # a longer line does not push the notes of the others further out
NARROWEST = 24


@dataclass(frozen=True, slots=True)
class Line:
    """One line, and a note that stands to its right, or below it where that is too narrow.

    What follows below, *hanging* says by how much it is set in.
    """

    body: Text
    indent: int = 0
    note: str = ""
    hanging: int = 4

    @property
    def end(self) -> int:
        """The column where it ends."""
        return self.indent + self.body.cell_len


Block = Sequence[Line]  # lines whose notes stand in one column


def line(text: str, style: str = "", indent: int = 0, note: str = "") -> Line:
    """A line in one style."""
    return Line(Text(text, style), indent, note)


def heading(text: str) -> Block:
    """A line that opens a part, below an empty one."""
    return (line(""), line(text, "bold"))


def render(blocks: Iterable[Block], width: int | None) -> Text:
    """The page, for a terminal of *width* columns; None does not wrap."""
    rows = [row for block in blocks for row in _rows(block, width)]
    return Text("\n").join(rows)


def _rows(block: Block, width: int | None) -> Iterator[Text]:
    noted = [item for item in block if item.note]
    room = WIDEST
    if width is not None:
        room = min(room, width - GAP - max((len(item.note) for item in noted), default=0))
    column = max((item.end for item in noted if item.end <= room), default=0)
    for item in block:
        yield from _row(item, column, width)


def _row(item: Line, column: int, width: int | None) -> Iterator[Text]:
    beside = item.end <= column or width is None
    if item.note and beside:
        yield _padded(item, max(column, item.end) + GAP) + Text(item.note, "dim")
        return
    yield from _wrapped(item, width)
    if item.note:
        yield from _wrapped(line(item.note, "dim", item.indent + item.hanging), width)


def _padded(item: Line, start: int) -> Text:
    return Text(" " * item.indent) + item.body + Text(" " * (start - item.end))


def _wrapped(item: Line, width: int | None) -> Iterator[Text]:
    margin = Text(" " * item.indent)
    if width is None or item.end <= width:
        yield margin + item.body
        return
    room = max(width - item.indent - item.hanging, NARROWEST)
    for number, piece in enumerate(item.body.wrap(Console(file=StringIO()), room)):
        piece.rstrip()
        yield (margin if number == 0 else Text(" " * (item.indent + item.hanging))) + piece
