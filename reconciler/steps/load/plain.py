"""The quick door: plain documents, as most are, without their places and in a tenth of the time."""

import re
from typing import Any, Final

import yaml_rs

from reconciler.steps.load.walk import MAX_DEPTH

# In a longer text, values could be nested so deeply that the reader's stack runs over.
_LONGEST: Final = 4_000
# What the two readers understand differently, or what only the exact one may refuse: anchors,
# aliases, tags, merges, directives; block texts, keys that are no texts; tabs, escapes, line breaks
# and marks that are not of today. A colon does not begin a word.
_ORDINARY: Final = r"[^&*!<%|>?\t\\\r\x7f-\x9f\u2028\u2029\ufeff:]*+"
_PLAIN: Final = re.compile(rf"{_ORDINARY}(?:(?<=[\w\"']):{_ORDINARY})*+")
_END_OF_DOCUMENT: Final = "..."
_QUOTED: Final = re.compile(r"\"[^\"\n\[\]{}]*\"|'[^'\n\[\]{}]*'")
_SCALARS: Final = {str, bool}
_HIDING: Final = frozenset("\"'#")


def plain(text: str) -> dict[str, object] | None:
    """The one document of *text*; None where the exact reader must read it, whatever the reason.

    All of it is texts, true and false: numbers, nulls and mistakes are left to the exact reader.
    """
    if len(text) > _LONGEST or _END_OF_DOCUMENT in text or not _PLAIN.fullmatch(text):
        return None
    if ("[" in text or "{" in text) and any(map(_goes_on, text.splitlines())):
        return None
    try:
        content = yaml_rs.loads(text, parse_datetime=False)
    except (yaml_rs.YAMLDecodeError, TypeError):  # a map as a key
        return None
    return content if isinstance(content, dict) and _is_plain(content, 0) else None


def _goes_on(line: str) -> bool:
    """Whether brackets of a line may end in another, where the readers differ on what a key is.

    One in quotes or in a comment is none, but it takes a reader to tell that.
    """
    opened, closed = line.count("[") + line.count("{"), line.count("]") + line.count("}")
    if not opened and not closed:
        return False
    return opened != closed or not _HIDING.isdisjoint(_QUOTED.sub("", line))


def _is_plain(value: Any, depth: int) -> bool:  # noqa: ANN401 -- whatever the reader made of it
    kind = type(value)
    if kind is not dict and kind is not list:
        return kind in _SCALARS
    if depth >= MAX_DEPTH or (kind is dict and not {*map(type, value)} <= {str}):
        return False
    parts = value.values() if kind is dict else value
    return {*map(type, parts)} <= _SCALARS or all(_is_plain(part, depth + 1) for part in parts)
