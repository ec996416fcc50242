"""Options that several commands share."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from reconciler.model.ref import Ref

Command = Callable[..., Any]


class RefType(click.ParamType[Ref]):
    """An object, written Kind/name."""

    name = "ref"

    def convert(
        self, value: str | Ref, param: click.Parameter | None, ctx: click.Context | None
    ) -> Ref:
        """The Ref that *value* writes."""
        if isinstance(value, Ref):
            return value
        try:
            return Ref.parse(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


def environment(command: Command) -> Command:
    """ENVIRONMENT and --config, as every command that works on one takes them."""
    config = click.option(
        "--config",
        default="config",
        show_default=True,
        type=click.Path(path_type=Path),
        help="The folder of the configuration.",
    )
    return click.argument("environment")(config(command))


def form(names: Sequence[str]) -> Callable[[Command], Command]:
    """--format with the forms that a command has, the first by default."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(names),
        default=names[0],
        show_default=True,
        help="How the result is printed.",
    )


only = click.option(
    "--only",
    type=RefType(),
    multiple=True,
    metavar="REF",
    help="Only this object, such as Template/high-stakes; may be given again.",
)


def choice(command: Command) -> Command:
    """--only and --only-drift: a part of the plan."""
    drift = click.option(
        "--only-drift",
        is_flag=True,
        help="Only what was changed on the platform; what is new in the files stays for later.",
    )
    return only(drift(command))
