"""Objects' names as file names that every file system keeps apart."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from reconciler.model.ref import Ref

_LONGEST: Final = 60  # characters: at four bytes each there is still room for a number
# Names that Windows keeps for devices.
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
)


def file_names(refs: Iterable[Ref]) -> Iterator[tuple[Ref, str]]:
    """A name for each, without folder and ending; the first by name gets the plain one."""
    taken: set[tuple[str, str]] = set()
    for ref in sorted(refs):
        plain = slug(ref.name.casefold() if ref.kind == "Role" else ref.name)
        name, number = plain, 1
        while (ref.kind, _folded(name)) in taken or _folded(name) in _DEVICES:
            number += 1
            name = f"{plain}-{number}"
        taken.add((ref.kind, _folded(name)))
        yield ref, name


def slug(name: str) -> str:
    """Letters, digits, dots and dashes of a name; accents are dropped where letters have them."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = re.sub(r"[^\w.]+", "-", unicodedata.normalize("NFC", bare))
    return words[:_LONGEST].strip("-._") or "unnamed"


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name.casefold())
