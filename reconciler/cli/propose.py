"""`reconciler propose`: what moved on the platform, written into the files, on a branch."""

from pathlib import Path
from typing import TypedDict, Unpack

import click

from reconciler.cli import options
from reconciler.model.ref import Ref


class Words(TypedDict):
    """The options as they were given."""

    environment: str
    config: Path
    only: tuple[Ref, ...]
    everything: bool
    in_place: bool
    branch: str | None
    form: str


@click.command()
@options.environment
@options.only
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="Also what the files ask for and the platform does not have yet.",
)
@click.option("--in-place", is_flag=True, help="Write into the files; needs no git.")
@click.option("--branch", help="The branch; left out: propose/ENVIRONMENT-… for these objects.")
@options.form(["text", "json", "markdown"])
@click.pass_context
def propose(ctx: click.Context, **words: Unpack[Words]) -> None:
    """Write what moved on the platform in ENVIRONMENT into the files, on a branch of its own.

    The other way to end drift: not the platform is put right, but the files. Writes nothing to the
    platform; the checkout stays as it is.

    Exit code 0: all that moved is proposed, or nothing moved. 1: an error. 4: something that moved
    cannot be proposed. 7: an exam was left inactive.
    """
    # Imported here so that --help stays fast.
    from reconciler.cli import proposing  # noqa: PLC0415

    if words["in_place"] and words["branch"]:
        raise click.UsageError("--in-place makes no branch; give one of --in-place and --branch")
    asked = proposing.Asked(words["only"], words["everything"], words["in_place"], words["branch"])
    ctx.exit(proposing.propose(words["config"], words["environment"], asked, words["form"]))
