"""What people print and sign: one self-contained page, no script, nothing from elsewhere."""

from reconciler.reports.html.runbook import runbook

__all__ = ["runbook"]
