"""A report as a terminal of some width would show it."""

from collections.abc import Iterable

from reconciler.reports import text
from reconciler.reports.text import Block


def page(blocks: Iterable[Block], width: int | None = None) -> str:
    return text.render(blocks, width).plain + "\n"
