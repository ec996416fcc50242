"""The register of personal data as CSV, for a spreadsheet and harmless in one."""

import csv
from collections.abc import Iterator
from io import StringIO

from reconciler.model.register import Collected, Entry
from reconciler.reports.register import (
    UNDECLARED,
    RegisterDocument,
    allowed,
    not_known,
    nothing,
    proctored,
    setting,
    source,
)
from reconciler.reports.words import shown

HEAD = (
    *("assessment", "sittings", "state", "candidates", "proctored", "template", "data", "by"),
    *("source", "allowed", "retention", "purpose", "legal basis", "not known"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def register(document: RegisterDocument) -> str:
    """One line per exam and category of data, and one for an exam that collects nothing."""
    page = StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(HEAD)
    for entry in document.entries:
        writer.writerows([cell(text) for text in row] for row in _rows(entry))
    return page.getvalue()


def cell(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula."""
    said = shown(text)
    return f"'{said}" if text.startswith(_FORMULA) else said


def _rows(entry: Entry) -> Iterator[list[str]]:
    head = [
        entry.assessment,
        entry.sittings,
        entry.state,
        "" if entry.candidates is None else str(entry.candidates),
        proctored(entry),
        entry.template,
    ]
    tail = [entry.purpose, entry.basis]
    for collected in entry.data:
        yield [*head, *_collected(collected), *tail, not_known(collected.data)]
    for data in entry.unknown:
        yield [*head, data, "unknown", "", "", "", *tail, "whether it is collected"]
    if nothing(entry):
        yield [*head, nothing(entry), "", "", "", "", *tail, ""]


def _collected(collected: Collected) -> list[str]:
    return [
        collected.data,
        "; ".join(setting(given) for given in collected.settings),
        "; ".join(source(given) for given in collected.settings),
        allowed(collected),
        collected.retention or UNDECLARED,
    ]
