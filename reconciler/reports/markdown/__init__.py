"""What people read in a pull request: the sentence and the tables first, the rest folded away."""

from reconciler.reports.markdown.comment import comment
from reconciler.reports.markdown.drift import drift
from reconciler.reports.markdown.notice import notice
from reconciler.reports.markdown.page import mark
from reconciler.reports.markdown.plan import plan
from reconciler.reports.markdown.problems import checked
from reconciler.reports.markdown.proposal import proposed
from reconciler.reports.markdown.register import register
from reconciler.reports.markdown.reviewers import reviewers
from reconciler.reports.markdown.runbook import runbook
from reconciler.reports.markdown.runs import found_by, in_sync_again, no_plan, not_applied

__all__ = [
    "checked",
    "comment",
    "drift",
    "found_by",
    "in_sync_again",
    "mark",
    "no_plan",
    "not_applied",
    "notice",
    "plan",
    "proposed",
    "register",
    "reviewers",
    "runbook",
]
