"""The commands: options in, exit code out; nothing is decided here."""

from collections.abc import Mapping
from importlib import import_module
from keyword import iskeyword
from typing import Final

import click

INTERRUPTED = 130  # 128 + SIGINT, as shells report it

# Each command is the object of its name in the module of its name, which is read on first use only:
# the summaries stand here so that --help reads none.
COMMANDS: Final[Mapping[str, str]] = {
    "validate": "Check the files; no network.",
    "explain": "Why a lint, a rule or a policy is there, and what to do.",
    "policy": "Try the policies on the cases of their tests; no network.",
    "show": "The effective document of one object, with the place of each value.",
    "import": "Write files that declare what is live and not declared yet.",
    "plan": "What would change, why, and what will not. Changes nothing.",
    "apply": "Show the plan, ask, and do it.",
    "drift": "What moved on the platform, who moved it and when. Changes nothing.",
    "propose": "Write what moved on the platform into the files, on a branch.",
    "status": "In sync, or why not. Changes nothing.",
    "runbook": "What is to be done by hand, step by step. Changes nothing.",
    "attest": "Put on record that steps were taken by hand.",
    "notice": "What candidates must be told of a sitting, and what the office does for it.",
    "history": "What was done, newest last.",
    "resume": "Activate again what an interrupted run left inactive.",
    "report": "What auditors and data protection ask for.",
    "excuse": "Leave what was changed on the platform alone until a day.",
    "unlock": "Break the lock of a run that is dead.",
    "init": "Write a new repository, ready to push.",
    "github": "Plan, apply and drift as a GitHub workflow runs them.",
    "schema": "The JSON Schemas of the files, for editors.",
    "sandbox": "Run a stand-in tenant on this machine.",
    "demo": "The whole story in one go, against a stand-in tenant.",
}


class Commands(click.Group):
    """Commands that are read on first use: one module each in *package*, by their summaries."""

    package: str
    summaries: Mapping[str, str]

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """Their names, in the order in which help tells of them."""
        return list(self.summaries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, if there is one."""
        if cmd_name not in self.summaries:
            return super().get_command(ctx, cmd_name)
        # A command may have the name of a keyword; its module and its object have another.
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command = vars(import_module(f"{self.package}.{name}"))[name]
        assert isinstance(command, click.Command)  # noqa: S101 -- narrows
        return command

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 -- click's signature
        formatter: click.HelpFormatter,
    ) -> None:
        """The summaries, without reading any command."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.summaries.items()))


class _Reconciler(Commands):
    package = __name__
    summaries = COMMANDS

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (KeyboardInterrupt, click.Abort):
            click.echo("interrupted", err=True)
            ctx.exit(INTERRUPTED)


@click.group(cls=_Reconciler, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="proctoring-reconciler", prog_name="reconciler")
@click.option("--debug", is_flag=True, help="Show the traceback of an unexpected error.")
def reconciler(*, debug: bool) -> None:
    """GitOps for exam proctoring: what git declares, the platform gets, and no exam is harmed."""
