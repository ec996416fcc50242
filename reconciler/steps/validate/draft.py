"""A document on its way to be effective: merged or not, always with the place of each value."""

from collections.abc import Mapping
from typing import NamedTuple

from reconciler.model.document import Content
from reconciler.model.place import Place, Places, YamlPath
from reconciler.model.ref import Ref
from reconciler.model.resource import Wanted


# A tuple, since every document gets one: half the cost of a dataclass.
class Draft(NamedTuple):
    """The content of one object. *wanted* is there while the content is still that of one document.

    *sound* is False where a document's own shape is broken: nothing more is said about it then.
    """

    ref: Ref
    content: Content
    places: Places
    wanted: Wanted | None = None
    sound: bool = True

    @property
    def place(self) -> Place:
        """Where the document that has the last word starts."""
        return self.places[()]


def merge(under: Draft, over: Draft, dropped: frozenset[str] = frozenset()) -> Draft:
    """*over* laid on *under*: maps merge, all else is replaced; *dropped* keys stay behind."""
    replaced: set[YamlPath] = {(key,) for key in dropped}
    kept = {key: value for key, value in under.content.items() if key not in dropped}
    content = _merge(kept, over.content, (), replaced)
    left = {path: place for path, place in under.places.items() if not _within(path, replaced)}
    return Draft(over.ref, content, {**left, **over.places}, None, under.sound and over.sound)


def _merge(
    under: Content, over: Content, path: YamlPath, replaced: set[YamlPath]
) -> dict[str, object]:
    merged = dict(under)
    for key, value in over.items():
        below = merged.get(key)
        if isinstance(below, Mapping) and isinstance(value, Mapping):
            merged[key] = _merge(below, value, (*path, key), replaced)
        else:
            replaced.add((*path, key))
            merged[key] = value
    return merged


def _within(path: YamlPath, replaced: set[YamlPath]) -> bool:
    return any(path[:length] in replaced for length in range(1, len(path) + 1))
