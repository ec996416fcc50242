"""What bounds templates: profiles and the licence, as a site states them, and levels of lints."""

from typing import Annotated, Literal

from pydantic import Field, PlainValidator, WithJsonSchema

from reconciler.model.resource import Shape

LintLevel = Literal["error", "warning", "off"]


def _setting(value: object) -> bool | str:
    if isinstance(value, bool | str):
        return value
    raise ValueError("takes true, false or a word, as templates write the option")


Setting = Annotated[
    bool | str,
    PlainValidator(_setting),
    WithJsonSchema({"anyOf": [{"type": "boolean"}, {"type": ["string", "number"]}]}),
]


class Bounds(Shape):
    """The values that options may have; an option that is not named is free."""

    allow: dict[str, list[Setting]] = Field(
        default={},
        description="The allowed values by option, named as templates name it",
        examples=[{"lock_down.full_screen": ["none", "lenient"]}],
    )
    why: str = Field(
        min_length=1,
        description="The reason, as people read it beside a value out of bounds",
        examples=["zooming counts as leaving full screen"],
    )
