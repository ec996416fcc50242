"""Where new documents stand, and the text of each: one object a file."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from reconciler.files.emit import emit
from reconciler.files.names import file_names
from reconciler.model.drafted import Drafted
from reconciler.model.modeline import SCHEMAS, modeline
from reconciler.model.ref import Ref


@dataclass(frozen=True, slots=True)
class Page:
    """A file that is still to be written."""

    ref: Ref
    path: Path
    text: str


def pages(
    documents: Iterable[Drafted], root: Path, layer: str, folders: Mapping[str, str]
) -> tuple[Page, ...]:
    """A file for each document below *layer*; *folders* names that of each kind."""
    drafted = {document.ref: document for document in documents}
    return tuple(
        _page(drafted[ref], root, root / layer / folders[ref.kind] / f"{name}.yaml")
        for ref, name in file_names(drafted)
    )


def _page(document: Drafted, root: Path, path: Path) -> Page:
    schemas = os.path.relpath(root.absolute().parent / SCHEMAS, path.absolute().parent)
    first = modeline(document.ref.kind, Path(schemas).as_posix())
    return Page(document.ref, path, emit(document.content, first, document.comment))
