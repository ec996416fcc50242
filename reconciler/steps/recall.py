"""Fold the ledger's events into what they mean now."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from reconciler.model.event import Event, Happened
from reconciler.model.live import Live
from reconciler.model.memory import Based, Memory, Use
from reconciler.model.observed import Observed, Recorded, Unknown
from reconciler.model.ref import Ref

Base = dict[Ref, dict[str, Based]]


def recall(events: Iterable[Event]) -> Memory:
    """The base of the comparison, and which plans were used. Looking never moves the base."""
    base: Base = {}
    visible: dict[Ref, str] = {}
    uses: dict[str, Use] = {}
    for event in events:
        match event.happened:
            case Happened.STARTED:
                _start(uses, event)
            case Happened.DONE:
                _settle(base, event)
                _use(uses, event)
                if event.ref:
                    visible[event.ref] = event.detail.get("visible", "")
            case Happened.CONVERGED:
                _settle(base, event)
            case Happened.RELEASED:
                _release(base, event)
            case Happened.INTENDED | Happened.FAILED | Happened.FINISHED:
                pass
    return Memory(base, visible, uses)


def _settle(base: Base, event: Event) -> None:
    if event.ref is None:
        return
    if event.detail.get("action") == "delete":
        base.pop(event.ref, None)
        return
    known = base.setdefault(event.ref, {})
    for path, value in event.fields.items():
        if value is None:
            known.pop(path, None)
        else:
            known[path] = Based(value, event.at, event.actor)


def _release(base: Base, event: Event) -> None:
    known = base.get(event.ref, {}) if event.ref else {}
    for path in event.fields:
        known.pop(path, None)
    if event.ref and not known:
        base.pop(event.ref, None)


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
