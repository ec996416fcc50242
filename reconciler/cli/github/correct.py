"""`reconciler github correct`: what moved is put right, and what had to wait is done."""

from pathlib import Path

import click

from reconciler.cli import options


@click.command()
@options.environment
@click.pass_context
def correct(ctx: click.Context, environment: str, config: Path) -> None:
    """Put right in ENVIRONMENT what moved, then do what a review approved and had to wait.

    Asks nobody: for runs at night. Nothing else of the files is applied.

    Exit codes as those of `reconciler github apply`.
    """
    # Imported here so that --help stays fast.
    from reconciler.cli.github.carrying import corrected  # noqa: PLC0415

    ctx.exit(corrected(environment, config))
