"""What an institution has decided to collect of its candidates, as the Site document states it."""

from fnmatch import fnmatchcase
from typing import Annotated, Literal

from pydantic import Field

from reconciler.model.resource import Shape

Category = Literal[
    "webcam image",
    "voice",
    "screen",
    "browsing",
    "home environment",
    "identity document",
    "signature",
]


class Purpose(Shape):
    """The personal data that some assessments may collect, and what for."""

    assessments: list[Annotated[str, Field(min_length=1)]] | None = Field(
        None,
        min_length=1,
        description="External ids, or shell globs on them, case-sensitive; left out: every "
        "assessment",
        examples=[["CRIM-220", "HIST-*"]],
    )
    data: list[Category] = Field(
        description="What they may collect of a candidate", examples=[["webcam image", "screen"]]
    )
    purpose: str = Field(
        min_length=1, description="What it is for", examples=["exams that decide on a degree"]
    )
    basis: str | None = Field(
        None,
        min_length=1,
        description="The legal basis, where it is another than privacy: basis",
        examples=["consent"],
    )

    def covers(self, assessment: str) -> bool:
        """Whether it is about the assessment with this external id."""
        globs = ("*",) if self.assessments is None else self.assessments
        return any(fnmatchcase(assessment, glob) for glob in globs)


class Privacy(Shape):
    """What may be collected, why, and how long it is kept; the baseline of `report privacy`."""

    basis: str = Field(
        min_length=1,
        description="The legal basis, as the register names it",
        examples=["task in the public interest (GDPR 6(1)(e))"],
    )
    contact: str = Field(
        min_length=1,
        description="Whom candidates and colleagues ask",
        examples=["privacy@northwood.example"],
    )
    retention: dict[Category, str] = Field(
        default={},
        description="How long each category is kept, as agreed with Proctorio; this tool neither "
        "reads nor sets it",
        examples=[{"webcam image": "6 months"}],
    )
    allowed: list[Purpose] = Field(
        description="What which assessments may collect; the first match wins, and what matches "
        "nothing may collect nothing",
        examples=[[{"data": ["webcam image", "screen"], "purpose": "written exams"}]],
    )
    level: Literal["error", "warning"] = Field(
        default="error",
        description="Whether files that collect more stop the work",
        examples=["warning"],
    )

    def purpose(self, assessment: str) -> Purpose | None:
        """The first purpose that covers the assessment with this external id."""
        return next((purpose for purpose in self.allowed if purpose.covers(assessment)), None)
