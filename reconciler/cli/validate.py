"""`reconciler validate`: everything that is wrong with the files, without the network."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from reconciler.model.problem import Level, Problem
from reconciler.model.validated import Validated

SCHEMA = "reconciler/problems/1"


@click.command()
@click.argument("config", default="config", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How problems are printed.",
)
@click.pass_context
def validate(ctx: click.Context, config: Path, form: str) -> None:
    """Check the files below CONFIG (default: config); no network.

    Exit code 0: no errors, though there may be warnings. 1: errors.
    """
    # Imported here so that --help stays fast.
    from reconciler import pipeline  # noqa: PLC0415

    validated = pipeline.check(config, datetime.now(UTC))
    lines = [_json(validated)] if form == "json" else _text(validated, config)
    for line in lines:
        click.echo(line)
    ctx.exit(0 if validated.ok else 1)


def _text(validated: Validated, config: Path) -> Iterator[str]:
    for problem in validated.problems:
        yield str(problem)
    yield f"{config}: {_summary(validated)}"


def _summary(validated: Validated) -> str:
    counts = _counts(validated)
    found = [_number(count, level) for level, count in counts.items() if count]
    if found:
        return " and ".join(found)
    return "no problems in " + ", ".join(
        f"{name} ({_number(len(desired), 'object')})"
        for name, desired in validated.environments.items()
    )


def _number(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _counts(validated: Validated) -> dict[str, int]:
    levels = [problem.level for problem in validated.problems]
    return {level.value: levels.count(level) for level in Level}


def _json(validated: Validated) -> str:
    counts = _counts(validated)
    answer = {
        "schema": SCHEMA,
        "ok": validated.ok,
        "errors": counts[Level.ERROR],
        "warnings": counts[Level.WARNING],
        "problems": [_entry(problem) for problem in validated.problems],
    }
    return json.dumps(answer, indent=2, ensure_ascii=False)


def _entry(problem: Problem) -> dict[str, object]:
    place = problem.place
    return {
        "code": problem.code,
        "level": problem.level,
        "message": problem.message,
        "hint": problem.hint,
        "ref": str(problem.ref) if problem.ref else None,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
    }
