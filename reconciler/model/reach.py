"""What a channel can do for a kind, and one request that changes the platform."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from reconciler.model.observed import Raw
from reconciler.model.ref import Ref


class Action(StrEnum):
    """What a channel may be able to do with the objects of a kind."""

    LIST = "list"
    READ = "read"
    WRITE = "write"
    CREATE = "create"
    DELETE = "delete"
    ACTIVATE = "activate"
    DEACTIVATE = "deactivate"
    VERSION = "version check"


class Verb(StrEnum):
    """One request that changes the platform."""

    CREATE = "create"
    SAVE = "save"
    TICK = "tick"
    DELETE = "delete"
    ACTIVATE = "activate"
    DEACTIVATE = "deactivate"


@dataclass(frozen=True, slots=True)
class Operation:
    """One request that changes the platform, in its own words; the channel knows the path.

    *ref* carries the platform's own name of the object.
    """

    ref: Ref
    verb: Verb
    body: Raw = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reach:
    """What one channel, or the best of several, can do for a kind.

    *shows* and *writes* hold the first words of field paths ("tweak", "proctoring"), or "*".
    """

    channel: str
    actions: frozenset[Action]
    shows: frozenset[str] = frozenset()
    writes: frozenset[str] = frozenset()

    def can(self, action: Action) -> bool:
        """Whether the action is possible here at all."""
        return action in self.actions

    def can_show(self, path: str) -> bool:
        """Whether the value at a field path can be read back."""
        return "*" in self.shows or path.partition(".")[0] in self.shows

    def hidden(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Which of some field paths cannot be read back."""
        return () if "*" in self.shows else tuple(p for p in paths if not self.can_show(p))

    def can_write(self, path: str) -> bool:
        """Whether the value at a field path can be written."""
        return "*" in self.writes or path.partition(".")[0] in self.writes


NOWHERE = Reach("none", frozenset())
Reaches = Mapping[str, Reach]
