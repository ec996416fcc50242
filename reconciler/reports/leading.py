"""Where changes lead and whose approval that needs, in words."""

from collections.abc import Iterable, Iterator

from reconciler.model.approval import Demand
from reconciler.model.direction import Direction, Effect
from reconciler.reports.documents import PlanDocument
from reconciler.reports.words import FEW, first, listed, number, shown


def leads(effects: Iterable[Effect]) -> Iterator[str]:
    """Each direction with what it is about: for data collection, all of the data."""
    for direction, about in _about(effects):
        few = len(about) if _of_data(direction) else FEW
        yield f"{direction}: {first(about, few)}"


def all_in_all(document: PlanDocument) -> str:
    """The sentence about the directions of a whole plan; empty when it has none."""
    effects = (effect for planned in document.changes for effect in planned.effects)
    said = [
        f"{direction} ({listed(about)})" if _of_data(direction) else str(direction)
        for direction, about in _about(effects)
    ]
    return f"All changes: {listed(said)}" if said else ""


def _of_data(direction: Direction) -> bool:
    """Whether a direction is about personal data."""
    return direction in (Direction.WIDENED, Direction.NARROWED)


def demands(document: PlanDocument) -> Iterator[tuple[str, str]]:
    """Each team whose approval is needed, and for what; signed off or not."""
    names = {planned.id: shown(str(planned.change.ref)) for planned in document.changes}
    for demand in document.approvals:
        yield shown(demand.team), _demanded(demand, [names[name] for name in demand.changes])


def _demanded(demand: Demand, refs: list[str]) -> str:
    count = number(len(refs), "change")
    about = f"{shown(demand.why)}; {count} with {listed(demand.directions)}: {first(refs, FEW)}"
    missing = len(demand.missing)
    if not missing:
        return f"{about}; signed off"
    part = "" if missing == len(refs) else f"{missing} of them "
    state = f"{part}not signed off yet (--signed-off {demand.team})"
    return f"{about}; {state}"


def _about(effects: Iterable[Effect]) -> Iterator[tuple[Direction, list[str]]]:
    found: dict[Direction, dict[str, None]] = {}
    for effect in effects:
        names = effect.data if _of_data(effect.direction) else (effect.what,)
        found.setdefault(effect.direction, {}).update(dict.fromkeys(map(shown, names)))
    yield from ((d, list(found[d])) for d in Direction if d in found)
