"""Whose approval a change needs, as the Site document states it, and as a plan comes to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from reconciler.model.direction import Direction
from reconciler.model.resource import Shape

TEAM_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._\-]*$"

# Strict models take no text for an enumeration, and files hold text.
Word = Annotated[Direction, Field(strict=False)]


class Approval(Shape):
    """A team without whose approval changes of some directions are not made."""

    team: Annotated[str, Field(pattern=TEAM_PATTERN)] = Field(
        description="The team, as `apply --signed-off TEAM` names it", examples=["data-protection"]
    )
    when: list[Word] = Field(
        min_length=1,
        description="The directions that need its approval",
        examples=[["data collection widened"]],
    )
    why: str = Field(
        min_length=1,
        description="The reason, as plans name it",
        examples=["what is collected is in the register of processing"],
    )


@dataclass(frozen=True, slots=True)
class Demand:
    """The changes of a plan that need a team's approval, by name, and those that have it."""

    team: str
    why: str
    directions: tuple[Direction, ...]
    changes: tuple[str, ...]
    signed_off: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The changes that still need it."""
        signed = frozenset(self.signed_off)
        return tuple(name for name in self.changes if name not in signed)


def unapproved(demands: Iterable[Demand]) -> Mapping[str, str]:
    """Whose approval changes still need and why, by the name of the change."""
    asked: dict[str, list[str]] = {}
    for demand in demands:
        for name in demand.missing:
            asked.setdefault(name, []).append(f"{demand.team}: {demand.why}")
    return {name: "; ".join(why) for name, why in asked.items()}
