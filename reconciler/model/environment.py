"""An environment of the Site document: one tenant, its channels, its ledger, its quiet times."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from reconciler.model.address import Endpoint
from reconciler.model.approval import Approval
from reconciler.model.limits import Limits, Pace
from reconciler.model.resource import Shape
from reconciler.model.scalars import Duration, Moment, Weekly, hours


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
