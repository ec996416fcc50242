"""Plain content of documents, changed without touching what was there before."""

from collections.abc import Iterator, Mapping

from reconciler.model.document import Content
from reconciler.model.place import YamlPath

GONE = object()  # in place of a value that a document no longer has


def put(content: Content, path: YamlPath, value: object) -> dict[str, object]:
    """The content with *value* at *path*, in maps that are made where there are none.

    GONE takes the key away, and the maps above it that are empty then.
    """
    key, *below = path
    changed = dict(content)
    if below:
        inner = changed.get(str(key))
        value = put(inner if isinstance(inner, Mapping) else {}, tuple(below), value) or GONE
    if value is GONE:
        changed.pop(str(key), None)
    else:
        changed[str(key)] = value
    return changed


def differences(before: Content, after: Content) -> Iterator[tuple[YamlPath, object]]:
    """What has become of each key that differs; a list is one value."""
    for key in dict.fromkeys([*before, *after]):
        was, now = before.get(key, GONE), after.get(key, GONE)
        if isinstance(was, Mapping) and isinstance(now, Mapping):
            yield from (((key, *path), value) for path, value in differences(was, now))
        elif was != now:
            yield (key,), now
