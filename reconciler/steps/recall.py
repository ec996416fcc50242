"""Fold the ledger's events into what they mean now."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from sys import intern

from reconciler.kinds import KINDS
from reconciler.model.event import Event, Happened
from reconciler.model.memory import Based, Excuse, Memory, Opened, Ran, Use, Vouched
from reconciler.model.notice import Gist, Published
from reconciler.model.observed import Value
from reconciler.model.ref import Ref
from reconciler.model.runbook import ABSENT
from reconciler.model.sameness import same
from reconciler.model.shared import Shared, exactly

APPLIES = frozenset({Happened.STARTED, Happened.FINISHED})
Base = dict[Ref, dict[str, Based]]
DERIVED = frozenset(kind.derived for kind in KINDS if kind.derived)


@dataclass
class _Folding:
    """Where the events read so far have led."""

    base: Base = field(default_factory=dict)
    attested: dict[Ref, dict[str, Vouched]] = field(default_factory=dict)
    visible: dict[Ref, str] = field(default_factory=dict)
    uses: dict[str, Use] = field(default_factory=dict)
    opened: dict[Ref, Opened] = field(default_factory=dict)
    ran: dict[Ref, tuple[Ran, ...]] = field(default_factory=dict)
    excuses: dict[Ref, Excuse] = field(default_factory=dict)
    published: dict[Ref, dict[str, Published]] = field(default_factory=dict)
    corrections: dict[tuple[Ref, str], tuple[str, ...]] = field(default_factory=dict)
    commit: str = ""
    signed_off: dict[str, frozenset[str]] = field(default_factory=dict)
    applied: Event | None = None
    events: int = 0
    alike: Shared[Mapping[str, Value | None]] = field(default_factory=Shared)


def recall(events: Iterable[Event]) -> Memory:
    """The base of the comparison, plans used, open cycles. Looking never moves the base."""
    folding = _Folding()
    for event in events:
        folding.events += 1
        if event.ref is None:
            _of_run(folding, event)
        else:
            _of_object(folding, event, event.ref)
    _share(folding.base)
    return Memory(**{part.name: getattr(folding, part.name) for part in fields(Memory)})


def _share(base: Base) -> None:
    """Let objects that are known alike share what is known: most were recorded together."""
    shared: Shared[dict[str, Based]] = Shared()
    for ref, known in base.items():
        base[ref] = _one_of(shared, known)


def _one_of(shared: Shared[dict[str, Based]], known: dict[str, Based]) -> dict[str, Based]:
    values = known.values()
    return shared((*known, *values, *(type(based.value) for based in values)), lambda: known)


def _of_run(folding: _Folding, event: Event) -> None:
    if event.happened in APPLIES:
        known = folding.applied
        folding.applied = event if known is None else max(known, event, key=_in_time)
    if event.happened is Happened.STARTED:
        _start(folding.uses, event)
        _sign(folding.signed_off, event)
        folding.commit = event.commit.removesuffix("-dirty") or folding.commit


def _in_time(event: Event) -> tuple[datetime, bool]:
    return event.at, event.happened is Happened.FINISHED


def _of_object(folding: _Folding, event: Event, ref: Ref) -> None:
    meaning = MEANINGS.get(event.happened)
    if meaning is not None:
        meaning(folding, event, ref)


def _done(folding: _Folding, event: Event, ref: Ref) -> None:
    _settle(folding, event, ref)
    _use(folding.uses, event)
    folding.signed_off.pop(event.detail.get("change", ""), None)
    _correct(folding.corrections, event, ref)
    folding.visible[ref] = event.detail.get("visible", "")


def _opened(folding: _Folding, event: Event, ref: Ref) -> None:
    platform_actor = event.detail.get("actor", "")
    folding.opened[ref] = Opened(event.at, event.run, event.actor, platform_actor)


def _restored(folding: _Folding, event: Event, ref: Ref) -> None:
    folding.opened.pop(ref, None)
    _run(folding, event, ref)


def _run(folding: _Folding, event: Event, ref: Ref) -> None:
    if event.fields:
        # Of what was only seen to run, nobody knows from which revision it came.
        commit = event.commit if event.happened is Happened.RESTORED else ""
        settings = folding.alike(exactly(event.fields), lambda: event.fields)
        now = Ran(event.at, settings, commit, event.actor)
        folding.ran[ref] = (*folding.ran.get(ref, ()), now)


def _correct(corrections: dict[tuple[Ref, str], tuple[str, ...]], event: Event, ref: Ref) -> None:
    """Count what was put right after somebody moved it; any other write starts afresh."""
    movers: dict[str, str] = json.loads(event.detail.get("movers", "{}"))
    for path in event.fields:
        known = corrections.pop((ref, path), ())
        if path in movers:
            corrections[ref, path] = (*known, movers[path])


def _excuse(folding: _Folding, event: Event, ref: Ref) -> None:
    until = date.fromisoformat(event.detail["until"])
    folding.excuses[ref] = Excuse(until, event.detail["because"], event.actor)
    for known, path in [*folding.corrections]:
        if known == ref:
            del folding.corrections[known, path]


def _notified(folding: _Folding, event: Event, ref: Ref) -> None:
    said = event.detail
    gist = Gist(event.fields, said.get("times", ""), said.get("words", ""))
    language = said.get("language", "")
    notice = Published(event.at, event.actor, language, said.get("revision", ""), gist)
    folding.published.setdefault(ref, {})[language] = notice


def _settle(folding: _Folding, event: Event, ref: Ref) -> None:
    base = folding.base
    if event.detail.get("action") == "delete":
        base.pop(ref, None)
        folding.attested.pop(ref, None)
        return
    known = base.setdefault(ref, {})
    vouched = folding.attested.get(ref, {})
    for path, value in event.fields.items():
        # What a channel has written or read needs nobody's word any more.
        vouched.pop(path, None)
        if value is None:
            known.pop(path, None)
        else:
            known[path] = Based(_one(value), event.at, event.actor)


def _one(value: Value) -> Value:
    """The value, one copy of it for all objects."""
    return intern(value) if isinstance(value, str) else value


def _attest(folding: _Folding, event: Event, ref: Ref) -> None:
    by = event.detail.get("by", event.actor)
    runs = {path: value for path, value in event.fields.items() if _derived(path)}
    if runs:
        earlier = folding.ran.get(ref, ())
        known_runs = {**(earlier[-1].settings if earlier else {}), **runs}
        folding.ran[ref] = (*earlier, Ran(event.at, known_runs, event.commit, by))
    if ABSENT in event.fields or ABSENT in folding.base.get(ref, {}):
        folding.base.pop(ref, None)  # what was known of an object ends with it
        folding.attested.pop(ref, None)
    known = folding.base.setdefault(ref, {})
    vouched = folding.attested.setdefault(ref, {})
    for path, value in event.fields.items():
        if value is None:
            known.pop(path, None)
            vouched.pop(path, None)
            continue
        vouched[path] = Vouched(value, event.at, by)
        if not _derived(path) and not _has(known, path, value):
            known[path] = Based(value, event.at, by)
    folding.signed_off.pop(event.detail.get("change", ""), None)
    folding.visible[ref] = event.detail.get("visible", "")


def _derived(path: str) -> bool:
    return path.partition(".")[0] in DERIVED


def _has(known: Mapping[str, Based], path: str, value: Value) -> bool:
    return path in known and same(known[path].value, value)


def _release(folding: _Folding, event: Event, ref: Ref) -> None:
    for records in (folding.base, folding.attested):
        known = records.get(ref, {})
        for path in event.fields:
            known.pop(path, None)
        if not known:
            records.pop(ref, None)


def _start(uses: dict[str, Use], event: Event) -> None:
    name = event.detail["digest"]
    approved = frozenset(event.detail.get("approved", "").split())
    known = uses.get(name)
    if known is not None:
        uses[name] = replace(known, approved=known.approved | approved)
        return
    changes = frozenset(event.detail["changes"].split())
    uses[name] = Use(name, changes, approved, {}, event.at, event.run)


def _sign(signed_off: dict[str, frozenset[str]], event: Event) -> None:
    """What teams have approved stays approved until it is done."""
    by_team: dict[str, list[str]] = json.loads(event.detail.get("signed_off", "{}"))
    for team, changes in by_team.items():
        for change in changes:
            signed_off[change] = signed_off.get(change, frozenset()) | {team}


def _use(uses: dict[str, Use], event: Event) -> None:
    """A change that is done is used up, under whichever plan it was approved."""
    change = event.detail.get("change", "")
    for name, use in uses.items():
        if change in use.changes:
            uses[name] = replace(use, done={**use.done, change: event.at})


# What the other events say is for people: they change nothing that a plan asks for.
MEANINGS: Mapping[Happened, Callable[[_Folding, Event, Ref], None]] = {
    Happened.DONE: _done,
    Happened.CONVERGED: _settle,
    Happened.RELEASED: _release,
    Happened.ATTESTED: _attest,
    Happened.OPENED: _opened,
    Happened.RESTORED: _restored,
    Happened.RAN: _run,
    Happened.EXCUSED: _excuse,
    Happened.NOTIFIED: _notified,
}


def oldest(memory: Memory, refs: Iterable[Ref]) -> datetime | None:
    """The earliest base among some objects: how far back their drift can lie."""
    moments = [based.at for ref in refs for based in memory.base.get(ref, {}).values()]
    return min(moments, default=None)
