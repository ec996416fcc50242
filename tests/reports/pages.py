"""A report as a terminal of some width would show it."""

from collections.abc import Iterable

from reconciler.reports.text.layout import Block
from tests.reports import text


def page(blocks: Iterable[Block], width: int | None = None) -> str:
    return text.render(blocks, width).plain + "\n"
