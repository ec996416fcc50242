"""Which plan a run may apply: the one of the merged pull request, or the one typed by hand."""

from reconciler.errors import NotReviewed
from reconciler.forge.actions import Run
from reconciler.forge.rest import Rest, patiently
from reconciler.forge.review import Review, of_inputs, of_merge
from reconciler.reports import markdown


def reviewed(rest: Rest, run: Run, environment: str) -> Review:
    """The reviewed plan; raises NotReviewed when there is none."""
    if run.inputs is None:
        mark = markdown.mark("plan", environment)
        return patiently(lambda: of_merge(rest, run, mark))
    review = of_inputs(run)
    if review is None:
        raise NotReviewed("no digest was typed; nothing was sent; type the one that the plan shows")
    return review
