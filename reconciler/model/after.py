"""Think changes through: the platform as it would be."""

from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from reconciler.model.change import Change, Create, Delete, Manual, Reactivate, Update
from reconciler.model.live import Live
from reconciler.model.observed import Observed, Seen
from reconciler.model.ref import Ref


class Ahead:
    """The platform as it would be, one change after the other; *live* moves with each of them."""

    def __init__(self, live: Live) -> None:
        self.live = live
        self._own: dict[str, dict[Ref, Observed]] = {}

    def go(self, change: Change) -> None:
        """Think one change through."""
        kind = change.ref.kind
        if kind not in self._own:  # copied once, however many changes there are
            self._own[kind] = dict(self.live.of(kind))
            self.live = replace(self.live, objects={**self.live.objects, **self._own})
        _change(change, self._own[kind])


def after(changes: Iterable[Change], live: Live) -> Live:
    """The platform as it would be after some changes, one after the other."""
    ahead = Ahead(live)
    for change in changes:
        ahead.go(change)
    return ahead.live


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
