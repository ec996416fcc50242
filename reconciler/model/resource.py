"""The base of every document's model, and what is wanted of one object once layers are merged."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, field_validator

from reconciler.model.place import Place, Places, Spot, nearest
from reconciler.model.ref import Ref

Expand = Callable[[str], Iterable[str]]


class Shape(BaseModel):
    """A mapping of the language: unknown keys, wrong types and null are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, use_enum_values=False)

    @field_validator("*", mode="before")
    @classmethod
    def _no_null(cls, value: object) -> object:
        # Optional fields are `X | None = None` for us; in a file, leaving out is the only way.
        if value is None:
            raise ValueError("null is not a value here; leave the key out")
        return value


class Resource(Shape):
    """A document of a kind that lives on the platform."""

    def ticks(self, _expand: Expand) -> Mapping[str, bool]:
        """The permission rows that it switches on or off; kinds other than roles switch none.

        *expand* gives the rows of a capability.
        """
        return {}


# A tuple, since every document gets one: half the cost of a dataclass.
class Wanted(NamedTuple):
    """The effective document of one object, and the place that gave each of its values."""

    ref: Ref
    resource: Resource
    places: Places

    def place(self, *path: str | int) -> Place:
        """The place of the value at *path* in the effective document."""
        return nearest(self.places, path)

    def at(self, path: str) -> Place:
        """The place of the value at a path that is written with dots."""
        return nearest(self.places, tuple(path.split(".")))

    def spot(self, *path: str | int) -> Spot:
        """The same, for somebody who may never ask."""
        return Spot(self.places, path)


Desired = Mapping[Ref, Wanted]
