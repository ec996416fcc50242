"""What people read in a pull request: the sentence and the tables first, the rest folded away."""

from reconciler.reports.markdown.comment import comment
from reconciler.reports.markdown.drift import drift
from reconciler.reports.markdown.page import mark
from reconciler.reports.markdown.plan import plan
from reconciler.reports.markdown.runs import found_by, in_sync_again, no_plan, not_applied

__all__ = [
    "comment",
    "drift",
    "found_by",
    "in_sync_again",
    "mark",
    "no_plan",
    "not_applied",
    "plan",
]
