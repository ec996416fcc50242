"""Pages for a browser or a printer: each whole in one file, nothing fetched, no script."""

from reconciler.reports.html.notice import notice
from reconciler.reports.html.runbook import runbook

__all__ = ["notice", "runbook"]
