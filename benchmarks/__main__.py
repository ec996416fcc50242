"""The one command: `python -m benchmarks` measures everything and writes docs/performance.md."""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import beside, cases, page, policies, storm
from benchmarks.line import Line
from benchmarks.measure import RUNS

DOCS = Path(__file__).parents[1] / "docs"
SIZES = (1_000, 10_000, 50_000)
PEERS_AT = 1_000  # gitlabform asks for each object by itself, so that more takes an hour


def main() -> None:
    """Measure what was asked for, and write the page when that was all of it."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="reconciler-benchmark-") as folder:
        lines = list(_measured(options.sizes, options.runs, Path(folder), set(options.only)))
    if not options.only:
        page.write(lines, DOCS, options.runs)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=main.__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="schedules per tenant")
    parser.add_argument("--runs", type=int, default=RUNS, help="of each command, after a warm-up")
    parser.add_argument("--only", nargs="*", default=[], help="parts by name; nothing is written")
    return parser.parse_args()


def _measured(sizes: list[int], runs: int, home: Path, only: set[str]) -> Iterator[Line]:
    """Every line as soon as it is known; progress goes to stderr."""
    plans: dict[int, Line] = {}
    for name, part in _parts(sizes, runs, home, plans).items():
        if only and name not in only:
            continue
        for line in part():
            sys.stderr.write(f"{line.part}: {line.what}: {line.cost.cpu:.2f} s CPU\n")
            yield line


def _parts(
    sizes: list[int], runs: int, home: Path, plans: dict[int, Line]
) -> dict[str, Callable[[], Iterator[Line]]]:
    middle = sizes[min(1, len(sizes) - 1)]

    def folder(name: str) -> Path:
        return cases.fresh(home / name)

    def plan() -> Iterator[Line]:
        for size in sizes:
            for line in cases.plans(size, folder("plan"), runs):
                if line.what == cases.NO_CHANGE:
                    plans[size] = line
                yield line

    def growth() -> Iterator[Line]:
        if len(plans) > 1:
            yield cases.growth(plans[sizes[0]], plans[sizes[-1]], sizes[-1] // sizes[0])

    def peers() -> Iterator[Line]:
        if middle in plans:
            objects = middle * 3 // 2
            yield beside.octodns(objects, folder("octodns"), runs, plans[middle].cost)
        if PEERS_AT in plans:
            yield beside.gitlabform(PEERS_AT, folder("gitlabform"), plans[PEERS_AT].cost)

    return {
        "start": lambda: cases.start(folder("start"), runs),
        "plan": plan,
        "growth": growth,
        "memory": lambda: cases.memory(sizes[-1], folder("memory")),
        "validate": lambda: cases.validation(middle, folder("validate"), runs),
        "policies": lambda: policies.judged(10_000, folder("policies"), runs),
        "apply": lambda: cases.applied(middle, folder("apply"), runs),
        "storm": lambda: storm.storm(middle, folder("storm"), runs),
        "peers": peers,
    }


if __name__ == "__main__":
    main()
