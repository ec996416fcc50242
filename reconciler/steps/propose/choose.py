"""What of a plan the files can take over: values that differ, not objects that come or go."""

from collections.abc import Iterator

from reconciler.kinds import KINDS
from reconciler.model.change import (
    Change,
    Create,
    Delete,
    FieldChange,
    Manual,
    Reactivate,
    Update,
    Why,
)
from reconciler.model.observed import Known
from reconciler.model.plan import Plan
from reconciler.model.proposal import Taken, Untaken
from reconciler.model.ref import Ref

MOVED = frozenset({Why.DRIFTED, Why.CONFLICTING, Why.UNATTRIBUTED})
_DERIVED = frozenset(kind.derived for kind in KINDS if kind.derived)


def differing(plan: Plan) -> dict[Ref, frozenset[str]]:
    """The fields that a plan would change, of those that a file can say."""
    found: dict[Ref, frozenset[str]] = {}
    for change in plan.changes:
        paths = {field.path for field in _fields(change) if _chosen(field, everything=True)}
        found[change.ref] = found.get(change.ref, frozenset()) | paths
    return found


def choose(plan: Plan, *, everything: bool) -> tuple[tuple[Taken, ...], tuple[Untaken, ...]]:
    """The fields to take over, by object, and the objects that are another's to decide on."""
    fields: dict[Ref, list[FieldChange]] = {}
    for change in plan.changes:
        found = [field for field in _fields(change) if _chosen(field, everything=everything)]
        if found:
            fields.setdefault(change.ref, []).extend(found)
    taken = tuple(Taken(ref, tuple(found)) for ref, found in fields.items())
    return taken, tuple(_objects(plan, everything=everything))


def _fields(change: Change) -> tuple[FieldChange, ...]:
    return change.fields if isinstance(change, Update | Reactivate | Manual) else ()


def _chosen(field: FieldChange, *, everything: bool) -> bool:
    # What a sitting runs with follows from what is declared; what nobody can read is not known.
    if field.path.partition(".")[0] in _DERIVED or field.known is not Known.VERIFIED:
        return False
    return everything or field.cause.why in MOVED


def _objects(plan: Plan, *, everything: bool) -> Iterator[Untaken]:
    for change in plan.changes:
        match change:
            case Create(ref, place, cause=cause) if cause.why in MOVED:
                why = (
                    "it was deleted on the platform, and the next apply makes it again; to let it "
                    "go, first see that nothing names it, then remove its documents"
                )
                yield Untaken(ref, why, place)
            case Create(ref, place) if everything:
                yield Untaken(ref, "it is not on the platform; to give it up, remove it", place)
            case Delete(ref, place) if everything:
                why = "it is declared absent and is on the platform; to keep it, remove absent"
                yield Untaken(ref, why, place)
            case _:
                pass
