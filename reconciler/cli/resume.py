"""`reconciler resume`: activates again whatever an interrupted run left deactivated."""

from datetime import timedelta
from pathlib import Path

import click

from reconciler.cli import options


@click.command()
@options.environment
@click.option(
    "--wait",
    type=click.IntRange(min=0),
    default=0,
    metavar="MINUTES",
    help="Wait so long for the lock of another run; that of a dead one runs out after five.",
)
@click.pass_context
def resume(ctx: click.Context, environment: str, config: Path, wait: int) -> None:
    """Activate again what an interrupted run left deactivated in ENVIRONMENT.

    Nothing else is done, and no guard stands in the way. Exit code 7: an exam is still inactive.
    """
    # Imported here so that --help stays fast.
    from reconciler import pipeline  # noqa: PLC0415
    from reconciler.cli.case import Purpose, locked, opened  # noqa: PLC0415
    from reconciler.cli.rescue import rescued  # noqa: PLC0415
    from reconciler.cli.talk import Talk  # noqa: PLC0415
    from reconciler.model.exit_code import of_rescue  # noqa: PLC0415

    talk = Talk()
    with (
        opened(config, environment, talk, Purpose.MEND) as reached,
        locked(reached, talk, timedelta(minutes=wait)) as at,
    ):
        found = rescued(at, pipeline.recalled(at.case), talk)
        if not found:
            talk.say("no exam was left inactive")
        ctx.exit(of_rescue(found))
