"""`reconciler report`: what auditors and data protection ask for, one file each."""

from collections.abc import Mapping
from typing import Final

import click

from reconciler.cli import Commands

REPORTS: Final[Mapping[str, str]] = {
    "privacy": "The register of personal data that each exam collects.",
}


class _Reports(Commands):
    package = __name__
    summaries = REPORTS


@click.group(cls=_Reports)
def report() -> None:
    """What auditors and data protection ask for. Changes nothing."""
