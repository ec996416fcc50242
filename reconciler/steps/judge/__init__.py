"""Judge documents and planned changes by the policies that hold: pure, and bounded in cost."""

from reconciler.steps.judge.changes import judge_changes
from reconciler.steps.judge.documents import judge
from reconciler.steps.judge.trial import Trial, tried

__all__ = ["Trial", "judge", "judge_changes", "tried"]
