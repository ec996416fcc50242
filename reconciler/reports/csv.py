"""Reports as CSV, for a spreadsheet and harmless in one."""

import csv
from collections.abc import Sequence
from io import StringIO

from reconciler.model.reviewing import Reviewing
from reconciler.reports import reviewers as report
from reconciler.reports.words import shown

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def reviewers(found: Sequence[Reviewing]) -> str:
    """Who looks at the recordings of each assessment."""
    page = StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(report.HEAD)
    writer.writerows(
        [cell("" if text == "-" else text) for text in row] for row in report.rows(found)
    )
    return page.getvalue()


def cell(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula."""
    said = shown(text)
    return f"'{said}" if text.startswith(_FORMULA) else said
