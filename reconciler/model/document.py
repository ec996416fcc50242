"""YAML as it was read: one document of a file, and the effective one after merging."""

from collections.abc import Mapping
from dataclasses import dataclass

from reconciler.model.place import Place, Places, YamlPath, nearest
from reconciler.model.ref import Ref

Content = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a file. *places* has the key of every path; () is the document's start.

    *file* is where it was read from; empty for what was merged from several.
    """

    ref: Ref
    layer: str
    content: Content
    places: Places
    value_places: Places
    file: str = ""

    @property
    def place(self) -> Place:
        """Where the document starts."""
        return self.places[()]

    def key_place(self, *path: str | int) -> Place:
        """Where the key at *path* stands, or the nearest enclosing one."""
        return nearest(self.places, path)

    def value_place(self, *path: str | int) -> Place:
        """Where the value at *path* stands, or the nearest enclosing one."""
        return nearest(self.value_places, path)


@dataclass(frozen=True, slots=True)
class Configuration:
    """All documents of all layers, in the order of file name and place."""

    root: str
    documents: tuple[Document, ...]

    def layer(self, name: str) -> Mapping[Ref, Document]:
        """The documents of one layer by their Ref."""
        return {document.ref: document for document in self.documents if document.layer == name}


__all__ = ["Configuration", "Content", "Document", "YamlPath"]
