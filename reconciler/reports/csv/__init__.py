"""Tables for a spreadsheet."""

import csv
from collections.abc import Sequence
from io import StringIO

from reconciler.model.reviewing import Reviewing
from reconciler.reports import reviewers as report
from reconciler.reports.words import shown

# A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@")


def reviewers(found: Sequence[Reviewing]) -> str:
    """Who looks at the recordings of each assessment."""
    page = StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(report.HEAD)
    writer.writerows([_cell(cell) for cell in row] for row in report.rows(found))
    return page.getvalue()


def _cell(text: str) -> str:
    plain = "" if text == "-" else shown(text)
    return f"'{plain}" if plain.startswith(_FORMULA) else plain
