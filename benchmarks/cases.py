"""What is measured: each case brings its lines, and every ratio is of one run on one machine."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from benchmarks.line import Line
from benchmarks.measure import Command, Cost, middle, once, python
from benchmarks.tenant import Tenant, change, declare, tenant

IN_FLIGHT = 8
NO_CHANGE = "nothing changed"
LATENCY_SECONDS = 0.05
FROM = 10_000  # schedules for which a bar is set: a plan of few is Python's start, and ours
FLOOR = str(Path(__file__).parent / "floor.py")
ROOT = str(Path(__file__).parents[1])


@dataclass(frozen=True, slots=True)
class Site:
    """A tenant under git: its files in *folder*/config, and as many runs as were asked for."""

    tenant: Tenant
    folder: Path
    runs: int

    def command(self, *words: str, good: frozenset[int] = frozenset({0})) -> Command:
        """A command of this Python in the site's folder, with its tokens."""
        variables = {**self.tenant.environment, "PYTHONPATH": ROOT}
        return Command(python(*words), self.folder, variables, good)

    def reconciler(self, *words: str, good: frozenset[int] = frozenset({0})) -> Command:
        """The reconciler in the site's folder."""
        return self.command("-m", "reconciler", *words, good=good)

    def cost(self, command: Command) -> Cost:
        """The median of the runs after a warm-up, requests counted."""
        self.run(command)
        return middle([self.run(command) for _ in range(self.runs)])

    def run(self, command: Command) -> Cost:
        """One run, requests counted."""
        self.tenant.control("DELETE", "/requests")
        return self.tenant.counted(once(command))


def site(tenant: Tenant, folder: Path, runs: int) -> Site:
    """A site whose files say what the tenant has, and whose ledger knows it."""
    declare(tenant, folder / "config")
    made = Site(tenant, folder, runs)
    made.run(made.reconciler("apply", "tenant", "--yes"))
    return made


def plans(schedules: int, folder: Path, runs: int) -> Iterator[Line]:
    """Plans over a tenant of a size: nothing changed, then one in a hundred, then everything."""
    part = f"Plan over {schedules:,} schedules, {schedules // 2:,} assessments"
    with tenant(schedules) as running:
        made = site(running, folder, runs)
        plan = made.reconciler("plan", "tenant")
        floor = made.cost(made.command(FLOOR, "plan", "config", running.console))
        yield Line(part, "floor", floor)
        bar = 1.5 if schedules >= FROM else None
        yield _against_floor(part, NO_CHANGE, made.cost(plan), floor, bar)
        running.slow(LATENCY_SECONDS * 1000)
        yield Line(part, "nothing changed, 50 ms latency", made.cost(plan))
        running.slow(0)
        change(folder / "config", 100)
        yield _against_floor(part, "1 % changed", made.cost(plan), floor)
        change(folder / "config", 1)
        yield _against_floor(part, "all changed", made.cost(plan), floor)


def memory(schedules: int, folder: Path, runs: int) -> Iterator[Line]:
    """The peak of a plan where nothing differs, against the decoded pages alone."""
    part = f"Memory with {schedules:,} schedules"
    with tenant(schedules) as running:
        made = site(running, folder, runs)
        bare = made.cost(made.command("-c", "import httpx, yaml"))
        pages = made.cost(made.command(FLOOR, "fetch", running.console))
        plan = made.cost(made.reconciler("plan", "tenant"))
    decoded = replace(pages, peak=pages.peak - bare.peak)
    yield Line(part, "decoded pages, without the interpreter", decoded)
    ratio = plan.peak / decoded.peak
    yield Line(part, "plan, nothing changed", plan, "peak of decoded pages", decoded, ratio, 3.0)


