"""`reconciler unlock`: breaks the lock of an environment whose run is dead."""

from pathlib import Path

import click

from reconciler.cli import options


@click.command()
@options.environment
@click.option("--because", metavar="TEXT", required=True, help="Why; goes on record.")
def unlock(environment: str, because: str, config: Path) -> None:
    """Break the lock of ENVIRONMENT, once you are sure that the run that holds it is dead."""
    # Imported here so that --help stays fast.
    from reconciler import pipeline  # noqa: PLC0415
    from reconciler.cli.case import noted  # noqa: PLC0415
    from reconciler.cli.talk import Talk  # noqa: PLC0415

    talk = Talk()
    with noted(config, environment, talk) as journal:
        holder = pipeline.unlock(journal, because)
        talk.say(f"broke the lock of {holder}" if holder else f"{environment} is not locked")
