"""`reconciler resume`: activates again whatever an interrupted run left deactivated."""

from pathlib import Path

import click

from reconciler.cli import options


@click.command()
@options.environment
@click.pass_context
def resume(ctx: click.Context, environment: str, config: Path) -> None:
    """Activate again what an interrupted run left deactivated in ENVIRONMENT.

    Nothing else is done, and no guard stands in the way. Exit code 7: an exam is still inactive.
    """
    # Imported here so that --help stays fast.
    from reconciler.cli.case import Purpose, locked, opened  # noqa: PLC0415
    from reconciler.cli.rescue import rescued  # noqa: PLC0415
    from reconciler.cli.talk import Talk  # noqa: PLC0415
    from reconciler.model.exit_code import of_rescue  # noqa: PLC0415

    talk = Talk()
    with (
        opened(config, environment, talk, Purpose.MEND) as reached,
        locked(reached, talk) as at,
    ):
        found = rescued(at, talk)
        if not found:
            talk.say("no exam was left inactive")
        ctx.exit(of_rescue(found))
