"""`reconciler report reviewers`: who looks at the recordings of each assessment."""

from pathlib import Path

import click

from reconciler.cli import options


@click.command()
@options.environment
@options.form(["text", "markdown", "csv"])
def reviewers(environment: str, config: Path, form: str) -> None:
    """Say who looks at the recordings of each assessment of ENVIRONMENT, when, what happens next.

    Checks it against what roles may do once the files are applied. Changes nothing.
    """
    # Imported here so that --help stays fast.
    from reconciler import pipeline  # noqa: PLC0415
    from reconciler.cli.case import opened  # noqa: PLC0415
    from reconciler.cli.talk import Talk  # noqa: PLC0415
    from reconciler.pipeline import people  # noqa: PLC0415
    from reconciler.reports import csv, markdown  # noqa: PLC0415
    from reconciler.reports.text import reviewers as page  # noqa: PLC0415

    talk = Talk()
    with opened(config, environment, talk) as at:
        with talk.busy(f"looking at {environment}"):
            sight = pipeline.look(at.case)
        found = people.reviewers(at.case, sight)
    match form:
        case "markdown":
            talk.raw(markdown.reviewers(found))
        case "csv":
            talk.raw(csv.reviewers(found))
        case _:
            talk.result(page.reviewers(found))
