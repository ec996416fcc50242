"""`reconciler github plan`: the plan of a pull request as its one comment; of a merge, a check."""

from pathlib import Path

import click

from reconciler.cli import options


@click.command()
@options.environment
@click.option(
    "--trusted",
    type=click.Path(path_type=Path, file_okay=False),
    help="Send tokens only where site.yaml below this folder sends them: for files that nobody "
    "has reviewed.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also save the plan here.",
)
@click.pass_context
def plan(
    ctx: click.Context, environment: str, config: Path, trusted: Path | None, out: Path | None
) -> None:
    """Plan ENVIRONMENT and say it where people read it. Changes nothing on the platform.

    In a pull request: one comment, edited in place. After a merge, or started by hand: whether the
    plan of now is the one that was reviewed; the output "pending" says whether an apply would have
    something to do, "teams" whose approval it needs. The page of the run gets the whole plan.

    Exit code 0: here is the plan, and it is a reviewed one or there is nothing to do. 1: an error,
    or not the reviewed plan. 7: an exam was left inactive.
    """
    # Imported here so that --help stays fast.
    from reconciler.cli.github.planning import planned  # noqa: PLC0415

    ctx.exit(planned(environment, config, trusted, out))
