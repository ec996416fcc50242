"""The commands: options in, exit code out; nothing is decided here."""

from collections.abc import Mapping
from importlib import import_module
from typing import Final

import click

INTERRUPTED = 130  # 128 + SIGINT, as shells report it

# Each command is the object of its name in the module of its name, which is read on first use only:
# the summaries stand here so that --help reads none.
COMMANDS: Final[Mapping[str, str]] = {
    "validate": "Check the files; no network.",
    "show": "The effective document of one object, with the place of each value.",
    "plan": "What would change, why, and what will not. Changes nothing.",
    "apply": "Show the plan, ask, and do it.",
    "drift": "What moved on the platform, who moved it and when. Changes nothing.",
    "status": "In sync, or why not. Changes nothing.",
    "runbook": "What is to be done by hand, step by step. Changes nothing.",
    "attest": "Put on record that steps were taken by hand.",
    "history": "What was done, newest last.",
    "resume": "Activate again what an interrupted run left inactive.",
    "excuse": "Leave what was changed on the platform alone until a day.",
    "unlock": "Break the lock of a run that is dead.",
    "schema": "The JSON Schemas of the files, for editors.",
    "sandbox": "Run a stand-in tenant on this machine.",
    "demo": "The whole story in one go, against a stand-in tenant.",
}


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        command = vars(import_module(f"{__name__}.{cmd_name}"))[cmd_name]
        assert isinstance(command, click.Command)  # noqa: S101 -- narrows
        return command

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 -- click's signature
        formatter: click.HelpFormatter,
    ) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (KeyboardInterrupt, click.Abort):
            click.echo("interrupted", err=True)
            ctx.exit(INTERRUPTED)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="proctoring-reconciler", prog_name="reconciler")
@click.option("--debug", is_flag=True, help="Show the traceback of an unexpected error.")
def reconciler(*, debug: bool) -> None:
    """GitOps for exam proctoring: what git declares, the platform gets, and no exam is harmed."""
