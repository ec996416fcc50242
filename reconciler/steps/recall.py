"""Fold the ledger's events into what they mean now."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never

from reconciler.model.event import Event, Happened
from reconciler.model.live import Live
from reconciler.model.memory import Based, Memory, Opened, Ran, Use
from reconciler.model.observed import Observed, Recorded, Unknown
from reconciler.model.ref import Ref

Base = dict[Ref, dict[str, Based]]


@dataclass
class _Folding:
    """Where the events read so far have led."""

    base: Base = field(default_factory=dict)
    visible: dict[Ref, str] = field(default_factory=dict)
    uses: dict[str, Use] = field(default_factory=dict)
    opened: dict[Ref, Opened] = field(default_factory=dict)
    ran: dict[Ref, tuple[Ran, ...]] = field(default_factory=dict)


def recall(events: Iterable[Event]) -> Memory:
    """The base of the comparison, plans used, open cycles. Looking never moves the base."""
    folding = _Folding()
    for event in events:
        if event.ref is None:
            _of_run(folding, event)
        else:
            _of_object(folding, event, event.ref)
    return Memory(folding.base, folding.visible, folding.uses, folding.opened, folding.ran)


def _of_run(folding: _Folding, event: Event) -> None:
    if event.happened is Happened.STARTED:
        _start(folding.uses, event)


def _of_object(folding: _Folding, event: Event, ref: Ref) -> None:
    match event.happened:
        case Happened.DONE:
            _settle(folding.base, event, ref)
            _use(folding.uses, event)
            folding.visible[ref] = event.detail.get("visible", "")
        case Happened.CONVERGED:
            _settle(folding.base, event, ref)
        case Happened.RELEASED:
            _release(folding.base, event, ref)
        case Happened.OPENED:
            folding.opened[ref] = Opened(event.at, event.run, event.actor)
        case Happened.RESTORED:
            folding.opened.pop(ref, None)
            _remember_run(folding.ran, event, ref)
        case Happened.RAN:
            _remember_run(folding.ran, event, ref)
        case Happened.STARTED | Happened.INTENDED | Happened.FAILED | Happened.FINISHED:
            pass
        case _:
            assert_never(event.happened)


def _remember_run(ran: dict[Ref, tuple[Ran, ...]], event: Event, ref: Ref) -> None:
    if event.fields:
        now = Ran(event.at, event.fields, event.commit, event.actor)
        ran[ref] = (*ran.get(ref, ()), now)


def _settle(base: Base, event: Event, ref: Ref) -> None:
    if event.detail.get("action") == "delete":
        base.pop(ref, None)
        return
    known = base.setdefault(ref, {})
    for path, value in event.fields.items():
        if value is None:
            known.pop(path, None)
        else:
            known[path] = Based(value, event.at, event.actor)


def _release(base: Base, event: Event, ref: Ref) -> None:
    known = base.get(ref, {})
    for path in event.fields:
        known.pop(path, None)
    if not known:
        base.pop(ref, None)


def _start(uses: dict[str, Use], event: Event) -> None:
    name = event.detail["digest"]
    if name not in uses:
        changes = frozenset(event.detail["changes"].split())
        uses[name] = Use(name, changes, frozenset(), event.at, event.run)


def _use(uses: dict[str, Use], event: Event) -> None:
    use = uses.get(event.detail.get("digest", ""))
    if use is not None:
        uses[use.digest] = replace(use, done=use.done | {event.detail["change"]})


def remember(live: Live, memory: Memory) -> Live:
    """Live with what the ledger recorded in place of what no channel can show.

    A record holds only while everything that anybody's save would move is as we left it.
    """
    objects = {
        kind: {ref: _remembered(observed, memory) for ref, observed in known.items()}
        for kind, known in live.objects.items()
    }
    return replace(live, objects=objects)


def _remembered(observed: Observed, memory: Memory) -> Observed:
    if not observed.unseen or observed.ref not in memory.base:
        return observed
    if memory.visible.get(observed.ref) != observed.visible:
        why = "somebody else has saved the schedule since we wrote it"
        return replace(observed, unseen={path: Unknown(why) for path in observed.unseen})
    recorded = {
        path: Recorded(based.value, based.at, based.by)
        for path, based in memory.base[observed.ref].items()
        if isinstance(observed.reading(path), Unknown)
    }
    return replace(observed, unseen={**observed.unseen, **recorded})


def oldest(memory: Memory, refs: Iterable[Ref]) -> datetime | None:
    """The earliest base among some objects: how far back their drift can lie."""
    moments = [based.at for ref in refs for based in memory.base.get(ref, {}).values()]
    return min(moments, default=None)
