"""The Site document: an institution, its environments, and what holds in all of them."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from reconciler.model.catalogue import CatalogueEntries
from reconciler.model.environment import Environment
from reconciler.model.policy import Use
from reconciler.model.privacy import Privacy
from reconciler.model.profile import Bounds, LintLevel
from reconciler.model.resource import Shape
from reconciler.model.scalars import named

NAME_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._\-]*$"


def _no_own_policy(value: object) -> object:
    if isinstance(value, dict) and "assert" in value:
        raise ValueError(
            "takes the name of a policy that comes with the tool, such as use: named-template; "
            "write one of your own as a document with kind: Policy in the folder policies"
        )
    return value


class Site(Shape):
    """One institution and its environments."""

    kind: Literal["Site"] = Field(description="The kind of document", examples=["Site"])
    name: str = Field(
        min_length=1, description="Name of the institution", examples=["Northwood University"]
    )
    time_zone: str = Field(
        min_length=1, description="IANA time zone of all local times", examples=["Europe/Amsterdam"]
    )
    region: Literal["eu", "ca", "sg", "au"] = Field(
        description="Cirrus region; it brings the quiet windows cirrus-release and "
        "cirrus-maintenance",
        examples=["eu"],
    )
    environments: Annotated[
        dict[str, Environment], AfterValidator(named(NAME_PATTERN, "an environment"))
    ] = Field(
        min_length=1,
        description="The tenants by name",
        examples=[{"production": {"overlay": "production"}}],
        json_schema_extra={"propertyNames": {"pattern": NAME_PATTERN}},
    )
    policies: list[Annotated[Use, BeforeValidator(_no_own_policy)]] = Field(
        default=[],
        description="Policies that come with the reconciler and hold here; a site's own are "
        "documents in the folder policies",
        examples=[[{"use": "named-template"}]],
    )
    lints: dict[str, LintLevel] = Field(
        default={},
        description='Another level for a lint, by its id: error, warning or "off"',
        examples=[{"severe-full-screen-ejects-on-zoom": "error"}],
    )
    profiles: dict[str, Bounds] = Field(
        default={},
        description="Bounds for the templates that name the profile, beside those shipped",
        examples=[{"oral": {"allow": {"recording.audio": [True]}, "why": "the voice is marked"}}],
    )
    licence: Bounds | None = Field(
        None,
        description="The options that the contract allows, for every template",
        examples=[{"allow": {"verification.id": ["none", "auto"]}, "why": "order form of 2026"}],
    )
    privacy: Privacy | None = Field(
        None,
        description="What may be collected of candidates, what for, and how long it is kept",
        examples=[
            {
                "basis": "task in the public interest (GDPR 6(1)(e))",
                "contact": "privacy@northwood.example",
                "retention": {"webcam image": "6 months"},
                "allowed": [{"data": ["webcam image", "screen"], "purpose": "written exams"}],
            }
        ],
    )
    catalogue: CatalogueEntries = Field(
        default=CatalogueEntries(),
        description="The site's own entries over the catalogue of permission rows",
        examples=[{"rows": ["Reports/View proctored recordings"]}],
    )
    runbook: dict[str, str] = Field(
        default={},
        description="The site's own words over those of the steps that are taken by hand",
        examples=[{"button.save": "Press Opslaan at the bottom of the page"}],
    )
