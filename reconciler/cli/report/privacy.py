"""`reconciler report privacy`: the register of personal data, from the files or the platform."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reconciler.cli import options

if TYPE_CHECKING:
    from reconciler.cli.talk import Talk
    from reconciler.reports.register import RegisterDocument


@click.command()
@options.environment
@click.option(
    "--live",
    is_flag=True,
    help="Ask the platform: each sitting with its candidates, and what it really runs with.",
)
@options.form(["markdown", "csv"])
@click.pass_context
def privacy(ctx: click.Context, environment: str, config: Path, form: str, *, live: bool) -> None:
    """Print what each exam of ENVIRONMENT collects, by which setting, what for and for how long.

    Without --live from the files alone: an entry for each rule of an assessment and each sitting
    with a document of its own.

    Exit code 0: here it is. 1: an error; the files collect more than the site allows.
    """
    # Imported here so that --help stays fast.
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    from reconciler.cli.talk import Talk  # noqa: PLC0415
    from reconciler.reports import csv, markdown  # noqa: PLC0415

    talk = Talk()
    document, zone, good = _document(config, environment, talk, live=live)
    is_csv = form == "csv"
    talk.raw(csv.register(document) if is_csv else markdown.register(document, ZoneInfo(zone)))
    ctx.exit(0 if good else 1)


def _document(
    config: Path, name: str, talk: "Talk", *, live: bool
) -> tuple["RegisterDocument", str, bool]:
    """The register, the site's time zone, and whether the files are sound."""
    from reconciler import checking  # noqa: PLC0415
    from reconciler.cli.case import declared, opened  # noqa: PLC0415
    from reconciler.pipeline import registers  # noqa: PLC0415
    from reconciler.reports.register import RegisterDocument  # noqa: PLC0415
    from reconciler.reports.text.problems import problems  # noqa: PLC0415

    now = datetime.now(UTC)
    validated = checking.check(config)
    if not validated.ok:
        talk.show([problems(validated.problems)])
    site, _ = declared(validated, name)
    if live:
        with opened(config, name, talk) as at, talk.busy(f"looking at {name}"):
            entries = registers.collecting(at.case, site.privacy)
    else:
        entries = registers.registered(validated, name, now)
    basis, contact = (site.privacy.basis, site.privacy.contact) if site.privacy else ("", "")
    document = RegisterDocument(site.name, name, now, live, basis, contact, entries)
    return document, site.time_zone, validated.ok
