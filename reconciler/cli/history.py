"""`reconciler history`: the ledger, readable; needs neither the platform nor its tokens."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reconciler.cli import options
from reconciler.model.ref import Ref

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from reconciler.cli.talk import Talk
    from reconciler.model.event import Event


@click.command()
@options.environment
@click.argument("ref", type=options.RefType(), required=False)
@click.option(
    "--settings",
    is_flag=True,
    help="The exact settings that a schedule (REF) ran with, and their revision.",
)
@options.form(["text", "json"])
def history(environment: str, ref: Ref | None, config: Path, *, settings: bool, form: str) -> None:
    """Show what was done in ENVIRONMENT, or to one object of it (REF), newest last."""
    # Imported here so that --help stays fast.
    from reconciler import pipeline  # noqa: PLC0415
    from reconciler.cli.talk import Talk  # noqa: PLC0415
    from reconciler.reports.recorded import HistoryDocument, SettingsDocument  # noqa: PLC0415

    if settings and (ref is None or ref.kind != "Schedule"):
        raise click.UsageError("--settings needs a schedule, such as Schedule/ANAT-101-RESIT")
    talk = Talk()
    events, zone = _recorded(talk, environment, config)
    if settings and ref:
        records = pipeline.ran(events, ref)
        record = SettingsDocument(environment=environment, ref=ref, records=records)
        talk.print_settings(record, zone, form)
        return
    about = tuple(event for event in events if ref in (None, event.ref))
    document = HistoryDocument(environment=environment, ref=ref, events=about)
    talk.print_history(document, zone, form)


def _recorded(talk: "Talk", environment: str, config: Path) -> tuple[Sequence["Event"], "ZoneInfo"]:
    """Every event of an environment, and the site's zone."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    from reconciler import checking  # noqa: PLC0415
    from reconciler.cli import access  # noqa: PLC0415
    from reconciler.cli.case import declared  # noqa: PLC0415
    from reconciler.reports.text import problems  # noqa: PLC0415

    # What was done does not depend on whether the files hold together today.
    validated = checking.check(config)
    if validated.site is None:
        talk.show([problems.problems(validated.problems)])
    site, named = declared(validated, environment)
    with access.ledger(environment, named, config.absolute().parent) as ledger:
        return tuple(ledger.events(environment)), ZoneInfo(site.time_zone)
