"""`reconciler status`: in sync or why not, on one screen; has no way to write."""

from pathlib import Path

import click

from reconciler.cli import options


@click.command()
@options.environment
@click.pass_context
def status(ctx: click.Context, environment: str, config: Path) -> None:
    """Say whether ENVIRONMENT is as the files want it, and if not, why. Changes nothing.

    Exit code 0: in sync. 1: an error. 3: the files are ahead of the platform. 4: drift. 5: both.
    6: only waiting, too-late or by-hand work is left. 7: an exam was left inactive. 8: something
    is unknown.
    """
    # Imported here so that --help stays fast.
    from reconciler.cli.look import seen  # noqa: PLC0415
    from reconciler.cli.talk import Talk  # noqa: PLC0415
    from reconciler.model import exit_code  # noqa: PLC0415
    from reconciler.reports.text import status as page  # noqa: PLC0415

    talk = Talk()
    look = seen(config, environment, talk)
    talk.result(page.status(look.standing, look.zone))
    ctx.exit(exit_code.of_plan(look.judged))
