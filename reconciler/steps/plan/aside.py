"""What a plan leaves alone, and says so."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from reconciler.kinds import KINDS
from reconciler.kinds.kind import Target, World
from reconciler.model.memory import Memory, Vouched
from reconciler.model.observed import Recorded, State, Value, Verified
from reconciler.model.plan import Aside, Attested, Converged, Note, Release, Running
from reconciler.model.reach import Action
from reconciler.model.ref import Ref
from reconciler.model.runbook import ABSENT, ACTIVE, ADD_ON
from reconciler.model.sameness import same
from reconciler.steps.plan.compare import Compared, left_inactive

Targets = Mapping[Ref, Target]
LABELS = {kind.name: kind.label for kind in KINDS}
KEYS_UNKNOWN = (
    "no channel tells when its keys were changed; once they are, every activated schedule that is "
    "proctored needs re-activation"
)
DERIVED = frozenset(kind.derived for kind in KINDS if kind.derived)


def aside(
    targets: Iterable[Target],
    ours: AbstractSet[Ref],
    world: World,
    memory: Memory,
    compared: tuple[Compared, ...],
) -> Aside:
    """Everything that is seen and not changed, each with the reason.

    *targets* are what is wanted of those of *ours* that are not at rest.
    """
    stirring = {target.ref: target for target in targets}
    return Aside(
        inactive=tuple(inactive(world, memory)),
        unmanaged=tuple(_unmanaged(ours, world)),
        adopted=tuple(_adopted(stirring, world, memory)),
        released=tuple(_released(stirring, ours, world, memory)),
        unreachable=(*_nameless(world), *_unlisted(world)),
        over=tuple(note for found in compared for note in found.over),
        unknown=tuple(note for found in compared for note in found.unknown),
        noticed=tuple(_noticed(stirring, ours, world)),
        converged=tuple(_converged(stirring, world, memory)),
        running=tuple(_running(stirring, world, memory)),
        attested=(*_add_on(world, memory), *_attested(stirring, world, memory)),
        contradicted=tuple(_contradicted(world, memory)),
    )


def inactive(world: World, memory: Memory) -> Iterator[Note]:
    """The exams that a run of ours deactivated and nobody has seen active since."""
    for ref, opened in memory.opened.items():
        observed = world.live.of(ref.kind).get(ref)
        if observed is None or left_inactive(observed, memory):
            at = f"{opened.at:%Y-%m-%d %H:%M} UTC"
            yield Note(ref, f"deactivated by run {opened.run} at {at}, and not active since")


def _unmanaged(ours: AbstractSet[Ref], world: World) -> Iterator[Note]:
    for kind in KINDS:
        for ref in sorted(ref for ref in world.live.of(kind.name) if ref not in ours):
            yield Note(ref, "not declared")


def _adopted(stirring: Targets, world: World, memory: Memory) -> Iterator[Ref]:
    for ref, target in stirring.items():
        if ref in world.live.of(ref.kind) and ref not in memory.base and not target.absent:
            yield ref


def _released(
    stirring: Targets, ours: AbstractSet[Ref], world: World, memory: Memory
) -> Iterator[Release]:
    unread = {k.name for k in KINDS if not world.live.reach(k.name).can(Action.READ)}
    for ref in sorted(ref for ref in memory.base if ref in stirring or ref not in ours):
        target = stirring.get(ref)
        gone = sorted(
            path
            for path in memory.base[ref]
            if (target is None or path not in target.asked) and not _derived(path)
        )
        here = ref in world.live.of(ref.kind) or ref.kind in unread
        if gone and here and not (target and target.absent):
            yield Release(ref, tuple(gone), whole=target is None)


def _nameless(world: World) -> Iterator[Note]:
    for kind in KINDS:
        for seen in world.live.nameless.get(kind.name, ()):
            title = str(seen.raw.get("Title", "without a title"))
            yield Note(Ref(kind.name, title), "has no external id, so no channel can address it")


def _unlisted(world: World) -> Iterator[Note]:
    for kind in KINDS:
        reach = world.live.reach(kind.name)
        if reach.can(Action.READ) and not reach.can(Action.LIST):
            why = f"the {reach.channel} channel has no list: only {kind.collection} that a document"
            yield Note(Ref(kind.name, "*"), f"{why} names are seen; rules reach none")


def _noticed(stirring: Targets, ours: AbstractSet[Ref], world: World) -> Iterator[Note]:
    for target in stirring.values():
        yield from target.notes
    if world.live.tenant.features.proctorio_active is None and world.desired:
        yield Note(ADD_ON, KEYS_UNKNOWN)
    for kind in KINDS:
        yield from kind.notices(world, ours)


def _converged(stirring: Targets, world: World, memory: Memory) -> Iterator[Converged]:
    """Fields that are as the files want them while the base says otherwise, or nothing."""
    for ref, target in stirring.items():
        observed = world.live.of(ref.kind).get(ref)
        if observed is None:
            continue
        base = memory.base.get(ref, {})
        for path, asked in target.asked.items():
            based = base.get(path)
            if same(based.value if based else None, asked):
                continue
            reading = observed.reading(path)
            if isinstance(reading, Verified) and same(reading.value, asked):
                yield Converged(ref, path, asked)


def _running(stirring: Targets, world: World, memory: Memory) -> Iterator[Running]:
    """What our sittings run with, where the ledger does not say so yet."""
    for ref in stirring:
        observed = world.live.of(ref.kind).get(ref)
        sitting = observed.sitting if observed else None
        if observed is None or sitting is None or sitting.state is State.DRAFT:
            continue
        settings = {path: value for path, value in observed.fields.items() if _derived(path)}
        known = memory.ran.get(ref, ())
        if settings and (not known or dict(known[-1].settings) != settings):
            yield Running(ref, settings)


def _add_on(world: World, memory: Memory) -> Iterator[Attested]:
    """Somebody's word that the add-on is active, where no channel tells."""
    said = memory.attested.get(ADD_ON, {}).get(ACTIVE)
    if said and world.live.tenant.features.proctorio_active is None:
        yield Attested(ADD_ON, {ACTIVE: said.value}, said.at, said.by)


