"""Think changes through: the platform as it would be."""

from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from reconciler.model.change import Change, Create, Delete, Manual, Reactivate, Update
from reconciler.model.live import Live
from reconciler.model.observed import Observed, Seen
from reconciler.model.ref import Ref


def after(changes: Iterable[Change], live: Live) -> Live:
    """The platform as it would be after some changes, one after the other."""
    changed: dict[str, dict[Ref, Observed]] = {}
    for change in changes:
        kind = change.ref.kind
        if kind not in changed:
            changed[kind] = dict(live.of(kind))
        _change(change, changed[kind])
    return replace(live, objects={**live.objects, **changed})


def _change(change: Change, objects: dict[Ref, Observed]) -> None:
    match change:
        case Delete():
            objects.pop(change.ref, None)
        case Create():
            objects[change.ref] = _made(change)
        case Update() | Reactivate():
            known = objects[change.ref]
            fields = {field.path: field.after for field in change.fields}
            objects[change.ref] = replace(known, fields={**known.fields, **fields})
        case Manual():
            pass
        case _:
            assert_never(change)


def _made(change: Create) -> Observed:
    fields = {field.path: field.after for field in change.fields}
    return Observed(change.ref, Seen(change.ref.name, {"Users": 0}), fields)
