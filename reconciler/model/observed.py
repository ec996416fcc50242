"""What the platform shows, and how each value is known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from reconciler.model.ref import Ref

Value = bool | int | str
Raw = Mapping[str, object]  # the platform's own words, carried through unread


class Known(StrEnum):
    """How a value is known."""

    VERIFIED = "verified"
    RECORDED = "recorded"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verified:
    """Read from the platform now."""

    value: Value | None


@dataclass(frozen=True, slots=True)
class Recorded:
    """Written by us or attested by somebody, then; the platform cannot show it."""

    value: Value | None
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody can say: never equal to anything, and never absent."""

    why: str


Reading = Verified | Recorded | Unknown


class State(StrEnum):
    """Where a schedule stands in its life; the platform's own words."""

    DRAFT = "Draft"
    ACTIVATED = "Activated"
    STARTED = "Started"
    ENDED = "Ended"
    ARCHIVED = "Archived"


@dataclass(frozen=True, slots=True)
class Sitting:
    """The people and times behind a schedule. Counts are None where the channel cannot tell."""

    state: State
    starts: datetime
    ends: datetime | None
    candidates: int | None
    started: int | None
    active: bool = False

    @property
    def over(self) -> bool:
        """Whether it is past, so that its settings stay as they were."""
        return self.state in (State.ENDED, State.ARCHIVED)


class Seen(NamedTuple):
    """One object as a channel answered it; *name* is None when it has no external id."""

    name: str | None
    raw: Raw
    version: str | None = None

    def keeping(self, words: Iterable[str]) -> "Seen":
        """This answer with no more than some of its words, so that the rest can be let go.

        Whole where it has no version: before a write, all of it is compared with a new look.
        """
        if self.version is None:
            return self
        raw = self.raw
        return Seen(self.name, {word: raw[word] for word in words if word in raw}, self.version)


@dataclass(frozen=True, slots=True)
class Observed:
    """One live object in the words of the language.

    *fields* holds the verified values (None: not set); *unseen* what this channel cannot show;
    *visible* names what anybody's save would have moved, where there is something unseen.
    """

    ref: Ref
    seen: Seen
    fields: Mapping[str, Value | None]
    unseen: Mapping[str, Recorded | Unknown] = field(default_factory=dict)
    sitting: Sitting | None = None
    visible: str = ""

    def reading(self, path: str) -> Reading:
        """How the value at *path* is known; one that nothing mentions is verified as not set.

        *unseen* may name a path or the first word of a group of paths.
        """
        for name in (path, path.partition(".")[0]) if self.unseen else ():
            if name in self.unseen:
                return self.unseen[name]
        return Verified(self.fields.get(path))


@dataclass(frozen=True, slots=True)
class Features:
    """What the tenant says of itself. Actors are None where no channel names them."""

    proctorio_active: bool | None = None
    keys_changed_at: datetime | None = None
    actor: str | None = None
    scheduler: str | None = None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One change that the audit names, in wire values; *subject* reads `Template/high-stakes`."""

    at: datetime
    actor: str
    via: str
    subject: str
    field: str
    before: object
    after: object
