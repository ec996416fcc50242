"""A proposal from the look to the branch: what `reconciler propose` does."""

from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

import click

from reconciler import pipeline
from reconciler.cli import inplace
from reconciler.cli.branch import Repository
from reconciler.cli.case import opened
from reconciler.cli.look import check_choice
from reconciler.cli.talk import Talk
from reconciler.errors import ReconcilerError
from reconciler.model.exit_code import ExitCode
from reconciler.model.proposal import Proposal
from reconciler.model.ref import Ref
from reconciler.pipeline import files
from reconciler.reports.proposal import Branch, branch_name, message, proposal_document
from reconciler.reports.text.problems import problems


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked for; *branch* None takes the name that fits the objects."""

    only: tuple[Ref, ...]
    everything: bool
    in_place: bool
    branch: str | None


def propose(config: Path, environment: str, asked: Asked, form: str) -> ExitCode:
    """Look, write down what moved, print what became of it; the exit code for it.

    Sends nothing before it is clear that the result can be kept.
    """
    talk = Talk()
    with opened(config, environment, talk) as at:
        repository = None if asked.in_place else _repository(config, asked.branch)
        choice = pipeline.Choice(asked.only)
        with talk.busy(f"looking at {environment}"):
            sight = pipeline.look(at.case, choice)
        check_choice(choice, sight, at.case)
        found = files.propose(at.case, sight, config, everything=asked.everything)
        made, zone = at.made(choice), at.case.zone
    _told(talk, sight, environment)
    branch = _kept(found, environment, zone, repository, asked.branch)
    document = proposal_document(found, environment, made, zone, branch)
    talk.print_proposal(document, zone, form)
    if sight.judged.plan.aside.inactive:
        return ExitCode.INACTIVE
    return ExitCode.DRIFT if found.untaken else ExitCode.IN_SYNC


def _repository(config: Path, branch: str | None) -> Repository:
    repository = Repository.around(config)
    if branch and not repository.legal(branch):
        raise click.BadParameter("git does not take that name", param_hint="--branch")
    return repository


def _told(talk: Talk, sight: pipeline.Sight, environment: str) -> None:
    """Say on the side what a proposal does not mend."""
    plan = sight.judged.plan
    if plan.problems:
        talk.show([problems(plan.problems)])
    if plan.aside.inactive:
        names = ", ".join(str(note.ref) for note in plan.aside.inactive)
        talk.say(f"left inactive: {names}; run `reconciler resume {environment}`")


def _kept(
    found: Proposal,
    environment: str,
    zone: tzinfo,
    repository: Repository | None,
    name: str | None,
) -> Branch | None:
    """Keep the changed files: on a branch, or in their place."""
    for one in found.files:
        if Path(one.file).is_symlink():
            raise ReconcilerError(
                f"{one.file} is a symbolic link, and what it leads to may hold for others, too; "
                "put a plain file there"
            )
    if repository is None:
        inplace.write(found.files)
        return None
    if not found.files:
        return None
    files = {one.file: one.after for one in found.files}
    said = message(found, environment, zone)
    return repository.write(name or branch_name(found, environment), files, said)
