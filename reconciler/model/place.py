"""Where in the files a key or value stands."""

from collections.abc import Mapping
from typing import NamedTuple

from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema

YamlPath = tuple[str | int, ...]


# A tuple, since every key and value of every file gets one: half the cost of a dataclass.
class Place(NamedTuple):
    """A position in a file, lines and columns counted from 1."""

    file: str
    line: int
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: object, _handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        # As JSON it has names: nobody should have to know which number is the line.
        fields = {
            "file": core_schema.typed_dict_field(core_schema.str_schema()),
            "line": core_schema.typed_dict_field(core_schema.int_schema()),
            "column": core_schema.typed_dict_field(core_schema.int_schema()),
        }
        named = core_schema.typed_dict_schema(fields, extra_behavior="forbid")
        return core_schema.no_info_after_validator_function(
            lambda words: cls(**words),
            named,
            serialization=core_schema.plain_serializer_function_ser_schema(
                cls._asdict, return_schema=named
            ),
        )


Places = Mapping[YamlPath, Place]


class Spot(NamedTuple):
    """A place that is looked up only when somebody asks: most of what is read is in order."""

    places: Places
    path: YamlPath

    @property
    def place(self) -> Place:
        """The place itself, or that of the closest enclosing key that has one."""
        return nearest(self.places, self.path)


def nearest(places: Places, path: YamlPath) -> Place:
    """The place of *path*, or of the closest enclosing key that has one; () is always there."""
    while path not in places:
        path = path[:-1]
    return places[path]
