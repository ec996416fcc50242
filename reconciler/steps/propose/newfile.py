"""A file for a document that is new: its name, and the line that tells editors its schema."""

import posixpath
import re
from collections.abc import Container, Mapping
from pathlib import PurePath

from reconciler.files import fragments
from reconciler.model.document import Content
from reconciler.model.ref import Ref

_MODELINE = re.compile(r"^# yaml-language-server: \$schema=(\S+)", re.MULTILINE)
_NOT_IN_NAMES = re.compile(r"[^\w.-]+")
_LONGEST = 80


def name_for(ref: Ref, folder: PurePath, taken: Container[str], base: str = "") -> str:
    """A file of *folder*: named as that of its *base* document, else for the object."""
    stem = PurePath(base).stem if base else _NOT_IN_NAMES.sub("-", ref.name).strip(".-")
    stem = stem[:_LONGEST] or ref.kind.lower()
    name, number = str(folder / f"{stem}.yaml"), 1
    while name in taken:
        number += 1
        name = str(folder / f"{stem}-{number}.yaml")
    return name


def text(file: str, ref: Ref, content: Content, others: Mapping[str, str]) -> str:
    """The text of a new file, with the modeline that the *others* have."""
    return _modeline(file, ref, others) + fragments.document(content)


def _modeline(file: str, ref: Ref, others: Mapping[str, str]) -> str:
    for name, said in others.items():
        found = _MODELINE.search(said)
        if found:
            folder, _, _ = found[1].rpartition("/")
            if "://" not in folder:
                there = posixpath.join(posixpath.dirname(name), folder)
                folder = posixpath.relpath(there, posixpath.dirname(file))
            return f"# yaml-language-server: $schema={folder}/{ref.kind.lower()}.json\n"
    return ""
