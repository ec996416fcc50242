"""Writes of a workflow run: what was reviewed, or what moved; told under the run as well."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from pydantic import TypeAdapter, ValidationError

from reconciler.cli.applying import carry_out
from reconciler.cli.github.reviewed import reviewed
from reconciler.cli.order import Order
from reconciler.errors import ReconcilerError
from reconciler.forge.actions import Run, current
from reconciler.forge.rest import connected
from reconciler.model.exit_code import ExitCode
from reconciler.reports import markdown

# Work that waits, or is for people, is in the plan that was reviewed: the run has done its part.
GOOD = frozenset({ExitCode.IN_SYNC, ExitCode.WAITING, ExitCode.UNKNOWN})


def teams(listed: str) -> tuple[str, ...]:
    """The teams that JSON lists; a usage error for anything else."""
    try:
        return tuple(TypeAdapter(list[str]).validate_json(listed, strict=True))
    except ValidationError:
        raise click.BadParameter("it is no JSON list", param_hint="--signed-off") from None


def applied(environment: str, config: Path, signed_off: tuple[str, ...]) -> int:
    """Do what was reviewed; the exit code. Raises ReconcilerError when nothing is to be written."""
    run = current(os.environ)
    with _told(run, environment):
        with connected(run) as rest:
            review = reviewed(rest, run, environment)
        order = Order(
            environment,
            config,
            expect=review.digest,
            made=review.made,
            max_schedules=review.schedules,
            max_candidates=review.candidates,
            no_input=True,
            signed_off=signed_off,
        )
        return _good(carry_out(order))


def corrected(environment: str, config: Path) -> int:
    """Put right what moved, then do what was approved; the exit code of the worse."""
    run = current(os.environ)
    with _told(run, environment):
        moved = carry_out(Order(environment, config, only_drift=True, yes=True, no_input=True))
        waited = carry_out(Order(environment, config, approved=True, no_input=True))
        return _good(moved) or _good(waited)


def _good(code: int) -> int:
    return ExitCode.IN_SYNC if code in GOOD else code


@contextmanager
def _told(run: Run, environment: str) -> Iterator[None]:
    try:
        yield
    except ReconcilerError as error:
        run.summarise(markdown.not_applied(environment, str(error)))
        raise
