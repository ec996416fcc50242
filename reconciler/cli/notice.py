"""`reconciler notice`: what candidates are told, from the settings that their sitting runs with."""

from pathlib import Path
from typing import TypedDict, Unpack

import click

from reconciler.cli import options
from reconciler.model.ref import Ref


class Words(TypedDict):
    """The options as they were given."""

    environment: str
    config: Path
    schedules: tuple[Ref, ...]
    everyone: bool
    language: str
    audience: str
    form: str
    out: Path | None
    published: bool


class ScheduleType(click.ParamType[Ref]):
    """A schedule by its external id, with or without the word of its kind."""

    name = "schedule"

    def convert(
        self, value: str | Ref, param: click.Parameter | None, ctx: click.Context | None
    ) -> Ref:
        """The Ref of the schedule."""
        del param, ctx
        if isinstance(value, Ref):
            return value
        return Ref("Schedule", value.removeprefix("Schedule/"))


@click.command()
@options.environment
@click.argument("schedules", metavar="[SCHEDULE]...", type=ScheduleType(), nargs=-1)
@click.option("--all", "everyone", is_flag=True, help="Every proctored sitting that is to come.")
@click.option("--language", default="en", show_default=True, help="The language of the texts.")
@click.option(
    "--for",
    "audience",
    type=click.Choice(["candidates", "office"]),
    default="candidates",
    show_default=True,
    help="Who reads it; the office gets a list to tick off.",
)
@options.form(["markdown", "html"])
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write files into this folder, in both forms; only those that have changed.",
)
@click.option(
    "--published", is_flag=True, help="Record that candidates are given this; see `status`."
)
@click.pass_context
def notice(ctx: click.Context, **words: Unpack[Words]) -> None:
    """Write what candidates of SCHEDULE in ENVIRONMENT must be told. Changes nothing there.

    Exit code 0: here it is. 1: an error. 8: nobody can tell what a sitting runs with.
    """
    # Imported here so that --help stays fast.
    from reconciler.cli.noticing import Asked, notify  # noqa: PLC0415
    from reconciler.cli.talk import Talk  # noqa: PLC0415

    _check(words)
    asked = Asked(
        environment=words["environment"],
        config=words["config"],
        schedules=words["schedules"],
        language=words["language"],
        office=words["audience"] == "office",
        form=words["form"],
        out=words["out"],
        published=words["published"],
    )
    ctx.exit(notify(asked, Talk()))


def _check(words: Words) -> None:
    named = len(words["schedules"])
    if words["everyone"] == bool(named):
        raise click.UsageError("name a schedule, or give --all")
    if (words["everyone"] or named > 1) and not words["out"]:
        raise click.UsageError("several notices need --out DIR")
    if words["published"] and words["audience"] == "office":
        raise click.UsageError("--published is about what candidates are given; no --for office")
