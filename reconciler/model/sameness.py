"""When two values are the same, and short stable names for what was compared."""

import json
import unicodedata
from collections.abc import Iterable
from hashlib import sha256
from typing import assert_never

from reconciler.model.change import Change, Create, Delete, FieldChange, Manual, Reactivate, Update
from reconciler.model.observed import Observed, Raw, Unknown, Value
from reconciler.model.plan import Plan

SCHEMA = "reconciler/plan/1"


def same(one: Value | None, other: Value | None) -> bool:
    """Whether two values mean the same; text as a platform may normalise it when storing.

    True and 1 differ, and so do "" and not set.
    """
    if one == other:
        return type(one) is type(other)
    return isinstance(one, str) and isinstance(other, str) and _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def fingerprint(observed: Observed, paths: Iterable[str]) -> str:
    """A name for the live values at *paths* and the state of the sitting."""
    values = [(path, _known(observed, path)) for path in sorted(paths)]
    return name_of([observed.sitting.state if observed.sitting else None, values])


def whole(observed: Observed) -> str:
    """A name for everything that is live of an object: what a deletion takes away."""
    return fingerprint(observed, observed.fields)


def visible(raw: Raw, names: Iterable[str]) -> str:
    """A name for the raw fields that anybody's save may move."""
    return name_of([raw.get(name) for name in names])


def _known(observed: Observed, path: str) -> object:
    reading = observed.reading(path)
    return "unknown" if isinstance(reading, Unknown) else [reading.value]


def identify(change: Change) -> str:
    """A name for one change: the same work on the same live values has the same name."""
    match change:
        case Create():
            work: object = sorted((f.path, repr(f.after)) for f in change.fields)
        case Delete():
            work = change.fingerprint
        case Update() | Reactivate():
            work = [change.fingerprint, _moves(change.fields)]
        case Manual():
            work = _moves(change.fields)
        case _:
            assert_never(change)
    return name_of([change.action, str(change.ref), work])


def _moves(fields: Iterable[FieldChange]) -> list[tuple[str, str, str]]:
    return sorted((f.path, repr(f.before), repr(f.after)) for f in fields)


def digest(plan: Plan) -> str:
    """A name for the whole work order: what a reviewer approves.

    Causes, counts, time and commit are left out: they move without the work changing.
    """
    return name_of([SCHEMA, plan.environment, [identify(change) for change in plan.changes]])


def name_of(data: object) -> str:
    """A stable name for plain data."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()
