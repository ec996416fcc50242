"""One comparison for every kind: what is asked of an object against what is known of it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from reconciler.kinds import Kind
from reconciler.kinds.kind import Target, World
from reconciler.model.change import (
    Cause,
    Change,
    Create,
    Delete,
    FieldChange,
    FieldValue,
    Manual,
    Reactivate,
    Update,
    Why,
)
from reconciler.model.memory import Memory
from reconciler.model.observed import (
    Known,
    Observed,
    Reading,
    Recorded,
    State,
    Unknown,
    Value,
    Verified,
)
from reconciler.model.place import Place
from reconciler.model.plan import Note
from reconciler.model.reach import Action, Reach
from reconciler.model.ref import Ref
from reconciler.model.runbook import ABSENT
from reconciler.model.sameness import fingerprint, same, whole


@dataclass(frozen=True, slots=True)
class Compared:
    """What one kind's comparison found."""

    changes: tuple[Change, ...]
    over: tuple[Note, ...]
    unknown: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    """One object: what is wanted of it and what is known of it."""

    kind: Kind
    target: Target
    observed: Observed | None
    world: World
    memory: Memory

    @property
    def reach(self) -> Reach:
        return self.world.live.reach(self.kind.name)

    @property
    def needs(self) -> tuple[Ref, ...]:
        return self.kind.needs(self.target, self.world)

    @property
    def where(self) -> Callable[[str], Place]:
        return self.kind.where(self.target, self.world)


def compare(kind: Kind, targets: Iterable[Target], world: World, memory: Memory) -> Compared:
    """All changes of a kind, in the order of its targets."""
    changes: list[Change] = []
    over: list[Note] = []
    unknown: list[Note] = []
    for target in targets:
        observed = world.live.known(target.ref)
        if observed and left_inactive(observed, memory):
            continue  # it is to be activated before anything is said of it
        found = tuple(_changes(_Case(kind, target, observed, world, memory)))
        if found and observed and observed.sitting and observed.sitting.over:
            state = observed.sitting.state.lower()
            over.append(Note(target.ref, f"{state}; its settings stay as they were", target.place))
        elif _cannot_know(found, observed):
            why = "activated, and what it runs with cannot be read here"
            unknown.append(Note(target.ref, why, target.place))
        else:
            changes += found
    return Compared(tuple(changes), tuple(over), tuple(unknown))


def left_inactive(observed: Observed, memory: Memory) -> bool:
    """Whether a run of ours deactivated this schedule and did not come back."""
    sitting = observed.sitting
    return observed.ref in memory.opened and sitting is not None and not sitting.active


def _cannot_know(found: tuple[Change, ...], observed: Observed | None) -> bool:
    """Whether a sitting under way differs only in what nobody can read, nor look at any more."""
    frozen = observed and observed.sitting and observed.sitting.state is State.STARTED
    fields = [f for change in found if isinstance(change, Reactivate) for f in change.fields]
    return bool(frozen and fields) and all(field.known is Known.UNKNOWN for field in fields)


def _changes(case: _Case) -> Iterator[Change]:
    if case.target.absent and case.observed is not None:
        yield from _deletion(case, case.observed)
    elif case.target.absent:
        return
    elif case.observed is None:
        yield _missing(case)
    else:
        yield from _update(case, case.observed)


def _deletion(case: _Case, observed: Observed) -> Iterator[Change]:
    target, reach = case.target, case.reach
    if reach.can(Action.READ):
        yield Delete(target.ref, target.place, whole(observed))
    elif isinstance(observed.reading(ABSENT), Unknown):
        cause = Cause(Why.CONFIGURED)
        gone = FieldChange(ABSENT, ABSENT, None, True, cause, target.place, Known.UNKNOWN)  # noqa: FBT003 -- the value of a field
        yield Manual(target.ref, target.place, _why_by_hand(case.kind, reach), (gone,))


