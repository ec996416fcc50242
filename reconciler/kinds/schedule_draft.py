"""The documents that declare live sittings: only those that no rule says all of."""

from collections.abc import Collection, Iterator

from reconciler.kinds import dependencies, running
from reconciler.kinds.day import found_on_import
from reconciler.kinds.found import Found, found
from reconciler.kinds.kind import World
from reconciler.kinds.rules import NOTHING, Ruled, Said
from reconciler.model.drafted import Drafted, Item, Left
from reconciler.model.ref import Ref

KIND = "Schedule"


def declare(world: World, chosen: Collection[Ref]) -> Iterator[Drafted | Left]:
    """One document for each chosen sitting that differs from what its assessment's rule says."""
    templates = running.Templates(world.desired)
    for ref, observed in sorted(world.live.of(KIND).items()):
        if ref in chosen:
            sitting = found(observed, world, templates)
            if sitting.held:
                yield Left(ref, f"{sitting.held}, so to declare it would ask for a change")
            else:
                yield from _declared(sitting, world)


def _declared(sitting: Found, world: World) -> Iterator[Drafted | Left]:
    ref = sitting.observed.ref
    assessment = Ref("Assessment", str(sitting.observed.seen.raw.get("AssessmentExtId")))
    if assessment not in world.desired:
        yield Left(ref, f"{assessment} is not declared; name it too, or import it first")
        return
    own = sitting.beyond(_rule(ref, assessment, world))
    if own is None:
        yield Left(ref, _why_not(sitting))
    elif own:
        yield _document(sitting, assessment, own, world)


def _document(sitting: Found, assessment: Ref, own: dict[str, Item], world: World) -> Drafted:
    head: dict[str, Item] = {"kind": KIND, "id": sitting.observed.ref.name}
    head["assessment"] = assessment.name
    broken = sitting.broken(world) if "tweak" in own else []
    accept = dependencies.taken_over(broken, world.today)
    tail: dict[str, Item] = {"accept": accept} if accept else {}
    tail["why"] = found_on_import(world.today)
    unnamed = sitting.proctored and sitting.template is None
    remarks = (_unnamed(sitting),) if unnamed else ()
    return Drafted(sitting.observed.ref, {**head, **own, **tail}, remarks=remarks)


def _rule(ref: Ref, assessment: Ref, world: World) -> Said:
    ruled = world.desired[assessment].resource
    return ruled.says(ref.name) if isinstance(ruled, Ruled) else NOTHING


def _why_not(sitting: Found) -> str:
    if sitting.odd:
        return f"no word of a file says its tweaks {', '.join(sitting.odd)}"
    return f"the rule of its assessment names a template, and {_unnamed(sitting)}"


def _unnamed(sitting: Found) -> str:
    return f"its own, {sitting.observed.fields.get('template')}, is not declared"
