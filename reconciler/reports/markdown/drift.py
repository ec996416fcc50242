"""Drift for an issue or a pull request."""

from collections.abc import Iterator
from datetime import tzinfo

from reconciler.reports import moves, sentences
from reconciler.reports.drifted import DriftDocument, Moved
from reconciler.reports.groups import reason as verdict_reason
from reconciler.reports.markdown.escape import code, escape
from reconciler.reports.markdown.page import (
    Row,
    inactive,
    lines,
    mark,
    page,
    places,
    tables,
)
from reconciler.reports.markdown.problems import problems

HEAD = (
    "object",
    "it was → it is now",
    "who and when",
    "planned",
    "the files say otherwise at",
    "id",
)
NOBODY = "nothing tells who moved"


def drift(document: DriftDocument, zone: tzinfo, foot: str = "") -> str:
    """What moved, and *foot*; its first line lets a workflow find and edit it."""
    return page([*_parts(document, zone), foot])


def _parts(document: DriftDocument, zone: tzinfo) -> Iterator[str]:
    yield mark("drift", document.environment)
    yield f"## Drift in {escape(document.environment)}"
    yield escape(sentences.drift(document))
    yield inactive(document.inactive)
    if document.problems:
        yield "### Problems found"
        yield problems(document.problems)
    if document.moved:
        rows = [row for moved in document.moved for row in _rows(moved, zone)]
        yield from tables(HEAD, rows)


def _rows(moved: Moved, zone: tzinfo) -> Iterator[Row]:
    planned = escape(verdict_reason(moved.verdict, zone)) or "the next apply puts it right"
    for who, fields in moves.by_mover(moved.fields, zone):
        said = lines(escape(moves.move(field, zone)) for field in fields)
        where = places(field.place for field in fields)
        names = lines(code(field.id) for field in fields)
        yield [code(str(moved.ref)), said, escape(who or NOBODY), planned, where, names]