def _why_by_hand(kind: Kind, reach: Reach) -> str:
    if reach.can(Action.READ):
        return f"the {reach.channel} channel cannot write it"
    if reach.channel == "runbook":
        return f"{kind.collection} are set by hand here"
    return f"no channel of this tenant reaches {kind.collection}"


def _missing(case: _Case) -> Change:
    kind, target = case.kind, case.target
    if kind.makes(target.ref) and case.reach.can(Action.CREATE):
        where = case.where
        fields = tuple(
            FieldValue(path, kind.label(path), value, where(path))
            for path, value in target.fields.items()
            if value is not None and not (kind.born_off and value is False)
        )
        # What the ledger knows as live has been deleted since.
        why = Why.DRIFTED if target.ref in case.memory.base else Why.CONFIGURED
        return Create(target.ref, target.place, fields, case.needs, Cause(why))
    return Manual(
        target.ref, target.place, "is not on the platform, and this tool does not make it", ()
    )


def _update(case: _Case, observed: Observed) -> Iterator[Change]:
    kind, target, reach = case.kind, case.target, case.reach
    fields = tuple(_fields(case, observed))
    if not fields:
        return
    frozen = observed.sitting is not None and observed.sitting.state is not State.DRAFT
    # Who must deactivate and activate by hand makes all of the change meanwhile.
    whole_by_hand = frozen and not reach.can(Action.DEACTIVATE)
    written = tuple(
        f for f in fields if whole_by_hand or reach.can_write(f.path) or _derived(kind, f.path)
    )
    by_hand = tuple(f for f in fields if f not in written)
    print_ = fingerprint(observed, target.fields)
    if written and observed.sitting and frozen:
        yield Reactivate(target.ref, target.place, written, print_, observed.sitting, case.needs)
    elif written:
        adopts = target.ref not in case.memory.base
        yield Update(target.ref, target.place, written, print_, adopts, case.needs)
    if by_hand and not _only_there(kind, target):
        yield Manual(target.ref, target.place, _why_by_hand(kind, reach), by_hand)


def _only_there(kind: Kind, target: Target) -> bool:
    """Whether a document only says that its object exists: nothing that a person could do."""
    return kind.makes(target.ref) and not target.fields.keys() - kind.implied


def _derived(kind: Kind, path: str) -> bool:
    return bool(kind.derived) and path.partition(".")[0] == kind.derived


def _fields(case: _Case, observed: Observed) -> Iterator[FieldChange]:
    """The fields that are not as they are wanted, or of which nobody knows."""
    where = case.where
    for path, asked in case.target.fields.items():
        reading = observed.reading(path)
        if isinstance(reading, Unknown) or not same(reading.value, asked):
            yield _field(case, path, asked, reading, where(path))


def _field(
    case: _Case, path: str, asked: Value | None, reading: Reading, place: Place
) -> FieldChange:
    at: datetime | None = None
    by: str | None = None
    match reading:
        case Verified(value):
            before, known = value, Known.VERIFIED
        case Recorded(value, at, by):
            before, known = value, Known.RECORDED
        case Unknown():
            before, known = None, Known.UNKNOWN
    stale = _derived(case.kind, path)
    cause = Cause(Why.STALE if stale else _why(case, path, before, known))
    label = case.kind.label(path)
    return FieldChange(path, label, before, asked, cause, place, known, at, by)


def _why(case: _Case, path: str, before: Value | None, known: Known) -> Why:
    """Who moved, by the base: the value that live and files last agreed on."""
    target, memory = case.target, case.memory
    asked = target.asked[path]
    based = memory.based(target.ref, path)
    if path in target.expired:
        return Why.EXPIRED
    if known is Known.UNKNOWN:
        return Why.UNATTRIBUTED
    if based is None and asked is None and target.ref in memory.base:
        return Why.DRIFTED  # not set, as the files want it, until somebody set it
    if based is None:
        # An apply records a base for all that is ours, so without one the files are new here.
        return Why.CONFIGURED if memory.base else Why.UNATTRIBUTED
    if same(based.value, before):
        return Why.CONFIGURED
    return Why.DRIFTED if same(based.value, asked) else Why.CONFLICTING
