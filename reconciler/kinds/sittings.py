"""The document of a schedule, and what the files alone say of its sitting."""

from typing import Literal

from pydantic import Field

from reconciler.kinds.day import Day
from reconciler.kinds.dependencies import Accepted
from reconciler.kinds.proctorio import DEFAULT_TEMPLATE, Settings
from reconciler.kinds.rules import NOTHING, Ruled, Said
from reconciler.model.ref import Ref
from reconciler.model.resource import Desired, Resource, Wanted


class Schedule(Resource):
    """The proctoring of one schedule; what it does not say comes from the assessment's rule."""

    kind: Literal["Schedule"] = Field(description="The kind of document", examples=["Schedule"])
    id: str = Field(
        min_length=1, description="External id of the schedule", examples=["ANAT-101-RESIT"]
    )
    assessment: str | None = Field(
        None, min_length=1, description="External id of its assessment", examples=["ANAT-101"]
    )
    proctoring: bool | None = Field(
        None, description="Whether the sitting is proctored", examples=[False]
    )
    template: str | None = Field(
        None, min_length=1, description="Id of a declared template", examples=["accessible"]
    )
    tweak: Settings | None = Field(
        None,
        description="The sitting's whole set of settings that differ from its template's",
        examples=[{"lock_down": {"disable_clipboard": False}}],
    )
    accept: list[Accepted] | None = Field(
        None,
        description="Dependency rules and lints that do not hold for this sitting, each with a "
        "reason",
        examples=[[{"rule": "full-screen-needs-one-screen", "why": "lab with two screens"}]],
    )
    why: str | None = Field(
        None, min_length=1, description="The reason", examples=["screen-reader users, case 118"]
    )
    until: Day | None = Field(
        None,
        description="The last day of this exception, in the site's zone; then the rule applies",
        examples=["2026-07-01"],
    )


def said(schedule: Schedule, desired: Desired) -> Said:
    """What the files say of a declared sitting: its own document, else the rule."""
    assessment = desired.get(Ref("Assessment", schedule.assessment or ""))
    rule = ruled(assessment).says(schedule.id) if assessment else NOTHING
    option = rule.proctoring if schedule.proctoring is None else schedule.proctoring
    return Said(option, schedule.template or rule.template)


def template(schedule: Schedule, desired: Desired) -> Wanted | None:
    """The declared template that a document's sitting uses."""
    name = said(schedule, desired).template
    return desired.get(Ref("Template", name or DEFAULT_TEMPLATE))


def declared(wanted: Wanted) -> Schedule:
    """The document of a schedule."""
    assert isinstance(wanted.resource, Schedule)  # noqa: S101 -- narrows; the loader made it
    return wanted.resource


def ruled(wanted: Wanted) -> Ruled:
    """The document of an assessment, as far as it has rules."""
    assert isinstance(wanted.resource, Ruled)  # noqa: S101 -- narrows; the loader made it
    return wanted.resource
