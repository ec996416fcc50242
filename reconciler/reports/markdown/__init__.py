"""What people read in a pull request: the sentence and the tables first, the rest folded away."""

from reconciler.reports.markdown.drift import drift
from reconciler.reports.markdown.plan import plan
from reconciler.reports.markdown.runbook import runbook

__all__ = ["drift", "plan", "runbook"]
