"""What people read in a pull request: the sentence and the tables first, the rest folded away."""

from reconciler.reports.markdown.drift import drift
from reconciler.reports.markdown.notice import notice
from reconciler.reports.markdown.plan import plan
from reconciler.reports.markdown.problems import checked
from reconciler.reports.markdown.proposal import proposed
from reconciler.reports.markdown.register import register
from reconciler.reports.markdown.reviewers import reviewers

__all__ = ["checked", "drift", "notice", "plan", "proposed", "register", "reviewers"]
