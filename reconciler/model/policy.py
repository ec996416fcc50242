"""A rule of the site's own: a Policy document, its tests, and which shipped ones a site uses."""

from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from reconciler.model.place import Place, Places, nearest
from reconciler.model.problem import Level
from reconciler.model.ref import Ref
from reconciler.model.resource import Shape

NAME_PATTERN = r"^[a-z][a-z0-9\-]*$"
KIND = "Policy"
FOLDER = "policies"

LevelWord = Literal["error", "warning"]


class PolicyTest(Shape):
    """What a policy says of one made-up case."""

    name: str = Field(
        min_length=1, description="What the case is", examples=["a schedule that names none"]
    )
    given: dict[str, object] = Field(
        description="What the assertion sees, by its names; what is left out is null",
        examples=[{"resource": {"kind": "Schedule", "id": "ANAT-101"}}],
    )
    expect: Literal["pass", "fail"] = Field(
        description="Whether the assertion holds", examples=["fail"]
    )


class Policy(Shape):
    """A rule of the site's own, over effective documents or over planned changes."""

    kind: Literal["Policy"] = Field(description="The kind of document", examples=["Policy"])
    name: str = Field(
        pattern=NAME_PATTERN,
        description="Its name: small letters, digits and dashes",
        examples=["named-template"],
    )
    judges: Literal["documents", "changes"] = Field(
        default="documents",
        description="Documents, when files are validated, or changes, when they are planned",
        examples=["changes"],
    )
    kinds: list[str] = Field(
        min_length=1, description="The kinds it is about", examples=[["Schedule"]]
    )
    assertion: str = Field(
        alias="assert",
        min_length=1,
        description="A CEL expression that holds for each of them",
        examples=["resource.template != null"],
    )
    level: LevelWord = Field(
        default="error", description="Whether a breach stops the work", examples=["error"]
    )
    why: str = Field(
        min_length=1,
        description="The reason, as people read it where the policy is broken",
        examples=["the default template applies when none is named"],
    )
    hint: str | None = Field(
        None,
        min_length=1,
        description="What to write instead",
        examples=["name a template, or a rule in the assessment"],
    )
    tests: list[PolicyTest] = Field(
        default=[],
        description="Cases that `reconciler policy test` tries",
        examples=[
            [
                {
                    "name": "a schedule that names none",
                    "given": {"resource": {"kind": "Schedule", "id": "ANAT-101"}},
                    "expect": "fail",
                }
            ]
        ],
    )


class Use(Shape):
    """A policy that comes with the reconciler, switched on."""

    use: str = Field(min_length=1, description="Its name", examples=["named-template"])
    level: LevelWord | None = Field(
        None, description="Another level than the policy's own", examples=["warning"]
    )


@dataclass(frozen=True, slots=True)
class Declared:
    """A policy that holds, and where that is said.

    *assertion* is where its assertion stands, or the word of the site that switches it on.
    """

    policy: Policy
    level: Level
    assertion: Place
    ref: Ref
    places: Places

    def place(self, *path: str | int) -> Place:
        """Where the value at *path* of its document stands."""
        return nearest(self.places, path)
