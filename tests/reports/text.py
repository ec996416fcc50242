"""The pages that people read in a terminal, all of them at hand."""

from reconciler.reports.text.drafts import imported, left_out, written
from reconciler.reports.text.drift import drift
from reconciler.reports.text.history import history
from reconciler.reports.text.layout import Block, Line, render
from reconciler.reports.text.plan import plan, reviewed
from reconciler.reports.text.problems import checked, problems
from reconciler.reports.text.proposal import proposed
from reconciler.reports.text.report import outcome, report
from reconciler.reports.text.reviewers import reviewers
from reconciler.reports.text.runbook import runbook
from reconciler.reports.text.settings import settings
from reconciler.reports.text.status import status

__all__ = [
    "Block",
    "Line",
    "checked",
    "drift",
    "history",
    "imported",
    "left_out",
    "outcome",
    "plan",
    "problems",
    "proposed",
    "render",
    "report",
    "reviewed",
    "reviewers",
    "runbook",
    "settings",
    "status",
    "written",
]
