"""Words for people: values and paths as they stand in the files, and the nearest known word."""

import re
from collections.abc import Iterable
from typing import Final

from reconciler.model.meant import meant
from reconciler.model.number import Number
from reconciler.model.place import YamlPath

_LONGEST: Final = 60
_FEW: Final = 8
_ALIKE: Final = 0.7  # of 1; less makes "kind" of "id"
_SECRETS: Final = re.compile(r"token|secret|passw|api_?key|credential", re.IGNORECASE)


def shown(value: object) -> str:
    """A value as it would stand in a file, short enough for a message."""
    match value:
        case bool():
            return str(value).lower()
        case Number() | int() | float():
            return _short(str(value))
        case str():
            return '"' + _short(value).replace("\n", "\\n") + '"'
        case dict():
            return "a map"
        case list():
            return "a list"
        case _:
            return "nothing"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def dotted(path: YamlPath) -> str:
    """The keys of a path; the place tells which item of a list."""
    keys = ".".join(key for key in path if isinstance(key, str))
    return f"an item of {keys}" if path and isinstance(path[-1], int) else keys


def a(kind: str) -> str:
    """A kind with its article."""
    return f"{'an' if kind[:1] in 'AEIOU' else 'a'} {kind}"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant."""
    return meant(word, known, _ALIKE)


def nearest_of(word: str, known: Iterable[str]) -> str:
    """A hint that names the known word that was probably meant, or all when they are few."""
    names = sorted(set(known))
    near = nearest(word, names)
    if near:
        return f'write "{near}"'
    return f"declared are {', '.join(names)}" if 0 < len(names) <= _FEW else ""


def secret(key: str) -> bool:
    """Whether a key looks as if its value were a secret."""
    return bool(_SECRETS.search(key))
