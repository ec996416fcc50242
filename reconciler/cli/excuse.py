"""`reconciler excuse`: leaves what somebody changed on the platform alone until a day."""

from datetime import datetime
from pathlib import Path

import click

from reconciler.cli import options
from reconciler.model.ref import Ref


@click.command()
@options.environment
@click.argument("ref", type=options.RefType())
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    required=True,
    help="The last day, in the site's time zone.",
)
@click.option("--because", metavar="TEXT", required=True, help="Why; goes on record.")
def excuse(environment: str, ref: Ref, until: datetime, because: str, config: Path) -> None:
    """Leave what was changed on the platform of REF alone until a day."""
    # Imported here so that --help stays fast.
    from reconciler import pipeline  # noqa: PLC0415
    from reconciler.cli.case import noted  # noqa: PLC0415
    from reconciler.cli.talk import Talk  # noqa: PLC0415

    talk = Talk()
    with noted(config, environment, talk) as journal:
        pipeline.excuse(journal, ref, until.date(), because)
        talk.say(f"{ref} is left alone until {until:%Y-%m-%d}")
