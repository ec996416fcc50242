"""Ten policies over ten thousand documents, in a process that does nothing else."""

import re
from collections.abc import Iterator
from pathlib import Path

from benchmarks.cases import Site
from benchmarks.line import Line
from benchmarks.tenant import declare, tenant

SHIPPED = Path(__file__).parents[1] / "reconciler" / "steps" / "load" / "policies.yaml"


def judged(documents: int, folder: Path, runs: int) -> Iterator[Line]:
    """Validate without policies, and with every shipped one; what lies between is their cost."""
    part = f"Policies over {documents:,} documents"
    with tenant(documents * 2 // 3) as running:
        declare(running, folder / "config")
        made = Site(running, folder, runs)
        good = frozenset({0, 1})  # what the policies find is not the point
        without = made.cost(made.reconciler("validate", "config", good=good))
        site = folder / "config" / "site.yaml"
        names = re.findall(r"^name: (\S+)", SHIPPED.read_text(), re.MULTILINE)
        uses = "".join(f"  - use: {name}\n" for name in names)
        site.write_text(f"{site.read_text()}policies:\n{uses}")
        with_all = made.cost(made.reconciler("validate", "config", good=good))
    yield Line(part, "validate, no policy", without)
    ratio = with_all.cpu / without.cpu
    yield Line(part, f"validate, {len(names)} policies", with_all, "without", without, ratio)
