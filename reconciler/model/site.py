"""The Site document: environments and how to reach them, limits, quiet windows, profiles."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag

from reconciler.model.address import NEVER_IN_FILES, EnvironmentToken, FileToken, Url
from reconciler.model.approval import Approval
from reconciler.model.catalogue import CatalogueEntries
from reconciler.model.limits import Limits, Pace
from reconciler.model.policy import Use
from reconciler.model.privacy import Privacy
from reconciler.model.profile import Bounds, LintLevel
from reconciler.model.resource import Shape
from reconciler.model.scalars import (
    Duration,
    Moment,
    Weekly,
    hours,
    named,
)

NAME_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._\-]*$"


def _no_literal_token(value: object) -> object:
    if isinstance(value, str):
        raise ValueError(NEVER_IN_FILES)  # noqa: TRY004 -- pydantic gathers ValueError only
    return value


# Tags in < > cannot be keys of a file, so the places of errors stay unambiguous.
Token = Annotated[
    Annotated[EnvironmentToken, Tag("<env>")] | Annotated[FileToken, Tag("<file>")],
    Discriminator(
        lambda value: "<file>" if isinstance(value, dict) and "file" in value else "<env>"
    ),
    BeforeValidator(_no_literal_token),
]


class Endpoint(Shape):
    """An address, and where its token is found."""

    url: Url = Field(
        description="Address of the API; http only for loopback",
        examples=["https://api.cirrusplatform.com/api/v1/integrations"],
    )
    token: Token = Field(
        description="The variable or file that holds the token, never the token itself",
        examples=[{"env": "CIRRUS_TOKEN"}, {"file": "/run/secrets/cirrus"}],
    )


class Channels(Shape):
    """Which channel to use per kind; what is not named takes the best there is."""

    templates: Literal["console", "runbook"] | None = Field(
        None, description="Channel for templates", examples=["runbook"]
    )
    roles: Literal["console", "runbook"] | None = Field(
        None, description="Channel for site roles", examples=["runbook"]
    )
    assessments: Literal["console", "runbook"] | None = Field(
        None, description="Channel for the assessment option", examples=["runbook"]
    )
    schedules: Literal["integrations", "console", "runbook"] | None = Field(
        None, description="Channel for schedules", examples=["integrations"]
    )


class SqliteLedger(Shape):
    """The ledger as an SQLite file."""

    sqlite: str = Field(
        min_length=1, description="Path of the file", examples=[".reconciler/ledger.db"]
    )
    durable: bool = Field(
        default=False,
        description="Whether the file outlives the machine; without it nothing is re-activated",
        examples=[True],
    )


def _no_other_ledger(value: object) -> object:
    if isinstance(value, str) and value != "git":
        raise ValueError("takes a file, such as {sqlite: /var/lib/ledger.db, durable: true}")
    return value


Ledger = Annotated[
    Annotated[Literal["git"], Tag("<git>")] | Annotated[SqliteLedger, Tag("<sqlite>")],
    Discriminator(lambda value: "<git>" if isinstance(value, str) else "<sqlite>"),
    BeforeValidator(_no_other_ledger),
]


class DatedQuiet(Shape):
    """A span of time in which nothing is changed."""

    from_: Moment = Field(
        alias="from",
        description="Its start, in the site's time zone",
        examples=["2026-12-14T00:00"],
    )
    until: Moment = Field(
        description="Its end, in the site's time zone", examples=["2026-12-19T00:00"]
    )
    why: str = Field(min_length=1, description="The reason, as plans name it", examples=["exams"])


class WeeklyQuiet(Shape):
    """A span of every week in which nothing is changed."""

    weekly: Weekly = Field(
        description="Day and times, in the site's time zone", examples=["Mon 08:00-18:00"]
    )
    why: str = Field(
        min_length=1, description="The reason, as plans name it", examples=["teaching hours"]
    )


Quiet = Annotated[
    Annotated[DatedQuiet, Tag("<dated>")] | Annotated[WeeklyQuiet, Tag("<weekly>")],
    Discriminator(
        lambda value: "<weekly>" if isinstance(value, dict) and "weekly" in value else "<dated>"
    ),
]


class Environment(Shape):
    """One tenant of the platform, and how to work on it."""

    overlay: str | None = Field(
        None,
        min_length=1,
        description="Folder whose documents are merged over base; left out: base alone",
        examples=["production"],
    )
    integrations: Endpoint | None = Field(
        None,
        description="The public Integrations API",
        examples=[{"url": "https://api.example.com/v1", "token": {"env": "CIRRUS_TOKEN"}}],
    )
    console: Endpoint | None = Field(
        None,
        description="A gateway to the Admin console",
        examples=[{"url": "https://console.example.com/v1", "token": {"env": "CONSOLE_TOKEN"}}],
    )
    channels: Channels = Field(
        default=Channels(),
        description="The channel per kind; left out: the best there is",
        examples=[{"templates": "runbook"}],
    )
    default_template: str | None = Field(
        None,
        min_length=1,
        description="External id of the default template, sent over the Integrations API",
        examples=["northwood-default"],
    )
    ledger: Ledger | None = Field(
        None,
        description="Where the log of what was done is kept; left out: a file, not durable",
        examples=[{"sqlite": "/var/lib/reconciler/ledger.db", "durable": True}],
    )
    lead_time: Duration = Field(
        default=hours(24),
        description="No deactivate-activate cycle closer than this to a start: 90m, 24h, 2d",
        examples=["24h"],
        json_schema_extra={"default": "24h"},
    )
    too_late: Literal["listed", "error"] = Field(
        default="listed",
        description="A change that can no longer reach its sitting: listed apart, or an error "
        "that stops the whole plan",
        examples=["error"],
    )
    attest_again_after: Duration = Field(
        default=timedelta(days=30),
        description="How long somebody's word holds for what is set by hand: 90m, 24h, 30d",
        examples=["30d"],
        json_schema_extra={"default": "30d"},
    )
    quiet: list[Quiet] = Field(
        default=[],
        description="Times in which nothing is changed, beside the region's own",
        examples=[[{"weekly": "Mon 08:00-18:00", "why": "teaching hours"}]],
    )
    quiet_off: list[Literal["cirrus-release", "cirrus-maintenance"]] = Field(
        default=[],
        description="The region's quiet windows that this site does not want",
        examples=[["cirrus-maintenance"]],
    )
    limits: Limits = Field(
        default=Limits(), description="How much one run may do", examples=[{"changes": "30%"}]
    )
    approvals: list[Approval] = Field(
        default=[],
        description="Teams without whose approval changes of some directions are not made",
        examples=[
            [
                {
                    "team": "data-protection",
                    "when": ["data collection widened"],
                    "why": "what is collected is in the register of processing",
                }
            ]
        ],
    )
    pace: Pace = Field(
        default=Pace(),
        description="How fast the platform is asked",
        examples=[{"requests_per_second": 10}],
    )


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
