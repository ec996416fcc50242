"""The tables of docs/quiet-windows.md say what the code does."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pydantic import TypeAdapter

from reconciler.model.quiet import quiet_at
from reconciler.model.scalars import Weekly
from reconciler.model.windows import Window, regions

ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (Path(__file__).parents[2] / "docs/quiet-windows.md").read_text().splitlines()
    if re.match(r"\| (?!region|zone)", line)
]
REGIONS = [row for row in ROWS if len(row) == 4]
EXAMPLES = [row for row in ROWS if len(row) == 5]
WEEK = TypeAdapter(Weekly)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_the_table_of_regions_is_what_comes_with_the_tool():
    told = {name: (zone, *map(WEEK.validate_python, spans)) for name, zone, *spans in REGIONS}

    shipped = {
        name: (region.zone, *(quiet.weekly for quiet in region.quiet.values()))
        for name, region in regions().items()
    }
    assert told == shipped


@pytest.mark.parametrize(("zone", "text", "since", "until", "clocks"), EXAMPLES)
def test_an_example_is_what_happens(zone, text, since, until, clocks):
    window = Window(text, clocks, ZoneInfo(zone), WEEK.validate_python(text))

    found = quiet_at((window,), utc(since) + timedelta(minutes=1))

    assert found
    assert (found.since, found.until) == (utc(since), utc(until))