def _attested(stirring: Targets, world: World, memory: Memory) -> Iterator[Attested]:
    """What is as the files want it by somebody's word alone."""
    for ref, target in stirring.items():
        observed, vouched = world.live.known(ref), memory.attested.get(ref, {})
        if observed is None or not vouched:
            continue
        asked = target.fields or {ABSENT: True}
        held = {
            path: reading
            for path, value in asked.items()
            if isinstance(reading := observed.reading(path), Recorded)
            and path in vouched
            and same(reading.value, value)
        }
        if held:
            oldest = min(held.values(), key=lambda reading: reading.at)
            fields = {path: reading.value for path, reading in held.items()}
            yield Attested(ref, fields, oldest.at, oldest.by)


def _contradicted(world: World, memory: Memory) -> Iterator[Note]:
    """Somebody's word against what a channel shows, which counts."""
    for ref, vouched in sorted(memory.attested.items()):
        observed = world.live.of(ref.kind).get(ref)
        if observed is None:
            continue
        for path, said in vouched.items():
            reading = observed.reading(path)
            if isinstance(reading, Verified) and not same(reading.value, said.value):
                yield Note(ref, _against(LABELS[ref.kind](path), said, reading.value))


def _against(label: str, said: Vouched, shown: Value | None) -> str:
    when = f"{said.at:%Y-%m-%d %H:%M} UTC"
    word = f"{said.by} attested {label}: {said.value} at {when}"
    return f"{word}; the platform shows {shown}, and that counts"


def _derived(path: str) -> bool:
    return path.partition(".")[0] in DERIVED
