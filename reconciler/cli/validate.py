"""`reconciler validate`: everything that is wrong with the files, without the network."""

from datetime import UTC, datetime
from pathlib import Path

import click

from reconciler.cli import options


@click.command()
@click.argument("config", default="config", type=click.Path(path_type=Path))
@options.form(["text", "json", "markdown", "github", "sarif", "junit"])
@click.pass_context
def validate(ctx: click.Context, config: Path, form: str) -> None:
    """Check the files below CONFIG (default: config); no network.

    Exit code 0: no errors, though there may be warnings. 1: errors.
    """
    # Imported here so that --help stays fast.
    from reconciler import checking  # noqa: PLC0415
    from reconciler.cli.checkout import home  # noqa: PLC0415
    from reconciler.cli.talk import Talk  # noqa: PLC0415
    from reconciler.reports.checked import checked  # noqa: PLC0415
    from reconciler.reports.findings import findings  # noqa: PLC0415

    document = checked(checking.check(config, datetime.now(UTC)), str(config))
    found = findings("validate", document.problems, config, home(config))
    Talk().print_checked(document, found, form)
    ctx.exit(0 if document.ok else 1)
