"""Draft the documents that declare what is live, so that a plan right after is empty. Pure."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from pydantic import ValidationError

from reconciler.kinds import KINDS, Kind
from reconciler.kinds.kind import World
from reconciler.model.drafted import Drafted, Drafts, Left
from reconciler.model.live import Live
from reconciler.model.meant import meant
from reconciler.model.observed import Observed
from reconciler.model.place import Place, Places
from reconciler.model.reach import Action
from reconciler.model.ref import Ref
from reconciler.model.resource import Wanted

_NOWHERE: Places = {(): Place("", 0)}


def draft(world: World, choice: Collection[Ref] = ()) -> Drafts:
    """The documents of what is live and not ours yet, or of *choice* where it has none."""
    seen = [observed for kind in KINDS for observed in world.live.of(kind.name).values()]
    # What a rule asks for is not to become an exception just because it is not so yet.
    ours = {target.ref for kind in KINDS for target in kind.targets(world)}
    new = [o for o in seen if o.ref not in (world.desired if choice else ours)]
    asked = [o for o in new if not choice or o.ref in choice]
    past = tuple(o.ref for o in asked if o.sitting and o.sitting.over)
    current = [o for o in asked if not (o.sitting and o.sitting.over)]
    unfit = tuple(_unfit(current, world))
    chosen = {o.ref for o in current} - {left.ref for left in unfit}
    documents, left = _drafted(world, chosen)
    told = {*(d.ref for d in documents), *(item.ref for item in left)}
    ruled = () if choice else ours.difference(world.desired)
    others = _asked_in_vain(world, choice, past) if choice else _nameless(world.live)
    return Drafts(
        documents,
        left=(*unfit, *left, *others),
        declared={
            ref: world.desired[ref].place()
            for ref in choice or (o.ref for o in seen)
            if ref in world.desired
        },
        covered=tuple(sorted({*(chosen - told), *ruled})),
        over=() if choice else past,
        unseen=tuple(_unseen(world.live)),
    )


def _drafted(world: World, chosen: Collection[Ref]) -> tuple[tuple[Drafted, ...], tuple[Left, ...]]:
    """One kind after the other: each sees what is declared so far, drafts too."""
    documents: list[Drafted] = []
    left: list[Left] = []
    for kind in KINDS:
        wanted: dict[Ref, Wanted] = {}
        for item in kind.declare(world, chosen):
            sound = _sound(kind, item)
            if isinstance(sound, Left):
                left.append(sound)
            elif isinstance(item, Drafted):
                documents.append(item)
                wanted[sound.ref] = sound
        world = replace(world, desired={**world.desired, **wanted})
    return tuple(documents), tuple(left)


def _sound(kind: Kind, item: Drafted | Left) -> Wanted | Left:
    if isinstance(item, Left):
        return item
    try:
        resource = kind.model.model_validate(item.effective)
    except ValidationError as error:
        said = "; ".join(f"{_dotted(e['loc'])}: {e['msg']}" for e in error.errors())
        return Left(item.ref, f"no document can say it: {said}")
    return Wanted(item.ref, resource, _NOWHERE)


def _dotted(path: Iterable[int | str]) -> str:
    return ".".join(map(str, path))


def _unfit(seen: Iterable[Observed], world: World) -> Iterator[Left]:
    """Objects whose names or values no file can hold beside the others."""
    taken = {(ref.kind, ref.name.casefold()): ref for ref in world.desired}
    for observed in sorted(seen, key=lambda o: o.ref):
        ref = observed.ref
        if not ref.name:
            yield Left(ref, "its name is empty")
            continue
        if not all(map(_is_text, (ref.name, *observed.fields, *observed.fields.values()))):
            yield Left(ref, "it holds characters that are no text")
            continue
        other = taken.setdefault((ref.kind, ref.name.casefold()), ref)
        if other != ref:
            yield Left(ref, f"its name differs only by case from {other}")


def _is_text(value: object) -> bool:
    try:
        str(value).encode()
    except UnicodeEncodeError:
        return False
    return True


def _nameless(live: Live) -> Iterator[Left]:
    for kind in KINDS:
        for seen in live.nameless.get(kind.name, ()):
            title = str(seen.raw.get("Title", "without a title"))
            yield Left(Ref(kind.name, title), "has no external id, so no document can name it")


def _asked_in_vain(world: World, choice: Collection[Ref], past: Iterable[Ref]) -> Iterator[Left]:
    """What was asked for by name and is past, or nowhere."""
    for ref in past:
        yield Left(ref, "has ended or is archived; its settings stay as they were")
    live = {ref for kind in KINDS for ref in world.live.of(kind.name)}
    unseen = {left.ref.kind: left.why for left in _unseen(world.live)}
    for ref in choice:
        if ref not in live and ref not in world.desired:
            near = meant(str(ref), map(str, live))
            guess = f"; did you mean {near}?" if near else ""
            yield Left(ref, unseen.get(ref.kind) or f"is not on the platform{guess}")


def _unseen(live: Live) -> Iterator[Left]:
    for kind in KINDS:
        reach = live.reach(kind.name)
        if reach.can(Action.LIST):
            continue
        if reach.can(Action.READ):
            why = f"the {reach.channel} channel has no list of {kind.collection}, and does not show"
            why += " how they are set"
        else:
            why = f"no channel of this environment shows {kind.collection}"
        yield Left(Ref(kind.name, "*"), f"{why}; write their documents by hand")
