"""Compare what is wanted with what is live, and order the work. Pure: no network, disk or clock."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from reconciler.kinds import KINDS, Kind
from reconciler.kinds.kind import Target, World
from reconciler.model.change import Change, Delete
from reconciler.model.memory import Memory
from reconciler.model.plan import Aside, Plan
from reconciler.model.problem import Problem
from reconciler.model.ref import Ref
from reconciler.steps.plan import aside, compare
from reconciler.steps.plan.rest import Rest

__all__ = ["plan"]

INACTIVE = Problem(
    "add-on-inactive",
    "the Proctorio add-on is not active on this tenant, so nothing was compared and nothing is "
    "changed",
    hint="ask the Cirrus Service Desk to switch it on and to install your Proctorio keys",
)


def plan(world: World, memory: Memory, environment: str) -> Plan:
    """The exact work that brings live to what is wanted, and all that it leaves alone.

    Where the Proctorio add-on is not active, the tenant hides its templates: then there is no work,
    and a problem says so.
    """
    if world.live.tenant.features.proctorio_active is False:
        left = Aside(inactive=tuple(aside.inactive(world, memory)))
        return Plan(environment, (), {}, (INACTIVE,), left)
    ours: set[Ref] = set()
    stirring = {kind: _stirring(kind, world, memory, ours) for kind in KINDS}
    compared = {kind: compare.compare(kind, stirring[kind], world, memory) for kind in KINDS}
    changes = {kind: found.changes for kind, found in compared.items()}
    targets = [target for kind in KINDS for target in stirring[kind]]
    left = aside.aside(targets, ours, world, memory, tuple(compared.values()))
    return Plan(
        environment=environment,
        waves=tuple(_waves(changes, world)),
        declared=_declared(world, left),
        problems=tuple(problem for target in targets for problem in target.problems),
        aside=left,
    )


def _stirring(kind: Kind, world: World, memory: Memory, ours: set[Ref]) -> list[Target]:
    """What the files want of the objects that are not at rest; *ours* gets the others, too."""
    live, rest = world.live.of(kind.name), Rest(kind, memory)
    found: list[Target] = []
    for target in kind.targets(world):
        ours.add(target.ref)
        if not rest.holds(target, live.get(target.ref)):
            found.append(target)
    return sorted(found, key=lambda target: target.ref)


def _waves(changes: dict[Kind, tuple[Change, ...]], world: World) -> Iterator[tuple[Change, ...]]:
    """What is made or changed goes down the kinds, what is deleted comes up again after it."""
    for kind in KINDS:
        yield from _wave(kind, (c for c in changes[kind] if not isinstance(c, Delete)), world)
    for kind in reversed(KINDS):
        yield from _wave(kind, (c for c in changes[kind] if isinstance(c, Delete)), world)


def _wave(kind: Kind, changes: Iterable[Change], world: World) -> Iterator[tuple[Change, ...]]:
    def rank(change: Change) -> tuple[int, Ref]:
        return kind.rank(change, world.catalogue), change.ref

    ordered = sorted(changes, key=rank)
    if kind.in_turn:
        yield from ((change,) for change in ordered)
        return
    for _, wave in groupby(ordered, key=lambda change: rank(change)[0]):
        yield tuple(wave)


def _declared(world: World, left: Aside) -> dict[str, int]:
    """How many of the live objects of each kind the files speak of."""
    others = Counter(note.ref.kind for note in left.unmanaged)
    return {kind.name: len(world.live.of(kind.name)) - others[kind.name] for kind in KINDS}
