"""`reconciler excuse`: leaves what somebody changed on the platform alone until a day."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reconciler.cli import options
from reconciler.cli.guess import near
from reconciler.model.ref import Ref

if TYPE_CHECKING:
    from reconciler.ledger.journal import Journal
    from reconciler.model.validated import Validated


def _reason(_ctx: click.Context, _param: click.Parameter, because: str) -> str:
    if not because.strip():
        raise click.BadParameter("it is empty; say why, for whoever reads the record")
    return because


@click.command()
@options.environment
@click.argument("ref", type=options.RefType())
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    required=True,
    help="The last day, in the site's time zone.",
)
@click.option(
    "--because", metavar="TEXT", required=True, callback=_reason, help="Why; goes on record."
)
def excuse(environment: str, ref: Ref, until: datetime, because: str, config: Path) -> None:
    """Leave what was changed on the platform of REF alone until a day."""
    # Imported here so that --help stays fast.
    from reconciler import checking, pipeline  # noqa: PLC0415
    from reconciler.cli.case import noted  # noqa: PLC0415
    from reconciler.cli.talk import Talk  # noqa: PLC0415
    from reconciler.reports.words import shown  # noqa: PLC0415

    _check_kind(ref)
    talk = Talk()
    with noted(config, environment, talk) as journal:
        validated = checking.check(config)
        _check_day(until.date(), journal, validated)
        if not _known(ref, journal, validated):
            why = "is not declared, and the ledger does not know it; check how it is spelled"
            talk.say(f"warning: {shown(str(ref))} {why}")
        pipeline.excuse(journal, ref, until.date(), because)
        talk.say(f"{shown(str(ref))} is left alone until {until:%Y-%m-%d}")


def _check_kind(ref: Ref) -> None:
    from reconciler.kinds import KINDS  # noqa: PLC0415

    kinds = [kind.name for kind in KINDS]
    if ref.kind not in kinds:
        message = f'"{ref.kind}" is not a kind{near(ref.kind, kinds)}'
        raise click.BadParameter(message, param_hint="REF")


def _check_day(until: date, journal: "Journal", validated: "Validated") -> None:
    from zoneinfo import ZoneInfo, available_timezones  # noqa: PLC0415

    assert validated.site is not None  # noqa: S101 -- narrows; nothing is noted without one
    # An excuse does not wait for files that hold together: a zone may be none.
    named = validated.site.time_zone
    zone = named if named in available_timezones() else "UTC"
    today = journal.clock().astimezone(ZoneInfo(zone)).date()
    if until < today:
        message = f"{until} is over: in {zone} it is {today}; name a day to come"
        raise click.BadParameter(message, param_hint="--until")


def _known(ref: Ref, journal: "Journal", validated: "Validated") -> bool:
    environment = journal.environment
    noticed = (event.ref for event in journal.ledger.events(environment))
    return ref in validated.environments.get(environment, {}) or ref in noticed
