"""Whole objects as the console shows them, checked when they are seeded, added or edited."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from reconciler.sandbox.envelope import Item
from reconciler.sandbox.shapes import Key, Priority, RoleType, Shape, Values, Words

Count = Annotated[int, Field(ge=0)]
# Kept with a schedule, never shown in the console gateway.
PRIVATE = frozenset({"Hierarchy", "Pin", "HandedIn", "Void"})


class Template(Shape):
    """A Proctorio settings template."""

    ExternalId: Key
    Name: Words
    IsDefault: bool = False
    SavedOnce: bool = True
    Settings: Values = Field(default_factory=dict)


class Role(Shape):
    """A site role."""

    Title: Words
    Type: RoleType = "Candidate"
    Sorting: Priority = 0
    Users: Count = 0
    Permissions: dict[str, bool] = Field(default_factory=dict)


class Assessment(Shape):
    """An assessment."""

    ExternalId: Key
    Title: Words
    Status: Literal[1, 2] = 2
    IsPublished: bool = True
    UseProctorIo: bool = False


class Schedule(Shape):
    """A schedule; the last four fields are private."""

    ExternalId: Key | None = None
    Title: Words
    AssessmentExtId: Key
    StartDateTime: str
    EndDateTime: str
    IsActivated: bool = False
    ActivatedAt: str | None = None
    ArchiveState: Literal[1, 2] = 1
    CandidatesTotal: Count = 0
    CandidatesStarted: Count = 0
    UseProctorIo: bool = True
    ProctorioTemplateExternalId: Key | None = None
    Overrides: Values = Field(default_factory=dict)
    ActiveSettings: Values | None = None
    KeysFrom: str | None = None
    Hierarchy: str = "ROOT"
    Pin: str | None = None
    HandedIn: Count = 0
    Void: Count = 0


SHAPES: dict[str, type[BaseModel]] = {
    "Template": Template,
    "Role": Role,
    "Assessment": Assessment,
    "Schedule": Schedule,
}


def checked(kind: str, item: Item) -> tuple[Item, Item]:
    """Return a whole object's shown and private fields; raise ValidationError."""
    whole = SHAPES[kind].model_validate(item).model_dump()
    private = {name: whole.pop(name) for name in PRIVATE & set(whole)}
    return whole, private
