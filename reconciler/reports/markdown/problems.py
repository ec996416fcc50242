"""What is wrong with the files, for a pull request."""

from collections.abc import Iterable, Iterator

from reconciler.model.problem import Problem
from reconciler.reports.checked import Checked
from reconciler.reports.markdown.escape import code, escape
from reconciler.reports.markdown.page import bullets, page, places, tables

HEAD = ("", "where", "what is wrong, and what to write instead", "id")


def checked(document: Checked) -> str:
    """A sentence and a table; its first line lets a workflow find and edit it."""
    return page(_parts(document))


def problems(found: Iterable[Problem]) -> str:
    """Problems of which there are few, as a list."""
    return bullets(f"{code(str(problem))} {code(problem.id)}" for problem in found)


def _parts(document: Checked) -> Iterator[str]:
    yield "<!-- reconciler validate -->"
    yield f"## Files below {escape(document.root)}"
    yield escape(document.summary[:1].upper() + document.summary[1:])
    rows = [
        [str(problem.level), places([problem.place]), escape(problem.advice), code(problem.id)]
        for problem in document.problems
    ]
    yield from tables(HEAD, rows) if rows else ()
