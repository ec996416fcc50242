"""The results as docs/performance.md, between its marks, and as docs/performance.json."""

import json
import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import groupby
from pathlib import Path

from benchmarks.line import Line
from benchmarks.measure import Cost

START, END = "<!-- measured: from here -->", "<!-- measured: to here -->"
SHOWN = ("pyyaml", "yaml-rs", "httpx", "pydantic", "common-expression-language", "check-jsonschema")
HEAD = (
    "| what | CPU s | wall s | peak MiB | requests | writes | against | ratio | bar | |\n"
    "|---|---|---|---|---|---|---|---|---|---|"
)


def write(lines: Sequence[Line], docs: Path, runs: int) -> None:
    """Put the results into the page and beside it."""
    page = docs / "performance.md"
    before, rest = page.read_text().split(START)
    _, after = rest.split(END)
    page.write_text(f"{before}{START}\n\n{_body(lines, runs)}\n\n{END}{after}")
    facts = {"machine": _machine(), "versions": _versions(), "runs": runs}
    data = {**facts, "lines": [{**asdict(line), "verdict": line.verdict} for line in lines]}
    (docs / "performance.json").write_text(json.dumps(data, indent=1) + "\n")


def _body(lines: Sequence[Line], runs: int) -> str:
    return "\n\n".join([_facts(runs), *_tables(lines)])


def _facts(runs: int) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in _versions().items())
    return f"{_machine()}; {versions}. Medians of {runs} runs after a warm-up."


def _machine() -> str:
    day = datetime.now(UTC).date().isoformat()
    return f"Measured on {day}: {os.cpu_count()} cores, {platform.system()} {platform.machine()}"


def _versions() -> dict[str, str]:
    return {"Python": platform.python_version(), **{name: version(name) for name in SHOWN}}


def _tables(lines: Sequence[Line]) -> Iterator[str]:
    for part, found in groupby(lines, key=lambda line: line.part):
        yield "\n".join([f"### {part}", "", HEAD, *map(_row, found)])


def _row(line: Line) -> str:
    ratio = "" if line.ratio is None else f"{line.ratio:.2f} x"
    bar = "" if line.bar is None else f"{line.bar:g} x"
    cells = [line.what, *_figures(line.cost), line.against, ratio, bar, line.verdict]
    return f"| {' | '.join(cells)} |"


def _figures(cost: Cost) -> list[str]:
    counts = ["" if count is None else f"{count:,}" for count in (cost.requests, cost.writes)]
    return [f"{cost.cpu:.2f}", f"{cost.wall:.2f}", f"{cost.peak:.0f}", *counts]
