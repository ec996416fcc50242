"""A rule of the site's own, as the Site document states it."""

from typing import Literal

from pydantic import Field

from reconciler.model.resource import Shape


class Policy(Shape):
    """A rule of the site's own over effective documents."""

    name: str = Field(
        min_length=1,
        description="What the rule says, in words",
        examples=["every schedule names its template"],
    )
    kinds: list[str] = Field(
        min_length=1, description="The kinds it is about", examples=[["Schedule"]]
    )
    assertion: str = Field(
        alias="assert",
        min_length=1,
        description="A CEL expression that holds for every document",
        examples=["resource.template != null"],
    )
    level: Literal["error", "warning"] = Field(
        default="error", description="Whether a breach stops the work", examples=["error"]
    )
    why: str | None = Field(
        None,
        min_length=1,
        description="The reason",
        examples=["the default template applies when none is named"],
    )
