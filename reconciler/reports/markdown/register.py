"""The register of personal data for people: what each exam collects, and what that is."""

from collections import Counter
from collections.abc import Iterator
from datetime import tzinfo

from reconciler.kinds.effects import categories
from reconciler.model.register import Entry
from reconciler.reports.markdown.escape import code, escape
from reconciler.reports.markdown.page import Row, bullets, lines, tables
from reconciler.reports.register import (
    UNDECLARED,
    RegisterDocument,
    allowed,
    beyond,
    nothing,
    setting,
    source,
    summary,
)
from reconciler.reports.words import moment

EXAMS = ("assessment", "sittings", "collects", "by", "asked for at", "allowed", "purpose")
LIVE = ("state", "candidates")
DATA = ("data", "what it is", "kept for", "collected by", "not known")


def register(document: RegisterDocument, zone: tzinfo) -> str:
    """The whole register; nothing of it is cut."""
    return "\n\n".join(part for part in _parts(document, zone) if part) + "\n"


def _parts(document: RegisterDocument, zone: tzinfo) -> Iterator[str]:
    yield f"<!-- reconciler report privacy {document.environment} -->"
    yield f"# Personal data that exams collect: {escape(document.institution)}"
    yield bullets(_about(document))
    yield escape(summary(document)) + "."
    found = list(beyond(document))
    if found:
        yield "## Beyond what is declared"
        yield bullets(map(escape, found))
    yield "## What each exam collects"
    head = (*EXAMS[:2], *LIVE, *EXAMS[2:]) if document.live else EXAMS
    yield from tables(head, [_exam(entry, live=document.live) for entry in document.entries])
    yield "## What the data are"
    yield from tables(DATA, list(_data(document)))
    at = escape(f"{moment(document.at, zone)} {zone}")
    how = "what sittings on the platform run with, or would" if document.live else "the files"
    yield f"<sub>Made at {at} for {escape(document.environment)}, from {how}.</sub>"


def _about(document: RegisterDocument) -> Iterator[str]:
    yield f"Legal basis: {escape(document.basis or UNDECLARED)}"
    yield f"Contact: {escape(document.contact or UNDECLARED)}"


def _exam(entry: Entry, *, live: bool) -> Row:
    candidates = "unknown" if entry.candidates is None else str(entry.candidates)
    standing = [escape(entry.state), candidates] if live else []
    return [
        code(entry.assessment),
        code(entry.sittings),
        *standing,
        lines([*_told(entry)]),
        _each(entry, 1),
        _each(entry, 2),
        lines(allowed(collected) for collected in entry.data),
        _purpose(entry),
    ]


def _told(entry: Entry) -> Iterator[str]:
    yield from (row[0] for row in _settings(entry))
    yield from (f"unknown: {escape(data)}" for data in entry.unknown)
    if nothing(entry):
        yield escape(nothing(entry))


def _each(entry: Entry, column: int) -> str:
    return lines(row[column] for row in _settings(entry))


def _settings(entry: Entry) -> Iterator[tuple[str, str, str]]:
    """A line of the cells per setting that collects."""
    for collected in entry.data:
        for given in collected.settings:
            at = code(source(given)) if given.place else source(given)
            yield escape(collected.data), escape(setting(given)), at


def _purpose(entry: Entry) -> str:
    return escape(entry.purpose or UNDECLARED) if entry.data else ""


def _data(document: RegisterDocument) -> Iterator[Row]:
    found = [collected for entry in document.entries for collected in entry.data]
    by = Counter(collected.data for collected in found)
    kept = {collected.data: collected.retention for collected in found}
    for data in categories():
        if by[data.name]:
            count = f"{by[data.name]} of {len(document.entries)}"
            retention = kept[data.name] or UNDECLARED
            yield [escape(t) for t in (data.name, data.what, retention, count, data.unknown)]
