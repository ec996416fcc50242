"""Put names to drift: who moved a field, when and over what, where the platform's audit says."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reconciler.kinds import KINDS
from reconciler.model.change import Cause, Change, Create, FieldChange, Reactivate, Update, Why
from reconciler.model.live import Live
from reconciler.model.observed import AuditEntry
from reconciler.model.plan import Plan
from reconciler.model.ref import Ref

MOVED = frozenset({Why.DRIFTED, Why.CONFLICTING})
Key = tuple[str, str]


def moved(plan: Plan) -> tuple[Ref, ...]:
    """The objects of a plan that somebody else has moved."""
    return tuple(change.ref for change in plan.changes if _moved(change))


def _moved(change: Change) -> bool:
    match change:
        case Update() | Reactivate():
            return any(field.cause.why in MOVED for field in change.fields)
        case Create():
            return change.cause.why in MOVED
        case _:
            return False


def attribute(plan: Plan, live: Live, entries: Iterable[AuditEntry]) -> Plan:
    """The plan with the newest entry of each field that somebody moved as the cause.

    Reads *entries*, newest first, only as far as there are fields without a name. Where the newest
    is our own, the move left no trace and nobody is named.
    """
    wanted = {key for change in plan.changes for key in _keys(change, live)}
    newest: dict[Key, AuditEntry] = {}
    for entry in entries if wanted else ():
        key = (entry.subject, entry.field)
        if key in wanted:
            newest.setdefault(key, entry)
        if len(newest) == len(wanted):
            break
    ours = live.tenant.features.actor
    found = {key: entry for key, entry in newest.items() if entry.actor != ours}
    waves = tuple(tuple(_named(change, live, found) for change in wave) for wave in plan.waves)
    return replace(plan, waves=waves)


def _keys(change: Change, live: Live) -> Iterator[Key]:
    if isinstance(change, Create) and _moved(change):
        yield _deletion(change)
    if isinstance(change, Update | Reactivate):
        for field in change.fields:
            if field.cause.why in MOVED:
                yield _key(change, field, live)


def _key(change: Change, field: FieldChange, live: Live) -> Key:
    kind = next(kind for kind in KINDS if kind.name == change.ref.kind)
    observed = live.of(kind.name)[change.ref]
    return f"{kind.name}/{observed.seen.name}", kind.wire_field(field.path)


def _deletion(change: Create) -> Key:
    # The audit names the whole object, without a field, when it is made or deleted.
    return str(change.ref), ""


def _named(change: Change, live: Live, found: dict[Key, AuditEntry]) -> Change:
    if isinstance(change, Create):
        return replace(change, cause=_cause(change.cause, found.get(_deletion(change))))
    if not isinstance(change, Update | Reactivate):
        return change
    fields = tuple(
        replace(field, cause=_cause(field.cause, found.get(_key(change, field, live))))
        if field.cause.why in MOVED
        else field
        for field in change.fields
    )
    return replace(change, fields=fields)


def _cause(cause: Cause, entry: AuditEntry | None) -> Cause:
    return Cause(cause.why, entry.actor, entry.at, entry.via) if entry else cause
