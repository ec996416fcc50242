"""`reconciler report`: what an office wants on paper, one file a report."""

from collections.abc import Mapping
from importlib import import_module
from typing import Final

import click

# As for commands: a report is the object of its name in the module of its name.
REPORTS: Final[Mapping[str, str]] = {
    "reviewers": "Who looks at the recordings of each assessment, and whether they can.",
}


class _Reports(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        return list(REPORTS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in REPORTS:
            return super().get_command(ctx, cmd_name)
        command = vars(import_module(f"{__name__}.{cmd_name}"))[cmd_name]
        assert isinstance(command, click.Command)  # noqa: S101 -- narrows
        return command

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 -- click's signature
        formatter: click.HelpFormatter,
    ) -> None:
        with formatter.section("Reports"):
            formatter.write_dl(list(REPORTS.items()))


@click.group(cls=_Reports)
def report() -> None:
    """What an office wants on paper."""
