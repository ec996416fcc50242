"""Where in the files a key or value stands."""

from collections.abc import Mapping
from typing import NamedTuple

YamlPath = tuple[str | int, ...]


# A tuple, since every key and value of every file gets one: half the cost of a dataclass.
class Place(NamedTuple):
    """A position in a file, lines and columns counted from 1."""

    file: str
    line: int
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


Places = Mapping[YamlPath, Place]


def nearest(places: Places, path: YamlPath) -> Place:
    """The place of *path*, or of the closest enclosing key that has one; () is always there."""
    while path not in places:
        path = path[:-1]
    return places[path]
