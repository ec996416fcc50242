"""Whom a change touches: sittings that are still to come or under way, and their candidates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from reconciler.model.ref import Ref


@dataclass(frozen=True, slots=True)
class Touched:
    """One sitting. Counts are None where no channel can tell."""

    ref: Ref
    starts: datetime
    candidates: int | None
    started: int | None


@dataclass(frozen=True, slots=True)
class Impact:
    """The sittings that a change, or a whole plan, touches; each once."""

    sittings: tuple[Touched, ...] = ()

    @property
    def schedules(self) -> int:
        """How many sittings."""
        return len(self.sittings)

    @property
    def candidates(self) -> int:
        """How many candidates are booked, as far as anybody can tell."""
        return sum(sitting.candidates or 0 for sitting in self.sittings)

    @property
    def started(self) -> int:
        """How many candidates have started, as far as anybody can tell."""
        return sum(sitting.started or 0 for sitting in self.sittings)

    @property
    def counted(self) -> bool:
        """Whether the candidates of every sitting are known."""
        return all(sitting.candidates is not None for sitting in self.sittings)

    @property
    def first_start(self) -> datetime | None:
        """When the earliest of the sittings starts."""
        return min((sitting.starts for sitting in self.sittings), default=None)


def together(impacts: Iterable[Impact]) -> Impact:
    """All sittings of several impacts, each once, in the order of their start."""
    found = {sitting.ref: sitting for impact in impacts for sitting in impact.sittings}
    return Impact(tuple(sorted(found.values(), key=lambda s: (s.starts, s.ref))))
