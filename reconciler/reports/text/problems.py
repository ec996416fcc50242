"""Problems of the files, one a line, as `reconciler validate` shows them."""

from collections.abc import Iterable

from reconciler.model.problem import Level, Problem
from reconciler.reports.text.layout import Block, line
from reconciler.reports.words import shown

_STYLES = {Level.ERROR: "red", Level.WARNING: "yellow"}


def problems(found: Iterable[Problem]) -> Block:
    """One line a problem: file, line, column, what is wrong and what to write instead."""
    return [line(shown(str(problem)), _STYLES[problem.level]) for problem in found]
