"""What the ledger remembers, folded from its events."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from reconciler.model.event import Event
from reconciler.model.notice import Published
from reconciler.model.observed import Value
from reconciler.model.ref import Ref


# A tuple, since every field of every object has one: made in half the time of a dataclass.
class Based(NamedTuple):
    """A value that live and files last agreed on, or that we last wrote."""

    value: Value | None
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Vouched:
    """When somebody said last that a value is so, and who."""

    value: Value
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Use:
    """An apply of one plan: which of its changes were asked for, approved, and are done."""

    digest: str
    changes: frozenset[str]
    approved: frozenset[str]
    done: Mapping[str, datetime]
    at: datetime
    run: str

    def since(self, moment: datetime | None) -> Iterator[str]:
        """The changes that were done after a moment; ever, when it is None."""
        return (name for name, at in self.done.items() if moment is None or at >= moment)


@dataclass(frozen=True, slots=True)
class Opened:
    """A deactivation of ours that nobody has seen undone; *platform_actor* is how audits name us.

    That name is empty where the platform does not tell.
    """

    at: datetime
    run: str
    actor: str
    platform_actor: str = ""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a sitting ran with from a moment on, and the revision of the files then."""

    at: datetime
    settings: Mapping[str, Value | None]
    commit: str
    by: str


@dataclass(frozen=True, slots=True)
class Excuse:
    """A deviation of an object that is left alone, to the end of a day in the site's zone."""

    until: date
    because: str
    by: str


@dataclass(frozen=True, slots=True)
class Memory:
    """The base of the comparison by object and field; empty when the ledger is lost.

    A base holds since its value came to be; *attested* has who vouched for what, and when last.
    *visible* names what anybody's save would have moved, as it was after our last write.
    *published* has the last notice of a sitting per language.
    *corrections* has, per field, who moved it each time before we put it right. *commit* is what
    the last apply was made from, where git said so. *signed_off* has, per change that nobody has
    done, the teams that have approved it. *applied* is the end of the last apply, or its beginning
    where it never got to the end. *events* is how many were read.
    """

    base: Mapping[Ref, Mapping[str, Based]] = field(default_factory=dict)
    attested: Mapping[Ref, Mapping[str, Vouched]] = field(default_factory=dict)
    visible: Mapping[Ref, str] = field(default_factory=dict)
    uses: Mapping[str, Use] = field(default_factory=dict)
    opened: Mapping[Ref, Opened] = field(default_factory=dict)
    ran: Mapping[Ref, tuple[Ran, ...]] = field(default_factory=dict)
    excuses: Mapping[Ref, Excuse] = field(default_factory=dict)
    published: Mapping[Ref, Mapping[str, Published]] = field(default_factory=dict)
    corrections: Mapping[tuple[Ref, str], tuple[str, ...]] = field(default_factory=dict)
    commit: str = ""
    signed_off: Mapping[str, frozenset[str]] = field(default_factory=dict)
    applied: Event | None = None
    events: int = 0

    @property
    def approved(self) -> frozenset[str]:
        """The changes that somebody has approved and nobody has done."""
        return frozenset(
            name for use in self.uses.values() for name in use.approved.difference(use.done)
        )

    def based(self, ref: Ref, path: str) -> Based | None:
        """The base of one field, if there is one."""
        return self.base.get(ref, {}).get(path)
