"""Say where each change of a plan leads: integrity, data collection, access. Pure."""

from reconciler.kinds import KINDS
from reconciler.kinds.catalogue import Catalogue
from reconciler.kinds.kind import Step
from reconciler.model.after import after
from reconciler.model.direction import Effect
from reconciler.model.live import Live
from reconciler.model.plan import Plan

EFFECTS = {kind.name: kind.effects for kind in KINDS}


def direct(plan: Plan, live: Live, catalogue: Catalogue) -> tuple[tuple[Effect, ...], ...]:
    """The effects of each change, in the order of work, as if the whole plan were done.

    A schedule that changes its template is compared with what that template will then be.
    """
    then = after(plan.changes, live)
    return tuple(
        tuple(EFFECTS[change.ref.kind](Step(change, live, lambda: then, catalogue)))
        for change in plan.changes
    )
