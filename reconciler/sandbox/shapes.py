"""The bodies that the platform accepts: no unknown field, none missing, none of another type."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Key = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=100)]
RoleType = Literal["SystemAdmin", "Admin", "Author", "Candidate"]
Priority = Annotated[int, Field(ge=0, le=100)]
Values = dict[str, bool | int]


class Shape(BaseModel):
    """A body that is taken as it is or not at all."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class NoBody(Shape):
    """For writes that say everything in their path."""


class TemplateSave(Shape):
    """The Save button of a template's page: the whole object."""

    Name: Words
    Settings: Values


class NewRole(Shape):
    """A new column of the roles page."""

    Title: Words
    Type: RoleType


class RoleChange(Shape):
    """What is named changes; the defaults only mark what may be left out."""

    Type: RoleType = "Candidate"
    Sorting: Priority = 0


class Tick(Shape):
    """One cell of the roles page."""

    Permission: str
    Enabled: bool


class AssessmentOptions(Shape):
    """The options of an assessment that can be set here."""

    UseProctorIo: bool


class Proctoring(Shape):
    """The proctoring of a schedule, all of it."""

    UseProctorIo: bool
    ProctorioTemplateExternalId: Key | None
    Overrides: Values


class SchedulePatch(Shape):
    """PATCH /external/schedule: null is the same as left out."""

    StartDateTime: str | None = None
    EndDateTime: str | None = None
    Title: Words | None = None
    ScheduleExternalId: Key | None = None
    ScheduleExtId: Key | None = None
    HierarchyExternalId: Key | None = None
    PIN: Annotated[str, StringConstraints(min_length=1, max_length=4)] | None = None
    UseProctorIo: bool | None = None
    ProctorioTemplateExternalId: Key | None = None


class NewSchedule(Shape):
    """POST /external/schedule."""

    AssessmentExternalId: Key
    StartDateTime: str
    EndDateTime: str
    Title: Words | None = None
    ScheduleExternalId: Key | None = None
    HierarchyExternalId: Key | None = None
    PIN: Key | None = None
    UseProctorIo: bool | None = None
    ProctorioTemplateExternalId: Key | None = None
    Owner: Key | None = None
