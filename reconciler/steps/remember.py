"""Put what the ledger recorded in place of what no channel can show."""

from dataclasses import replace

from reconciler.kinds import KINDS
from reconciler.model.live import Live, Objects
from reconciler.model.memory import Memory
from reconciler.model.observed import Observed, Recorded, Unknown
from reconciler.model.sameness import same

RECORDED = {kind.name: kind.recorded for kind in KINDS}


def remember(live: Live, memory: Memory) -> Live:
    """Live with what the ledger recorded in place of what no channel can show.

    A record holds only while everything that anybody's save would move is as we left it.
    """
    objects = {kind: _with_records(known, memory) for kind, known in live.objects.items()}
    return replace(live, objects=objects, unread=_with_records(live.unread, memory))


def _with_records(known: Objects, memory: Memory) -> Objects:
    if not any(observed.unseen for observed in known.values()):
        return known
    return {ref: _remembered(observed, memory) for ref, observed in known.items()}


def _remembered(observed: Observed, memory: Memory) -> Observed:
    if not observed.unseen or observed.ref not in memory.base:
        return observed
    if memory.visible.get(observed.ref, "") != observed.visible:
        why = "somebody else has saved the schedule since we wrote it"
        return replace(observed, unseen={path: Unknown(why) for path in observed.unseen})
    vouched = memory.attested.get(observed.ref, {})
    base = memory.base[observed.ref]
    recorded = {path: Recorded(based.value, based.at, based.by) for path, based in base.items()}
    recorded.update(RECORDED[observed.ref.kind](observed, memory))
    recorded.update(
        (path, Recorded(known.value, vouched[path].at, vouched[path].by))
        for path, known in recorded.items()
        if path in vouched and same(vouched[path].value, known.value)
    )
    unknown = {p: r for p, r in recorded.items() if isinstance(observed.reading(p), Unknown)}
    return replace(observed, unseen={**observed.unseen, **unknown})
