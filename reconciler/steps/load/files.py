"""The files of a configuration: which are read, in which layer, and the text of each."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from reconciler.model.place import Place
from reconciler.model.problem import Problem

MAX_BYTES = 1024 * 1024
_YAML = (".yaml", ".yml")
# What YAML does not allow in a file; it would be reported without line and column.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]"
)
_BOM = "\ufeff"
_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Source:
    """One file as text. *layer* is the folder below the root that it stands in; "" is the root."""

    file: str
    layer: str
    text: str


def layer_of(root: Path, file: str) -> str:
    """The layer of a file below *root*."""
    folders = Path(file).relative_to(root).parent.parts
    return folders[0] if folders else ""


def sources(root: Path) -> Iterator[Source | Problem]:
    """Every YAML file below *root* in the order of their names; hidden ones are left alone."""
    if not root.is_dir():
        why = "is not a folder" if root.exists() else "does not exist"
        hint = "name the folder that holds site.yaml"
        yield Problem("no-configuration", f"the configuration {root} {why}", hint=hint)
        return
    yield from _folder(str(root), "", os.path.realpath(root))


def _folder(folder: str, layer: str, root: str) -> Iterator[Source | Problem]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        yield _unreadable(folder, error)
        return
    for entry in entries:
        if not entry.name.startswith("."):
            yield from _entry(entry, layer, root)


def _entry(entry: os.DirEntry[str], layer: str, root: str) -> Iterator[Source | Problem]:
    path = os.path.normpath(entry.path)
    if entry.is_dir():
        if entry.is_symlink():
            yield _linked_folder(path)
        else:
            yield from _folder(entry.path, layer or entry.name, root)
    elif entry.name.endswith(_YAML):
        yield _found(entry, path, layer, root)


def _found(entry: os.DirEntry[str], path: str, layer: str, root: str) -> Source | Problem:
    if not entry.is_file():
        message = "this is not a file that can be read"
        return _problem("not-a-file", message, path, "put a plain file there, or remove it")
    return _linked_away(path) if _leaves(entry, root) else _file(path, layer)


def _leaves(entry: os.DirEntry[str], root: str) -> bool:
    if not entry.is_symlink():
        return False
    return os.path.commonpath([root, os.path.realpath(entry.path)]) != root


def _file(path: str, layer: str) -> Source | Problem:
    try:
        with FileIO(path) as file:
            # Asked for more than is there, it would set aside that much for each small file.
            raw = file.read(min(os.fstat(file.fileno()).st_size, MAX_BYTES) + 1)
    except OSError as error:
        return _unreadable(path, error)
    if len(raw) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES // 1024} KiB"
        return _problem("file-too-large", message, path, "split it into several files")
    return _text(path, layer, raw)


def _text(path: str, layer: str, raw: bytes) -> Source | Problem:
    if raw.startswith(_WIDE_BOMS):
        return _problem("not-utf-8", "the file is UTF-16", path, "save it as UTF-8")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        message = f"the byte 0x{raw[error.start]:02x} is not UTF-8"
        return Problem("not-utf-8", message, _after(path, before), "save the file as UTF-8")
    if text.startswith(_BOM):
        hint = "save it as UTF-8 without one"
        return _problem("byte-order-mark", "the file starts with a byte order mark", path, hint)
    forbidden = _FORBIDDEN.search(text)
    if forbidden:
        message = f"the character U+{ord(forbidden[0]):04X} is not allowed in a YAML file"
        place = _after(path, text[: forbidden.start()])
        return Problem("control-character", message, place, "remove it")
    return Source(path, layer, text)


def _after(path: str, before: str) -> Place:
    return Place(path, before.count("\n") + 1, len(before) - before.rfind("\n"))


def _problem(code: str, message: str, path: str, hint: str) -> Problem:
    return Problem(code, message, Place(path, 1), hint)


def _unreadable(path: str, error: OSError) -> Problem:
    reason = (error.strerror or "unknown reason").lower()
    return _problem("unreadable", f"it cannot be read: {reason}", path, "check its permissions")


def _linked_folder(path: str) -> Problem:
    message = "a symbolic link to a folder is not followed"
    return _problem("linked-folder", message, path, "put the files there, or link single files")


def _linked_away(path: str) -> Problem:
    message = "the symbolic link leads out of the configuration"
    return _problem("linked-away", message, path, "put the file itself there")
