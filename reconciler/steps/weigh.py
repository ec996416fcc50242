"""Weigh a plan: which sittings and how many candidates each change touches. Pure."""

from collections.abc import Iterator

from reconciler.kinds import KINDS
from reconciler.model.change import Change, Manual
from reconciler.model.impact import Impact, Touched
from reconciler.model.live import Live
from reconciler.model.observed import State
from reconciler.model.plan import Plan

TO_COME = frozenset({State.DRAFT, State.ACTIVATED, State.STARTED})
TOUCHES = {kind.name: kind.touches for kind in KINDS}


def weigh(plan: Plan, live: Live) -> tuple[Impact, ...]:
    """The impact of each change, in the order of work; what is by hand touches nothing here."""
    return tuple(Impact(tuple(_touched(change, live))) for change in plan.changes)


def _touched(change: Change, live: Live) -> Iterator[Touched]:
    if isinstance(change, Manual):
        return
    for observed in TOUCHES[change.ref.kind](change, live):
        sitting = observed.sitting
        if sitting is not None and sitting.state in TO_COME:
            yield Touched(observed.ref, sitting.starts, sitting.candidates, sitting.started)
