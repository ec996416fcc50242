"""`reconciler policy test`: every policy on the cases of its tests, without the network."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from reconciler.steps.judge import Trial

    Trials = Mapping[str, Sequence[Trial]]


_OURS = ("Policy", "Site")  # what documents of other kinds break, `reconciler validate` says


@click.group()
def policy() -> None:
    """The rules that hold for the files and for what is planned; see docs/policies.md."""


@policy.command()
@click.argument("config", default="config", type=click.Path(path_type=Path))
@click.pass_context
def test(ctx: click.Context, config: Path) -> None:
    """Try each policy that holds below CONFIG (default: config) on the cases of its tests.

    Exit code 0: every case is as expected. 1: one is not, or a policy has errors itself.
    """
    # Imported here so that --help stays fast.
    from reconciler import checking  # noqa: PLC0415
    from reconciler.model.problem import Level  # noqa: PLC0415

    validated, trials = checking.try_policies(config)
    errors = [
        problem
        for problem in validated.problems
        if problem.level is Level.ERROR and (not problem.ref or problem.ref.kind in _OURS)
    ]
    for line in [*map(str, errors), *_lines(trials), _summary(trials)]:
        click.echo(line)
    wrong = any(trial.wrong for tried in trials.values() for trial in tried)
    ctx.exit(1 if wrong or errors else 0)


def _lines(trials: "Trials") -> Iterator[str]:
    for name, tried in trials.items():
        yield name if tried else f"{name}  (no tests)"
        for trial in tried:
            yield f"  FAIL  {trial.test}" if trial.wrong else f"  ok    {trial.test}"
            if trial.wrong:
                yield f"        {trial.place}: {trial.wrong}"


def _summary(trials: "Trials") -> str:
    every = [trial for tried in trials.values() for trial in tried]
    wrong = sum(bool(trial.wrong) for trial in every)
    bare = [name for name, tried in trials.items() if not tried]
    untested = f"; without tests: {', '.join(bare)}" if bare else ""
    return f"{len(every) - wrong} passed, {wrong} failed, in {len(trials)} policies{untested}"
