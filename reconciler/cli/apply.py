"""`reconciler apply`: shows the plan, asks, and does exactly that."""

from pathlib import Path
from typing import Any

import click

from reconciler.cli import options
from reconciler.cli.order import Order


@click.command()
@options.environment
@click.option(
    "--plan",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Do what this saved plan says, if it is still the plan. A reviewed plan is not asked "
    "about again.",
)
@click.option(
    "--expect",
    metavar="DIGEST",
    help="Do the plan of this digest (12 characters or more), if it is still the plan. A reviewed "
    "plan is not asked about again.",
)
@options.choice
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--no-input", is_flag=True, help="Never ask: without --yes, nothing is done.")
@click.option(
    "--allow-changes",
    type=click.IntRange(min=0),
    metavar="N",
    help="So many updates and deletes of a kind, in place of the site's limit.",
)
@click.option(
    "--allow-deletes",
    type=click.IntRange(min=0),
    metavar="N",
    help="So many deletes, in place of the site's limit.",
)
@click.option(
    "--max-schedules",
    type=click.IntRange(min=0),
    metavar="N",
    help="Do nothing if it would touch more schedules than this; with --plan, by default, more "
    "than were reviewed.",
)
@click.option(
    "--max-candidates",
    type=click.IntRange(min=0),
    metavar="N",
    help="Do nothing if it would touch more booked candidates than this; with --plan as above.",
)
@click.option(
    "--approved",
    is_flag=True,
    help="Only what a reviewed plan approved and had to wait; for scheduled runs, does not ask.",
)
@click.option(
    "--signed-off",
    multiple=True,
    metavar="TEAM",
    help="This team has approved what the plan says needs its approval; goes on record; may be "
    "given again.",
)
@click.option(
    "--break-glass",
    is_flag=True,
    help="Set aside lead time, quiet windows and nothing else; needs --because.",
)
@click.option("--because", metavar="TEXT", help="Why guards are set aside; goes on record.")
@click.option(
    "--rollback",
    is_flag=True,
    help="Apply files that are older than those applied last, on purpose.",
)
@options.form(["text", "json"])
@click.pass_context
def apply(ctx: click.Context, /, **words: Any) -> None:  # noqa: ANN401 -- click is the door
    """Show the plan for ENVIRONMENT, ask, and do it.

    Exit code 0: all is as the files say. 1: an error, a failed change, or nothing was done. 6: only
    waiting, too-late or by-hand work is left. 7: an exam was left inactive. 8: something is
    unknown.
    """
    # Imported here so that --help stays fast.
    from reconciler.cli.applying import carry_out  # noqa: PLC0415

    order = Order(**words)
    if order.contradiction:
        raise click.UsageError(order.contradiction)
    ctx.exit(carry_out(order))
