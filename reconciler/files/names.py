"""Objects' names as file names that every file system keeps apart."""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator
from typing import Final

from reconciler.model.ref import Ref

_LONGEST: Final = 60  # characters: at four bytes each there is still room for a number
# Names that Windows keeps for devices.
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
)


def file_names(refs: Iterable[Ref]) -> Iterator[tuple[Ref, str]]:
    """A name for each, without folder and ending; the first by name gets the plain one."""
    taken: dict[str, set[str]] = {}
    for ref in sorted(refs):
        beside = taken.setdefault(ref.kind, set())
        name = free(plain(ref), beside)
        beside.add(folded(name))
        yield ref, name


def plain(ref: Ref) -> str:
    """The name that an object's file has when no other has it."""
    name = slug(ref.name.casefold() if ref.kind == "Role" else ref.name)
    # aux.txt is the device, too.
    return name.replace(".", "-") if folded(name).partition(".")[0] in _DEVICES else name


def free(name: str, taken: Container[str]) -> str:
    """*name*, with a number where it is folded among those *taken*, or that of a device."""
    found, number = name, 1
    while folded(found) in taken or folded(found) in _DEVICES:
        number += 1
        found = f"{name}-{number}"
    return found


def slug(name: str) -> str:
    """Letters, digits, dots and dashes of a name; accents are dropped where letters have them."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = re.sub(r"[^\w.]+", "-", unicodedata.normalize("NFC", bare))
    return words[:_LONGEST].strip("-._") or "unnamed"


def folded(name: str) -> str:
    """What two names have in common that a file system may take for one."""
    return unicodedata.normalize("NFKC", name.casefold())
