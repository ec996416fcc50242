"""Think one change through: the platform as it would be."""

from dataclasses import replace
from typing import assert_never

from reconciler.model.change import Change, Create, Delete, Manual, Reactivate, Update
from reconciler.model.live import Live
from reconciler.model.observed import Observed, Seen


def after(change: Change, live: Live) -> Live:
    """The platform as it would be after a change."""
    objects = dict(live.of(change.ref.kind))
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
            return live
        case _:
            assert_never(change)
    return replace(live, objects={**live.objects, change.ref.kind: objects})


def _made(change: Create) -> Observed:
    fields = {field.path: field.after for field in change.fields}
    return Observed(change.ref, Seen(change.ref.name, {"Users": 0}), fields)
