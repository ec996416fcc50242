"""A proposal for the pull request that brings it."""

import re
from collections.abc import Iterator
from datetime import tzinfo

from reconciler.model.proposal import Taken
from reconciler.reports import proposal
from reconciler.reports.markdown.escape import code, escape
from reconciler.reports.markdown.page import Row, bullets, folded, lines, page, places, tables
from reconciler.reports.proposal import Changed, ProposalDocument

HEAD = ("object", "the files said → it is", "who and when", "the files said so at", "written to")


def proposed(document: ProposalDocument, zone: tzinfo) -> str:
    """What the files take over; its first line lets a workflow find and edit it."""
    return page(_parts(document, zone))


def _parts(document: ProposalDocument, zone: tzinfo) -> Iterator[str]:
    yield f"<!-- reconciler proposal {document.environment} -->"
    if document.taken:
        yield f"## Taken over from {escape(document.environment)}"
    yield escape(proposal.sentence(document))
    if document.taken:
        yield from tables(HEAD, [row for one in document.taken for row in _rows(one, zone)])
    if document.kept:
        yield "### Written out so that nothing else changes"
        yield bullets(
            f"{code(str(one.ref))}: {escape(proposal.stays(one))}" for one in document.kept
        )
    if document.untaken:
        yield "### Not taken over"
        yield bullets(f"{code(str(one.ref))}: {escape(one.why)}" for one in document.untaken)
    if document.files:
        yield folded("The lines that change", "\n\n".join(map(_fenced, document.files)))


def _rows(one: Taken, zone: tzinfo) -> Iterator[Row]:
    for who, fields in proposal.by_mover(one.fields, zone):
        said = lines(escape(proposal.move(field)) for field in fields)
        where = places(field.place for field in fields)
        yield [code(str(one.ref)), said, escape(who), where, lines(map(code, one.files))]


def _fenced(file: Changed) -> str:
    """The change of a file in a fence that nothing in it can close."""
    longest = max((len(run) for run in re.findall("`+", file.diff)), default=0)
    fence = "`" * max(longest + 1, 3)
    return f"{fence}diff\n{file.diff}{fence}"
