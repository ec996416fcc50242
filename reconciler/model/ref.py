"""The one identity that problems, changes, outcomes, log lines and ledger events carry."""

from typing import NamedTuple

from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema


# A tuple, since every look-up hashes one: a dataclass does it in Python, ten times slower.
class Ref(NamedTuple):
    """An object of the platform by kind and name, written `Template/high-stakes`."""

    kind: str
    name: str

    @classmethod
    def parse(cls, text: str) -> "Ref":
        """Read `Kind/name`; only the first slash parts them, since real names hold slashes.

        Raises ValueError when there is no slash or one of the halves is empty.
        """
        kind, slash, name = text.partition("/")
        if not (kind and slash and name):
            raise ValueError(f"{text!r} is not of the form Kind/name, such as Template/high-stakes")
        return cls(kind, name)

    def __str__(self) -> str:
        return f"{self.kind}/{self.name}"

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: object, _handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        # As JSON it is its text. Read back without parse's checks: live titles may be empty.
        return core_schema.no_info_after_validator_function(
            lambda text: cls(*text.partition("/")[::2]),
            core_schema.str_schema(pattern="/"),
            serialization=core_schema.to_string_ser_schema(),
        )
