"""`reconciler github apply`: exactly what was reviewed in the pull request that was merged."""

from pathlib import Path

import click

from reconciler.cli import options


@click.command()
@options.environment
@click.option(
    "--signed-off",
    metavar="TEAMS",
    default="[]",
    help='These teams have approved it; as the output "teams" of the plan lists them.',
)
@click.pass_context
def apply(ctx: click.Context, environment: str, config: Path, signed_off: str) -> None:
    """Apply to ENVIRONMENT the plan that was reviewed, if it is still the plan.

    After a merge that is the one in the comment on its pull request, made of the very commit that
    was merged; started by hand, the one whose digest was typed.

    Exit code 0: done; what has to wait or is by hand may be left. 1: an error, a failed change, or
    nothing was done. 7: an exam was left inactive.
    """
    # Imported here so that --help stays fast.
    from reconciler.cli.github.carrying import applied, teams  # noqa: PLC0415

    ctx.exit(applied(environment, config, teams(signed_off)))
