"""`reconciler drift`: what moved on the platform and who moved it; has no way to write."""

from pathlib import Path

import click

from reconciler.cli import options


@click.command()
@options.environment
@options.form(["text", "json", "markdown", "github", "sarif"])
@click.pass_context
def drift(ctx: click.Context, environment: str, config: Path, form: str) -> None:
    """Show what moved on the platform in ENVIRONMENT, who moved it and when. Changes nothing.

    Exit code 0: in sync. 1: an error. 3: no drift, but the files are ahead of the platform.
    4: drift. 5: both. 6: only waiting, too-late or by-hand work is left. 7: an exam was left
    inactive. 8: something is unknown.
    """
    # Imported here so that --help stays fast.
    from reconciler.cli.checkout import home  # noqa: PLC0415
    from reconciler.cli.look import seen  # noqa: PLC0415
    from reconciler.cli.talk import Talk  # noqa: PLC0415
    from reconciler.model import exit_code  # noqa: PLC0415
    from reconciler.reports.drifted import drift_document  # noqa: PLC0415
    from reconciler.reports.findings import findings  # noqa: PLC0415

    talk = Talk()
    look = seen(config, environment, talk)
    document = drift_document(look.document, look.memory)
    if form in ("github", "sarif"):
        from reconciler.reports.found import of_drift  # noqa: PLC0415

        found = of_drift(document, look.zone)
        about = f"drift/{environment}"
        talk.print_findings(findings(about, found, config, home(config)), form)
    else:
        talk.print_drift(document, look.zone, form)
    ctx.exit(exit_code.of_drift(look.judged))
