"""Who looks at the recordings of each assessment, as a table."""

from collections.abc import Sequence

from reconciler.model.reviewing import Reviewing
from reconciler.reports import reviewers as report
from reconciler.reports.markdown.escape import escape
from reconciler.reports.markdown.page import tables


def reviewers(found: Sequence[Reviewing]) -> str:
    """The whole report."""
    rows = [[escape(cell) for cell in row] for row in report.rows(found)]
    parts = ["# Who reviews recordings", escape(report.summary(found)), *tables(report.HEAD, rows)]
    return "\n\n".join(parts) + "\n"
