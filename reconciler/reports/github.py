"""Findings as GitHub annotates them: workflow commands, which a runner reads from stdout."""

from collections.abc import Iterable, Iterator
from typing import Final

from reconciler.model.problem import Level, Problem
from reconciler.reports.findings import Findings
from reconciler.reports.words import listed, number, shown

SHOWN: Final = 10  # errors of one step, and as many warnings; the rest stays in the log

# As the runner undoes it: in this order, since % begins every escape.
_DATA: Final = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_PROPERTY: Final = (*_DATA, (":", "%3A"), (",", "%2C"))


def annotations(found: Findings) -> str:
    """A command a line, errors first, and last how many GitHub will not show."""
    by_level = [p for level in Level for p in found.problems if p.level is level]
    return "".join(f"{line}\n" for line in (*map(_command, by_level), *_more(by_level)))


def _command(problem: Problem) -> str:
    place = problem.place
    where = {"file": shown(place.file), "line": place.line, "col": place.column} if place else {}
    words = {**where, "title": problem.code}
    properties = ",".join(f"{key}={_escaped(str(word), _PROPERTY)}" for key, word in words.items())
    about = f"{problem.ref}: " if problem.ref and str(problem.ref) not in problem.message else ""
    message = shown(f"{about}{problem.advice} [{problem.id}]")
    return f"::{problem.level} {properties}::{_escaped(message, _DATA)}"


def _more(found: Iterable[Problem]) -> Iterator[str]:
    """A notice, which has a limit of its own."""
    levels = [problem.level for problem in found]
    beyond = {level: levels.count(level) - SHOWN for level in Level}
    more = [number(count, f"more {level}") for level, count in beyond.items() if count > 0]
    if more:
        said = f"{listed(more)} than GitHub shows beside the lines; the log of this step has all"
        yield f"::notice title=reconciler::{_escaped(said, _DATA)}"


def _escaped(text: str, marks: Iterable[tuple[str, str]]) -> str:
    for mark, escape in marks:
        text = text.replace(mark, escape)
    return text
