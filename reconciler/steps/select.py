"""Narrow a plan to the objects, or to the drift, that somebody asked for."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from reconciler.model.change import Change, Create, Reactivate, Update, Why
from reconciler.model.memory import Memory
from reconciler.model.plan import Plan
from reconciler.model.ref import Ref
from reconciler.model.sameness import identify


def only(plan: Plan, refs: Collection[Ref]) -> Plan:
    """The plan with the changes of some objects; the rest stays for another run."""
    return _keep(plan, tuple(change for change in plan.changes if change.ref in refs))


def only_drift(plan: Plan) -> Plan:
    """The plan with nothing but the fields that somebody moved on the platform."""
    return _keep(plan, tuple(_drifted(plan)))


def only_approved(plan: Plan, memory: Memory) -> Plan:
    """The plan with the changes that were approved before, and are still the same."""
    approved = memory.approved
    return _keep(plan, tuple(c for c in plan.changes if identify(c) in approved))


def _drifted(plan: Plan) -> Iterator[Change]:
    for change in plan.changes:
        if isinstance(change, Create) and change.cause.why is Why.DRIFTED:
            yield change
        if isinstance(change, Update | Reactivate):
            fields = tuple(f for f in change.fields if f.cause.why is Why.DRIFTED)
            if fields:
                yield replace(change, fields=fields)


def _keep(plan: Plan, kept: tuple[Change, ...]) -> Plan:
    by_place = {(change.ref, change.action): change for change in kept}
    waves = (
        tuple(by_place[c.ref, c.action] for c in wave if (c.ref, c.action) in by_place)
        for wave in plan.waves
    )
    return replace(plan, waves=tuple(wave for wave in waves if wave))
