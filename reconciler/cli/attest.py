"""`reconciler attest`: puts on record that somebody has taken steps of the runbook."""

from pathlib import Path
from typing import TypedDict, Unpack

import click

from reconciler.cli import options


class Words(TypedDict):
    """The options as they were given."""

    environment: str
    config: Path
    steps: tuple[str, ...]
    everything: bool
    digest: str
    by: str | None
    note: str
    evidence: Path | None


def _somebody(_: click.Context, _param: click.Parameter, name: str | None) -> str | None:
    # A script whose variable is not set would sign for whoever runs it.
    if name is not None and not name.strip():
        raise click.BadParameter("it is empty; leave --by out to sign yourself")
    return name


@click.command()
@options.environment
@click.argument("steps", nargs=-1, metavar="[STEP|REF]...")
@click.option("--all", "everything", is_flag=True, help="Every step that the runbook has now.")
@click.option(
    "--digest",
    default="",
    metavar="DIGEST",
    help="The plan that the runbook was printed from (12 characters or more): refused if it is no "
    "longer the plan. With it, a step may be named by its number alone.",
)
@click.option("--by", callback=_somebody, metavar="WHO", help="Who took the steps; left out: you.")
@click.option("--note", default="", metavar="TEXT", help="Whatever else is to be on record.")
@click.option(
    "--evidence",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="A file that shows it, such as a screenshot: its SHA-256 goes on record, not the file.",
)
def attest(**words: Unpack[Words]) -> None:
    """Record that steps of the runbook of ENVIRONMENT were taken: some, those of objects, or all.

    A STEP is named as the runbook prints it, such as 3-7f3a2c1d; a step that is no longer in the
    plan is refused, and then nothing is recorded.
    """
    # Imported here so that --help stays fast.
    from reconciler import pipeline  # noqa: PLC0415
    from reconciler.cli.case import opened  # noqa: PLC0415
    from reconciler.cli.talk import Talk  # noqa: PLC0415
    from reconciler.errors import ReconcilerError  # noqa: PLC0415
    from reconciler.model.runbook import Word  # noqa: PLC0415
    from reconciler.pipeline import people  # noqa: PLC0415
    from reconciler.reports.words import number, shown  # noqa: PLC0415

    names, environment = words["steps"], words["environment"]
    if bool(names) == words["everything"]:
        raise click.UsageError("name steps or objects, or say --all")
    talk = Talk()
    file = words["evidence"]
    with opened(words["config"], environment, talk) as at:
        with talk.busy(f"looking at {environment}"):
            sight = pipeline.look(at.case)
        if sight.judged.plan.errors:
            problem = sight.judged.plan.errors[0]
            raise ReconcilerError(f"nothing was recorded: {problem.message}; {problem.hint}")
        who = (words["by"] or at.case.journal.actor).strip()
        evidence = _hashed(file) if file else ""
        word = Word(who, words["note"].strip(), evidence, file.name if file else "")
        found = people.attest(at.case, sight, names, word, words["digest"])
    said = (
        f"{number(len(found), 'step')} on record, by {shown(who)}" if found else "nothing to attest"
    )
    talk.say(f"{said}; `reconciler status {environment}` says how things stand")


def _hashed(file: Path) -> str:
    from hashlib import file_digest  # noqa: PLC0415

    with file.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()
