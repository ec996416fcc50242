"""Puts parts on a page that a pull request still takes: whole parts, and a word on the rest."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from reconciler.model.place import Place
from reconciler.model.plan import Note
from reconciler.reports.markdown.escape import code, escape
from reconciler.reports.words import where

LARGEST = 60_000  # bytes; GitHub takes 65,536 characters
CUT = "More than a comment can hold is left out here; `reconciler plan` shows all of it."
ROWS = 100  # of one table: a table fits on the page or does not

Row = Sequence[str]


def page(parts: Iterable[str], largest: int = LARGEST, told: str = CUT) -> str:
    """The parts with empty lines between them, as many as fit, and else *told* of the rest."""
    found = [part for part in parts if part]
    lengths = accumulate(len(part.encode()) + 2 for part in found)
    fitting = [part for part, end in zip(found, lengths, strict=True) if end <= largest]
    cut = [] if len(fitting) == len(found) else [told]
    return "\n\n".join([*fitting, *cut]) + "\n"


def mark(what: str, environment: str) -> str:
    """The line, unseen by readers, by which a page is found again to be edited."""
    return f"<!-- reconciler {what} {environment} -->"


def tables(head: Row, rows: Sequence[Row]) -> Iterator[str]:
    """Tables that hold all rows; what stands in the cells is escaped already."""
    for start in range(0, len(rows), ROWS):
        yield _table(head, rows[start : start + ROWS])


def lines(texts: Iterable[str]) -> str:
    """Several lines in one cell."""
    return "<br>".join(texts)


def places(found: Iterable[Place | None]) -> str:
    """Where the lines beside are asked for."""
    return lines(code(where(place)) if place else "" for place in found)


def folded(summary: str, body: str) -> str:
    """A part that opens when somebody wants to see it."""
    return f"<details>\n<summary>{summary}</summary>\n\n{body}\n\n</details>"


def bullets(texts: Iterable[str]) -> str:
    """A list."""
    return "\n".join(f"- {line}" for line in texts)


def inactive(notes: Sequence[Note]) -> str:
    """The exams that somebody must see to now; empty when there are none."""
    told = bullets(f"{code(str(note.ref))}: {escape(note.why)}" for note in notes)
    return f"### LEFT INACTIVE: candidates cannot see these exams\n\n{told}" if told else ""


def _table(head: Row, rows: Iterable[Row]) -> str:
    whole = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in whole)
