"""`reconciler github`: plan, apply and drift as a workflow runs them, told where people read it."""

import click

from reconciler.cli.github.apply import apply
from reconciler.cli.github.correct import correct
from reconciler.cli.github.drift import drift
from reconciler.cli.github.plan import plan


@click.group()
def github() -> None:
    """Plan, apply and drift as a GitHub workflow runs them: in the job, with GITHUB_TOKEN.

    A plan goes into one comment on the pull request, drift into one issue, both edited in place.
    """


for command in (plan, apply, drift, correct):
    github.add_command(command)
