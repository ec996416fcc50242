"""`reconciler runbook`: what people are to do by hand, step by step; has no way to write."""

from pathlib import Path

import click

from reconciler.cli import options
from reconciler.model.ref import Ref


@click.command()
@options.environment
@click.option(
    "--only",
    type=options.RefType(),
    multiple=True,
    metavar="REF",
    help="Only this object, such as Template/high-stakes; may be given again.",
)
@options.form(["text", "markdown", "html"])
@click.pass_context
def runbook(
    ctx: click.Context, environment: str, config: Path, only: tuple[Ref, ...], form: str
) -> None:
    """Show what is to be done by hand in ENVIRONMENT, in the words of Cirrus's pages.

    Only what differs from what somebody has attested, in an order that is safe. `--format html` is
    a page to print and sign. Exit code 0: here it is. 1: an error. 7: an exam was left inactive.
    """
    # Imported here so that --help stays fast.
    from reconciler.cli.look import seen  # noqa: PLC0415
    from reconciler.cli.talk import Talk  # noqa: PLC0415
    from reconciler.model import exit_code  # noqa: PLC0415
    from reconciler.pipeline import Choice  # noqa: PLC0415

    talk = Talk()
    look = seen(config, environment, talk, Choice(only))
    talk.print_runbook(look.document, look.zone, form)
    code = exit_code.of_plan(look.judged)
    broken = look.judged.plan.errors or code is exit_code.ExitCode.INACTIVE
    ctx.exit(code if broken else 0)
