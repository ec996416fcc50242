"""Hold a change against the platform: before it is written, and after."""

import json
from collections.abc import Iterable, Iterator

from reconciler.model.change import Create, Delete, FieldChange, Reactivate, Update, Why
from reconciler.model.observed import Observed, State, Unknown, Value, Verified
from reconciler.model.sameness import same, whole

Writable = Create | Update | Delete


def fields(change: Writable | Reactivate) -> dict[str, Value | None]:
    """What the change writes, by path."""
    return {} if isinstance(change, Delete) else {f.path: f.after for f in change.fields}


def movers(change: Writable) -> str:
    """Who moved each field that this change puts right, as JSON by path; "" where nobody knows."""
    drifted = (
        [f for f in change.fields if f.cause.why is Why.DRIFTED]
        if isinstance(change, Update)
        else []
    )
    return json.dumps({field.path: field.cause.actor or "" for field in drifted})


def moved(change: Writable, observed: Observed | None) -> Iterator[str]:
    """What has moved on the platform since the plan, in the fields that the change is about."""
    match change:
        case Create():
            if observed is not None:
                yield "somebody else has made it since the plan"
        case Delete():
            if observed is None or whole(observed) != change.fingerprint:
                yield "has changed since the plan"
        case Update():
            yield from _moved_fields(change, observed)


def moved_sitting(change: Reactivate, observed: Observed | None) -> Iterator[str]:
    """What has moved of an activated schedule since the plan."""
    if observed is None or observed.sitting is None or not observed.sitting.active:
        yield "is no longer there, or no longer active, since the plan"
        return
    yield from _moved_values(change.fields, observed)


def _moved_fields(change: Update, observed: Observed | None) -> Iterator[str]:
    if observed is None:
        yield "has been deleted since the plan"
        return
    sitting = observed.sitting
    if sitting and sitting.state is not State.DRAFT:
        yield f"is {sitting.state.lower()} since the plan"
    yield from _moved_values(change.fields, observed)


def _moved_values(fields: Iterable[FieldChange], observed: Observed) -> Iterator[str]:
    for field in fields:
        now = _now(observed, field)
        if not (same(now, field.before) or same(now, field.after)):
            yield f"{field.label} is {now} since the plan, no longer {field.before}"


def _now(observed: Observed, field: FieldChange) -> Value | None:
    reading = observed.reading(field.path)
    # What cannot be read cannot be seen to move.
    return reading.value if isinstance(reading, Verified) else field.before


def differences(change: Writable | Reactivate, found: Observed | None) -> Iterator[str]:
    """Where the platform, read after the write, shows something else than was asked for."""
    if isinstance(change, Delete):
        if found is not None:
            yield "it is still there"
        return
    if found is None:
        yield "it is not there"
        return
    for path, value in fields(change).items():
        reading = found.reading(path)
        if isinstance(reading, Verified) and not same(reading.value, value):
            yield f"{path} is {reading.value}, not {value}"


def already(change: Update, observed: Observed | None) -> bool:
    """Whether all that the change asks for can be seen to be so."""
    return certain(change, observed) and not any(differences(change, observed))


def certain(change: Writable | Reactivate, found: Observed | None) -> bool:
    """Whether all that was written can be read back."""
    return found is None or not any(
        isinstance(found.reading(path), Unknown) for path in fields(change)
    )
