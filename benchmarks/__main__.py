"""The one command: `python -m benchmarks` measures everything and writes docs/performance.md."""

import argparse
import compileall
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import beside, cases, page, policies, storm
from benchmarks.line import Line
from benchmarks.measure import RUNS

DOCS = Path(__file__).parents[1] / "docs"
PACKAGE = Path(__file__).parents[1] / "reconciler"
SIZES = (1_000, 10_000, 50_000)
PARTS = ("start", "plan", "growth", "memory", "validate", "policies", "apply", "storm", "peers")
PEERS_AT = 1_000  # gitlabform asks for each object by itself, so that more takes an hour


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Everything that is measured, each part a method; *plans* has what later parts need."""

    sizes: Sequence[int]
    runs: int
    home: Path
    plans: dict[int, Line] = field(default_factory=dict)

    @property
    def middle(self) -> int:
        """The size at which what does not depend on size is measured."""
        return self.sizes[min(1, len(self.sizes) - 1)]

    def start(self) -> Iterator[Line]:
        """How long it takes to say what it can do."""
        return cases.start(self._folder("start"), self.runs)

    def plan(self) -> Iterator[Line]:
        """Plans over tenants of every size."""
        for size in self.sizes:
            for line in cases.plans(size, self._folder("plan"), self.runs):
                if line.what == cases.NO_CHANGE:
                    self.plans[size] = line
                yield line

    def growth(self) -> Iterator[Line]:
        """The time per object of the largest against the smallest."""
        if len(self.plans) > 1:
            small, large = self.sizes[0], self.sizes[-1]
            yield cases.growth(self.plans[small], self.plans[large], large // small)

    def memory(self) -> Iterator[Line]:
        """The peak against the decoded pages."""
        return cases.memory(self.sizes[-1], self._folder("memory"), self.runs)

    def validate(self) -> Iterator[Line]:
        """Beside the bare parse and check-jsonschema."""
        return cases.validation(self.middle, self._folder("validate"), self.runs)

    def policies(self) -> Iterator[Line]:
        """What ten policies cost."""
        return policies.judged(10_000, self._folder("policies"), self.runs)

    def apply(self) -> Iterator[Line]:
        """One in a hundred, with latency: in the middle, and where there is most to write."""
        for size in sorted({self.middle, self.sizes[-1]}):
            yield from cases.applied(size, self._folder("apply"), self.runs)

    def storm(self) -> Iterator[Line]:
        """Through a proxy that answers 429."""
        return storm.storm(self.sizes[-1], self._folder("storm"), self.runs)

    def peers(self) -> Iterator[Line]:
        """Other tools at the same shape of work."""
        if self.middle in self.plans:
            ours, objects = self.plans[self.middle].cost, self.middle * 3 // 2
            yield from beside.octodns(objects, self._folder("octodns"), self.runs, ours)
        if PEERS_AT in self.plans:
            ours = self.plans[PEERS_AT].cost
            yield from beside.gitlabform(PEERS_AT, self._folder("gitlabform"), self.runs, ours)

    def _folder(self, name: str) -> Path:
        return cases.fresh(self.home / name)


def main() -> None:
    """Measure what was asked for, and write the page when that was all of it."""
    options = _options()
    # As pip leaves it: where Python may write no bytecode, every run would compile all of it anew.
    compileall.compile_dir(PACKAGE, quiet=1)
    with tempfile.TemporaryDirectory(prefix="reconciler-benchmark-") as folder:
        benchmark = Benchmark(options.sizes, options.runs, Path(folder))
        lines: list[Line] = []
        for part in options.only or PARTS:
            lines += _told(benchmark, part)
            if not options.only:
                page.write(lines, DOCS, options.runs)  # what is measured is not lost


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=main.__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="schedules per tenant")
    parser.add_argument("--runs", type=int, default=RUNS, help="of each command, after a warm-up")
    parser.add_argument("--only", nargs="*", choices=PARTS, help="these parts; nothing is written")
    return parser.parse_args()


def _told(benchmark: Benchmark, part: str) -> Iterator[Line]:
    """Every line of a part as soon as it is known; progress goes to stderr."""
    lines: Iterator[Line] = getattr(benchmark, part)()
    for line in lines:
        ratio = "" if line.ratio is None else f", {line.ratio:.2f} x {line.verdict}"
        sys.stderr.write(f"{line.part}: {line.what}: {line.cost.cpu:.2f} s CPU{ratio}\n")
        yield line


if __name__ == "__main__":
    main()
