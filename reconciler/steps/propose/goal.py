"""What the files are to ask for: what is live where it is taken over, else what they asked for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reconciler.kinds import KINDS
from reconciler.kinds.kind import Standing, Target, World
from reconciler.model.change import FieldValue
from reconciler.model.document import Content
from reconciler.model.observed import Unknown, Value
from reconciler.model.place import Place
from reconciler.model.proposal import Taken
from reconciler.model.ref import Ref
from reconciler.model.sameness import same

Values = Mapping[str, Value | None]
_KINDS = {kind.name: kind for kind in KINDS}


@dataclass(frozen=True, slots=True)
class Wrong:
    """Fields of one object of which the files ask for something else than they should."""

    ref: Ref
    fields: tuple[FieldValue, ...]

    @property
    def place(self) -> Place | None:
        """Where the first of them is asked for."""
        return self.fields[0].place

    def restated(self, content: Content, world: World, why: str) -> Content:
        """The document so that it asks for the values."""
        values = {field.path: field.after for field in self.fields}
        standing = Standing(world.live.of(self.ref.kind).get(self.ref), world.catalogue, why)
        return _KINDS[self.ref.kind].restate(content, values, standing)


@dataclass(frozen=True, slots=True)
class Goal:
    """The value that each field is to have, by object."""

    values: Mapping[Ref, Values]
    taken: frozenset[Ref]

    @classmethod
    def of(cls, world: World, taken: tuple[Taken, ...]) -> "Goal":
        """What the files ask for now, with what is live in its place where that is taken over."""
        live = {one.ref: {field.path: field.before for field in one.fields} for one in taken}
        asked = {target.ref: target.asked for target in _targets(world)}
        values = {ref: {**said, **live.get(ref, {})} for ref, said in asked.items()}
        return cls(values, frozenset(live))

    def wrong(self, world: World) -> tuple[Wrong, ...]:
        """What the files of *world* ask for otherwise, without what follows from another's."""
        found = {one.ref: one for target in _targets(world) for one in self._of(target, world)}
        return tuple(one for one in found.values() if _parent(one.ref, world) not in found)

    def _of(self, target: Target, world: World) -> Iterator[Wrong]:
        observed = world.live.of(target.ref.kind).get(target.ref)
        goal = self.values.get(target.ref, {})
        kind = _KINDS[target.ref.kind]
        where = kind.where(target, world)
        fields: list[FieldValue] = []
        for path, asked in target.asked.items():
            value = goal.get(path, asked)
            if path not in goal and target.ref in self.taken and observed:
                # What its documents have only now begun to name is to be as it is.
                reading = observed.reading(path)
                value = asked if isinstance(reading, Unknown) else reading.value
            if not same(asked, value):
                fields.append(FieldValue(path, kind.label(path), value, where(path)))
        if fields:
            yield Wrong(target.ref, tuple(fields))


def _targets(world: World) -> Iterator[Target]:
    for kind in KINDS:
        yield from kind.targets(world)


def _parent(ref: Ref, world: World) -> Ref | None:
    wanted = world.desired.get(ref)
    name = getattr(wanted.resource, "extends", None) if wanted else None
    return Ref(ref.kind, str(name)) if name else None
