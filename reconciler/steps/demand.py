"""Say whose approval the changes of a plan need, and which of them have it. Pure."""

from collections.abc import Collection, Iterator, Sequence

from reconciler.model.allowance import Allowance
from reconciler.model.approval import Approval, Demand
from reconciler.model.change import Change, Create, Delete, Why
from reconciler.model.direction import Direction, Effect, directions
from reconciler.model.memory import Memory
from reconciler.model.plan import Plan
from reconciler.model.sameness import identify

Effects = Sequence[Sequence[Effect]]
# What puts back what files said that have been reviewed before: a correction, or an end that a
# reviewed exception named itself.
REVIEWED = frozenset({Why.DRIFTED, Why.EXPIRED})


def demand(
    plan: Plan, effects: Effects, allowance: Allowance, memory: Memory
) -> tuple[Demand, ...]:
    """One entry per declared approval that some change of the plan needs."""
    new = [
        (identify(change), directions(_new(change, found)))
        for change, found in zip(plan.changes, effects, strict=True)
    ]
    found = (_demand(approval, new, allowance, memory) for approval in allowance.approvals)
    return tuple(entry for entry in found if entry.changes)


def _new(change: Change, effects: Sequence[Effect]) -> Iterator[Effect]:
    """The effects that nobody has reviewed before."""
    if isinstance(change, Create):
        return iter(() if change.cause.why in REVIEWED else effects)
    fields = () if isinstance(change, Delete) else change.fields
    reviewed = {field.path for field in fields if field.cause.why in REVIEWED}
    return (effect for effect in effects if effect.field not in reviewed)


def _demand(
    approval: Approval,
    new: Sequence[tuple[str, Collection[Direction]]],
    allowance: Allowance,
    memory: Memory,
) -> Demand:
    needing = {name: met for name, led in new if (met := set(approval.when).intersection(led))}
    signed = {name for name in needing if approval.team in memory.signed_off.get(name, ())}
    return Demand(
        team=approval.team,
        why=approval.why,
        directions=tuple(d for d in Direction if any(d in met for met in needing.values())),
        changes=tuple(needing),
        signed_off=tuple(
            name for name in needing if name in signed or approval.team in allowance.signed_off
        ),
    )
