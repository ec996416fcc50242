"""`reconciler github drift`: what moved, in one issue that is open for as long as something has."""

from pathlib import Path

import click

from reconciler.cli import options


@click.command()
@options.environment
@click.pass_context
def drift(ctx: click.Context, environment: str, config: Path) -> None:
    """Look for what moved in ENVIRONMENT and keep the issue about it. Changes nothing there.

    The issue is opened once, edited after, and closed when nothing is left to say.

    Exit code 0: the issue says what there is. 1: an error. 7: an exam was left inactive.
    """
    # Imported here so that --help stays fast.
    from reconciler.cli.github.watching import watched  # noqa: PLC0415

    ctx.exit(watched(environment, config))
