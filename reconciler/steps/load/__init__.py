"""Load: the YAML files below a folder become Documents, or Problems that say where and why not."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from reconciler.model.document import Configuration, Document
from reconciler.model.place import Place
from reconciler.model.problem import Problem
from reconciler.steps.load.files import Source, layer_of, sources
from reconciler.steps.load.identity import document
from reconciler.steps.load.parse import parse

__all__ = ["Source", "layer_of", "load", "read", "sources", "understood"]


def load(root: Path) -> tuple[Configuration, tuple[Problem, ...]]:
    """Read every document below *root*; files that cannot be read do not hide the others."""
    return understood(root, sources(root))


def understood(
    root: Path, found: Iterable[Source | Problem]
) -> tuple[Configuration, tuple[Problem, ...]]:
    """The documents of files that were read before, or are nowhere but here."""
    documents: list[Document] = []
    problems: list[Problem] = []
    for source in found:
        for item in [source] if isinstance(source, Problem) else read(source):
            match item:
                case Problem():
                    problems.append(item)
                case Document():
                    documents.append(item)
    problems.extend(_twice(documents))
    return Configuration(str(root), tuple(documents)), tuple(problems)


def read(source: Source) -> Iterator[Document | Problem]:
    """The documents of one file in their order, and what is wrong with it."""
    for item in parse(source.file, source.text):
        if isinstance(item, Problem):
            yield item
        else:
            yield from document(source.layer, item)


def _twice(documents: Iterable[Document]) -> Iterator[Problem]:
    """Documents of one layer with the same Ref, or with Refs that differ only by case."""
    first: dict[tuple[str, str, str], Document] = {}
    for later in documents:
        ref = later.ref
        earlier = first.setdefault((later.layer, ref.kind, ref.name.casefold()), later)
        if earlier is not later and ref.name:
            yield _same(later, earlier, earlier.place)


def _same(later: Document, earlier: Document, there: Place) -> Problem:
    if later.ref == earlier.ref:
        message = f"{later.ref} is declared twice; the other one is at {there}"
        return Problem("declared-twice", message, later.place, "keep one of them", later.ref)
    message = f"{later.ref} differs only by case from {earlier.ref} at {there}"
    hint = "spell them alike, or give one another name"
    return Problem("differs-by-case", message, later.place, hint, later.ref)
