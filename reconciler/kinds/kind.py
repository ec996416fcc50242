"""What the story needs to know of a kind; each kind answers it in its own room."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple, Protocol

from reconciler.kinds.catalogue import Catalogue
from reconciler.kinds.words import Words
from reconciler.model.change import Change, Create, Delete, FieldChange
from reconciler.model.direction import Effect
from reconciler.model.document import Content
from reconciler.model.drafted import Drafted, Left
from reconciler.model.live import Live, Tenant
from reconciler.model.memory import Memory
from reconciler.model.observed import Known, Observed, Recorded, Seen, Value
from reconciler.model.place import Place, YamlPath
from reconciler.model.plan import Note
from reconciler.model.problem import Problem
from reconciler.model.reach import Operation
from reconciler.model.ref import Ref
from reconciler.model.resource import Desired, Resource, Wanted

NOTHING: Mapping[str, Value | None] = MappingProxyType({})


@lru_cache(maxsize=1024)  # thousands of sittings have the same fields
def beginning(prefix: str, paths: tuple[str, ...]) -> tuple[str, ...]:
    """The paths that begin with a prefix."""
    return tuple(path for path in paths if path.startswith(prefix))


# A tuple, since every object gets one: half the cost of a dataclass.
class Target(NamedTuple):
    """What the files want of one object: its owned fields (None: not set), or its absence.

    *source* is the document that speaks of it; *runs* are derived fields, asked for by what they
    follow from; *expired* are fields for which an exception ran out. In which place a field is
    asked for, its kind tells.
    """

    ref: Ref
    source: Wanted
    asked: Mapping[str, Value | None]
    runs: Mapping[str, Value | None] = NOTHING
    absent: bool = False
    expired: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def place(self) -> Place:
        """Where the files speak of the object."""
        return self.source.place()

    @property
    def fields(self) -> Mapping[str, Value | None]:
        """All that is asked for, derived or not."""
        return {**self.asked, **self.runs} if self.runs else self.asked


@dataclass(frozen=True, slots=True)
class World:
    """All that a kind may look at when it says what is wanted; *today* in the site's zone."""

    desired: Desired
    live: Live
    catalogue: Catalogue
    today: date

    def wanted(self, kind: str) -> Iterator[Wanted]:
        """The declared objects of a kind."""
        return (wanted for wanted in self.desired.values() if wanted.ref.kind == kind)


@dataclass(frozen=True, slots=True)
class Step:
    """The platform before and after a change, for rules that look beyond the changed object.

    What is after is worked out only when a rule asks: it means a copy of all of a kind.
    """

    change: Change
    before: Live
    then: Callable[[], Live]
    catalogue: Catalogue

    @property
    def after(self) -> Live:
        """The platform as it would be then."""
        return self.then()


@dataclass(frozen=True, slots=True)
class Standing:
    """What a kind may look at when it puts live values into a document; *why* is for people."""

    observed: Observed | None
    catalogue: Catalogue
    why: str


@dataclass(frozen=True, slots=True)
class Doing:
    """One thing that a person does, and which fields are what after it."""

    fields: Mapping[str, Value | None]
    text: str
    caution: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What a person does about one object: on which page, and what frames it there."""

    where: str
    doings: tuple[Doing, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What a kind needs to tell a person what to do; *lead* is the lead time in words."""

    words: Words
    world: World
    lead: str


class Manual(Protocol):
    """A kind's page for people: how one makes a change, and how one sees a field on its page."""

    def by_hand(self, change: Change, told: Told, /) -> Page:
        """The steps of a change in the console."""

    def state(self, path: str, value: Value | None, words: Words, /) -> str:
        """One field as the console shows it."""


def moving(change: Change) -> tuple[FieldChange, ...]:
    """The fields of a change that somebody makes by hand."""
    return () if isinstance(change, Create | Delete) else change.fields


def missing(change: Change) -> frozenset[str]:
    """The fields of a change that nobody has ever recorded."""
    return frozenset(field.path for field in moving(change) if field.known is Known.UNKNOWN)


def nothing_recorded(_observed: Observed, _memory: Memory) -> Mapping[str, Recorded]:
    """For kinds of which no record says more than the base does."""
    return {}


