"""What one command costs, as a whole process: CPU, wall, peak memory; medians of several runs."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

RUNS = 5
LAUNCH = (sys.executable, "-S", "-E", str(Path(__file__).parent / "launch.py"))


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU and wall in seconds, peak memory in MiB; *requests* where the tenant counted them."""

    cpu: float
    wall: float
    peak: float
    requests: int | None = None
    writes: int | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """A command line, the folder it runs in, its variables beside ours, and its good exit codes."""

    words: Sequence[str]
    folder: Path
    variables: Mapping[str, str]
    good: frozenset[int] = frozenset({0})


def once(command: Command) -> Cost:
    """One run; raises RuntimeError with the end of its output when it does not end well."""
    log, result = command.folder / "benchmark.log", command.folder / "benchmark.json"
    with log.open("wb") as output:
        ended = subprocess.run(
            (*LAUNCH, str(result), *command.words),
            cwd=command.folder,
            env={**os.environ, **command.variables},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if ended.returncode not in command.good:
        tail = log.read_text(errors="replace")[-2000:]
        raise RuntimeError(f"{' '.join(command.words)} ended with {ended.returncode}: {tail}")
    return Cost(**json.loads(result.read_text()))


def middle(costs: Sequence[Cost]) -> Cost:
    """The median of each figure; counts must be the same in every run."""
    counts = {(cost.requests, cost.writes) for cost in costs}
    if len(counts) != 1:
        raise RuntimeError(f"runs of the same work made different requests: {counts}")
    (requests, writes), *_ = counts
    return Cost(
        median(cost.cpu for cost in costs),
        median(cost.wall for cost in costs),
        median(cost.peak for cost in costs),
        requests,
        writes,
    )


def python(*words: str) -> tuple[str, ...]:
    """A command of this very Python."""
    return (sys.executable, *words)
