"""`reconciler plan`: what would change, why, and what will not; has no way to write."""

from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from reconciler.cli import options
from reconciler.model.ref import Ref

if TYPE_CHECKING:
    from reconciler.cli.look import Look
    from reconciler.cli.talk import Talk


class Words(TypedDict):
    """The options as they were given."""

    environment: str
    config: Path
    out: Path | None
    form: str
    exit_code: bool
    only: tuple[Ref, ...]
    only_drift: bool


@click.command()
@options.environment
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also save the plan here, for `reconciler apply --plan FILE`.",
)
@options.form(["text", "json", "markdown", "github"])
@click.option("--exit-code", is_flag=True, help="Exit with what the plan says; see above.")
@options.choice
@click.pass_context
def plan(ctx: click.Context, **words: Unpack[Words]) -> None:
    """Show what would change in ENVIRONMENT, why, and what will not. Changes nothing.

    Exit code 0: here is the plan. 1: an error. 7: an exam was left inactive. With --exit-code also
    3: the files are ahead of the platform. 4: drift. 5: both. 6: only waiting, too-late or by-hand
    work is left. 8: something is unknown.
    """
    # Imported here so that --help stays fast.
    from reconciler.cli.look import seen  # noqa: PLC0415
    from reconciler.cli.talk import Talk  # noqa: PLC0415
    from reconciler.model import exit_code  # noqa: PLC0415
    from reconciler.pipeline import Choice  # noqa: PLC0415

    out = words["out"]
    if out:
        _check(out)
    talk = Talk()
    choice = Choice(tuple(words["only"]), words["only_drift"])
    look = seen(words["config"], words["environment"], talk, choice)
    _show(talk, look, words["config"], words["form"])
    if out:
        _save(talk, look, words["environment"], out)
    code = exit_code.of_plan(look.judged)
    # An exam that was left inactive is never a good plan.
    good = not look.judged.plan.errors and code is not exit_code.ExitCode.INACTIVE
    ctx.exit(0 if good and not words["exit_code"] else code)


def _check(out: Path) -> None:
    from reconciler.cli import saved  # noqa: PLC0415

    saved.check(out)


def _save(talk: "Talk", look: "Look", environment: str, out: Path) -> None:
    from reconciler.cli import saved  # noqa: PLC0415
    from reconciler.reports import sentences  # noqa: PLC0415

    saved.save(look.document, out)
    before = sentences.awaited(look.document)
    command = f"`reconciler apply {environment} --plan {out}` does it"
    talk.say(f"saved; {f'nothing of it is done before {before}' if before else command}")


def _show(talk: "Talk", look: "Look", config: Path, form: str) -> None:
    if form != "github":
        talk.print_plan(look.document, look.zone, form)
        return
    from reconciler.cli.checkout import home  # noqa: PLC0415
    from reconciler.reports.drifted import drift_document  # noqa: PLC0415
    from reconciler.reports.findings import findings  # noqa: PLC0415
    from reconciler.reports.found import of_plan  # noqa: PLC0415

    drift = drift_document(look.document, look.memory)
    found = of_plan(look.document, drift, look.zone)
    talk.print_findings(findings("plan", found, config, home(config)), form)
