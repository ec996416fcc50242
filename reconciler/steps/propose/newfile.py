"""A file for a document that is new: its name, and the line that tells editors its schema."""

import posixpath
import re
from collections.abc import Iterable, Mapping
from pathlib import PurePath

from reconciler.files.emit import emit
from reconciler.files.names import folded, free, plain
from reconciler.model.document import Content
from reconciler.model.modeline import modeline
from reconciler.model.ref import Ref

_MODELINE = re.compile(r"^# yaml-language-server: \$schema=(\S+)", re.MULTILINE)


def name_for(ref: Ref, folder: PurePath, files: Iterable[str], base: str = "") -> str:
    """A new file of *folder*: named as that of its *base* document, else for the object."""
    beside = (path for path in map(PurePath, files) if path.parent == folder)
    taken = {folded(path.stem) for path in beside}
    return str(folder / f"{free(PurePath(base).stem if base else plain(ref), taken)}.yaml")


def text(file: str, ref: Ref, content: Content, others: Mapping[str, str]) -> str:
    """The text of a new file, with the modeline that the *others* have."""
    return emit(content, _modeline(file, ref, others))


def _modeline(file: str, ref: Ref, others: Mapping[str, str]) -> str:
    for name, said in others.items():
        found = _MODELINE.search(said)
        if found:
            folder, _, _ = found[1].rpartition("/")
            if "://" not in folder:
                there = posixpath.join(posixpath.dirname(name), folder)
                folder = posixpath.relpath(there, posixpath.dirname(file))
            return modeline(ref.kind, folder)
    return ""