def applied(schedules: int, folder: Path, runs: int) -> Iterator[Line]:
    """One in a hundred changed and applied at 50 ms latency: the wall of the writing alone.

    That is what an apply takes longer than the plan right before it: of each pair, since minutes
    later the machine may be faster or slower. Eight in flight need whole rounds: of 43 writes, six.
    """
    part = f"Apply over {schedules:,} schedules, 50 ms latency"
    with tenant(schedules) as running:
        made = site(running, folder, runs)
        running.slow(LATENCY_SECONDS * 1000)
        looks, applies = [], []
        for _ in range(runs):
            changes = change(folder / "config", 100)
            looks.append(made.run(made.reconciler("plan", "tenant")))
            applies.append(made.run(made.reconciler("apply", "tenant", "--yes")))
            if applies[-1].writes != changes:
                raise RuntimeError(f"{applies[-1].writes} writes for {changes} changes")
    yield Line(part, "plan alone", middle(looks))
    beyond = median(a.wall - look.wall for look, a in zip(looks, applies, strict=True))
    ideal = changes * LATENCY_SECONDS / IN_FLIGHT
    against = (
        f"{beyond:.2f} s beyond the look, {ideal:.2f} s = writes x latency / {IN_FLIGHT} in flight"
    )
    ratio = beyond / ideal
    # Nothing is faster than the latency itself: then the plans were slowed down by something else.
    bar = 1.2 if ratio >= 1 else None
    told = against if bar else f"{against}; not possible, so the machine was not quiet"
    yield Line(part, "apply of 1 % changed", middle(applies), told, None, ratio, bar)


def validation(schedules: int, folder: Path, runs: int) -> Iterator[Line]:
    """Validate beside the bare C parse and check-jsonschema, on the same files."""
    part = f"Validate {schedules * 3 // 2:,} documents"
    with tenant(schedules) as running:
        declare(running, folder / "config")
        made = Site(running, folder, runs)
        parse = made.cost(made.command(FLOOR, "parse", "config"))
        ours = made.cost(made.reconciler("validate", "config"))
        yield Line(part, "bare C parse", parse)
        yield _against_floor(part, "reconciler validate", ours, parse, 2.0)
        theirs = _check_jsonschema(made)
        yield Line(part, "check-jsonschema, the same files", theirs)
        what = "reconciler validate, 20 times over"
        twenty = ours.cpu * 20 / theirs.cpu
        yield Line(part, what, ours, "check-jsonschema CPU", theirs, twenty, 1.0)


def _check_jsonschema(made: Site) -> Cost:
    """What each kind took, added up: it takes one schema at a time."""
    costs = []
    for kind in ("template", "role", "assessment", "schedule"):
        files = sorted((made.folder / "config" / "base" / f"{kind}s").glob("*.yaml"))
        (made.folder / f"{kind}.txt").write_text("\n".join(map(str, files)))
        schema = f"{ROOT}/schemas/{kind}.json"
        words = ("-m", "check_jsonschema", "--schemafile", schema, *map(str, files))
        costs.append(middle([once(made.command(*words)) for _ in range(made.runs)]))
    return Cost(
        sum(cost.cpu for cost in costs),
        sum(cost.wall for cost in costs),
        max(cost.peak for cost in costs),
    )


def start(folder: Path, runs: int) -> Iterator[Line]:
    """How long it takes to say what it can do."""

    def cost(*words: str) -> Cost:
        command = Command(python(*words), folder, {"PYTHONPATH": ROOT})
        once(command)
        return middle([once(command) for _ in range(max(runs, 11))])

    click = cost("-c", "import click")
    yield Line("Start", "python -c 'import click'", click)
    yield _against_floor("Start", "reconciler --help", cost("-m", "reconciler", "--help"), click, 3)


def growth(small: Line, large: Line, by: int) -> Line:
    """The time per object in the large tenant against that in the small one."""
    ratio = large.cost.cpu / by / small.cost.cpu
    return Line("Growth", large.part, large.cost, small.part, small.cost, ratio, 1.15)


def fresh(folder: Path) -> Path:
    """*folder*, made anew and empty."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _against_floor(part: str, what: str, cost: Cost, floor: Cost, bar: float | None = None) -> Line:
    return Line(part, what, cost, "floor CPU", floor, cost.cpu / floor.cpu, bar)
