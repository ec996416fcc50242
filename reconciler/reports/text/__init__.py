"""What people read in a terminal; the only renderers that know colour and width."""

from reconciler.reports.text.drift import drift
from reconciler.reports.text.history import history
from reconciler.reports.text.layout import Block, Line, render
from reconciler.reports.text.plan import plan, reviewed
from reconciler.reports.text.problems import problems
from reconciler.reports.text.report import outcome, report
from reconciler.reports.text.runbook import runbook
from reconciler.reports.text.settings import settings
from reconciler.reports.text.status import status

__all__ = [
    "Block",
    "Line",
    "drift",
    "history",
    "outcome",
    "plan",
    "problems",
    "render",
    "report",
    "reviewed",
    "runbook",
    "settings",
    "status",
]