def no_objection(_: Step) -> Iterator[str]:
    """For kinds without rules beyond the changed object."""
    return iter(())


def no_effects(_: Step) -> Iterator[Effect]:
    """For kinds whose changes have no bearing on integrity, on what is collected or on access."""
    return iter(())


def any_order(_change: Change, _catalogue: Catalogue) -> int:
    """For kinds whose changes do not depend on each other."""
    return 0


def touches_none(_change: Change, _live: Live) -> Iterator[Observed]:
    """For kinds whose changes do not reach any sitting."""
    return iter(())


# What an object is, and what is said of it alone.
NOT_INHERITED = frozenset({"id", "title", "name", "kind", "extends", "absent", "partial"})


def no_notice(_world: World, _ours: AbstractSet[Ref]) -> Iterator[Note]:
    """For kinds of which nothing is to be said beyond what is declared."""
    return iter(())


def by_path(target: Target, _world: World) -> Callable[[str], Place]:
    """For kinds whose fields stand in the object's own document, as they are called."""
    return target.source.at


def needs_none(_target: Target, _world: World) -> tuple[Ref, ...]:
    """For kinds whose objects can be as the files say whatever others are."""
    return ()


def never_ends(_wanted: Wanted) -> Iterator[tuple[YamlPath, str]]:
    """For kinds without exceptions that end by themselves."""
    return iter(())


@dataclass(frozen=True)
class Kind:
    """One kind.

    *key* is its identity in the files; *declare* is the inverse of *targets*: the documents that
    would declare chosen live objects as they are, and *restate* a document that asks for other
    values and else for what it did; *makes* says which objects may be created; *where* says in
    which place the files ask for each field, and *needs* what must be as they say before; *ends*
    gives the last days of exceptions; *touches* says which schedules a change reaches; *effects*
    says where it leads, between the platform before and after the whole plan; *notices* tells of
    objects that nobody declares; *rank* orders the changes of a wave, which run one after the other
    where they are *in_turn*; *born_off* says that a new object has every switch off by itself;
    *derived* is the root of fields that follow from others and are never written themselves;
    *implied* are fields that every document asks for without a word;
    *manual* gives the page for people, which most runs have no use for;
    *recorded* is what records say of an object beside the base;
    *visible* are raw fields that anybody's save may move: where a channel cannot read back, they
    give another's away.
    """

    name: str
    key: str
    collection: str
    model: type[Resource]
    makes: Callable[[Ref], bool]
    roots: tuple[str, ...]
    check: Callable[[Wanted, Desired, Catalogue], Iterable[Problem]]
    references: Callable[[Resource], Iterable[tuple[YamlPath, Ref]]]
    decode: Callable[[Seen, Tenant], Observed]
    targets: Callable[[World], Iterable[Target]]
    operations: Callable[[Change, Observed | None, Catalogue], Iterable[Operation]]
    declare: Callable[[World, Collection[Ref]], Iterable[Drafted | Left]]
    restate: Callable[[Content, Mapping[str, Value | None], Standing], Content]
    manual: Callable[[], Manual]
    label: Callable[[str], str]
    wire_field: Callable[[str], str]
    objections: Callable[[Step], Iterator[str]] = no_objection
    touches: Callable[[Change, Live], Iterable[Observed]] = touches_none
    effects: Callable[[Step], Iterable[Effect]] = no_effects
    where: Callable[[Target, World], Callable[[str], Place]] = by_path
    needs: Callable[[Target, World], tuple[Ref, ...]] = needs_none
    ends: Callable[[Wanted], Iterable[tuple[YamlPath, str]]] = never_ends
    notices: Callable[[World, AbstractSet[Ref]], Iterable[Note]] = no_notice
    recorded: Callable[[Observed, Memory], Mapping[str, Recorded]] = nothing_recorded
    rank: Callable[[Change, Catalogue], int] = any_order
    in_turn: bool = False
    born_off: bool = False
    derived: str = ""
    implied: frozenset[str] = frozenset()
    visible: tuple[str, ...] = ()
    not_inherited: frozenset[str] = NOT_INHERITED
