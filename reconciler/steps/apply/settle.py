"""What an apply records without having written it."""

from collections.abc import Iterator

from reconciler.model.event import Event, Happened
from reconciler.model.observed import Value
from reconciler.model.plan import Plan
from reconciler.model.ref import Ref
from reconciler.steps.apply.bench import Bench


def settled(plan: Plan, bench: Bench) -> Iterator[Event]:
    """What is as the files want it without us, and what is no longer ours."""
    journal = bench.journal.at_once()
    grouped: dict[Ref, dict[str, Value | None]] = {}
    for found in plan.aside.converged:
        grouped.setdefault(found.ref, {})[found.path] = found.value
    for ref, fields in grouped.items():
        yield journal.event(Happened.CONVERGED, ref, fields)
    for released in plan.aside.released:
        yield journal.event(Happened.RELEASED, released.ref, dict.fromkeys(released.paths))


def running(plan: Plan, bench: Bench) -> Iterator[Event]:
    """What sittings were seen to run with, before anything of this apply reaches them."""
    journal = bench.journal.at_once()
    for seen in plan.aside.running:
        yield journal.event(Happened.RAN, seen.ref, seen.settings)
