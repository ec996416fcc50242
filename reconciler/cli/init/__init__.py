"""`reconciler init`: a new repository of exam configuration, ready to push."""

from pathlib import Path
from typing import TypedDict, Unpack
from zoneinfo import available_timezones

import click

from reconciler.model.meant import meant


class Words(TypedDict):
    """The options as they were given."""

    folder: Path
    name: str
    time_zone: str | None
    region: str


def _printable(_ctx: click.Context, _param: click.Parameter, name: str) -> str:
    if not name.strip() or not name.isprintable():
        raise click.BadParameter("a name has letters, and none that cannot be shown")
    return name


def _zone(_ctx: click.Context, _param: click.Parameter, zone: str | None) -> str | None:
    if zone is not None and zone not in available_timezones():
        near = meant(zone, available_timezones())
        hint = f"did you mean {near}?" if near else "write one such as Europe/Amsterdam"
        raise click.BadParameter(f'"{zone}" is not a time zone; {hint}')
    return zone


def _named(_ctx: click.Context, _param: click.Parameter, folder: str) -> Path:
    # What a shell makes of a variable that is not set would be the folder that one is in.
    if not folder:
        raise click.BadParameter("name a folder; . is the one that you are in")
    return Path(folder)


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(), callback=_named)
@click.option(
    "--name", default="Example University", callback=_printable, help="Of the institution."
)
@click.option(
    "--region",
    type=click.Choice(["eu", "ca", "sg", "au"]),
    default="eu",
    show_default=True,
    help="Of Cirrus, which brings its release and maintenance windows.",
)
@click.option("--time-zone", callback=_zone, help="An IANA name; that of the region by default.")
def init(**words: Unpack[Words]) -> None:
    """Write a new repository into DIR: files, schemas, workflows, editor settings and a hook.

    Nothing is overwritten: when one of the files is there already, nothing is written at all.
    """
    # Imported here so that --help stays fast.
    from reconciler.cli.init.starter import starter, write  # noqa: PLC0415
    from reconciler.cli.talk import Talk  # noqa: PLC0415
    from reconciler.model.windows import regions  # noqa: PLC0415

    folder, region = words["folder"], words["region"]
    zone = words["time_zone"] or regions()[region].zone
    for path in write(folder, starter(words["name"], zone, region)):
        click.echo(path)
    Talk().say(f"next: `cd {folder}`, `reconciler validate`; {folder / 'README.md'} tells the rest")
