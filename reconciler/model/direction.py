"""Where a change leads: for the integrity of exams, for what is collected, for who may do what."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Direction(StrEnum):
    """Where a change leads; *unknown* where nobody can tell what was before, never a guess."""

    WEAKENED = "integrity weakened"
    STRENGTHENED = "integrity strengthened"
    WIDENED = "data collection widened"
    NARROWED = "data collection narrowed"
    GRANTED = "access granted"
    REVOKED = "access revoked"
    UNKNOWN = "direction unknown"


@dataclass(frozen=True, slots=True)
class Effect:
    """What one field of a change does: *what* it bears on, in words, and the *data* at stake.

    One field may do several things: an identity check makes an exam safer and collects more.
    *field* is empty where the whole object is made or deleted.
    """

    direction: Direction
    field: str
    what: str
    data: tuple[str, ...] = ()


def directions(effects: Iterable[Effect]) -> tuple[Direction, ...]:
    """The directions of several effects, each once, in the order of the enumeration."""
    found = {effect.direction for effect in effects}
    return tuple(direction for direction in Direction if direction in found)
