"""Problems of the files, one a line, as `reconciler validate` shows them."""

from collections.abc import Iterable, Iterator

from rich.text import Text

from reconciler.model.problem import Level, Problem
from reconciler.reports.checked import Checked
from reconciler.reports.text.layout import Block, Line, line
from reconciler.reports.words import shown

_STYLES = {Level.ERROR: "red", Level.WARNING: "yellow"}


def problems(found: Iterable[Problem]) -> Block:
    """One line a problem: file, line, column, what is wrong, what to write instead, and its id."""
    return [_line(problem) for problem in found]


def checked(document: Checked) -> Iterator[Block]:
    """Every problem, and a sentence."""
    yield problems(document.problems)
    yield [line(shown(f"{document.root}: {document.summary}"))]


def _line(problem: Problem) -> Line:
    name = Text(f" [{problem.id}]" if problem.id else "", "dim")
    return Line(Text(shown(str(problem)), _STYLES[problem.level]) + name)
