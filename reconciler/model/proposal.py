"""What is live, written into the files: which fields, in which files, and what could not be."""

from collections.abc import Mapping
from dataclasses import dataclass

from reconciler.model.change import FieldChange, FieldValue
from reconciler.model.document import Configuration
from reconciler.model.place import Place
from reconciler.model.ref import Ref
from reconciler.model.validated import Validated


@dataclass(frozen=True, slots=True)
class Tree:
    """The files of a configuration as text, by name, and what is made of them."""

    texts: Mapping[str, str]
    configuration: Configuration
    validated: Validated


@dataclass(frozen=True, slots=True)
class Taken:
    """One object whose live values the files take over; *files* is where they are written."""

    ref: Ref
    fields: tuple[FieldChange, ...]
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Untaken:
    """What the files cannot take over of an object, and what somebody can do instead."""

    ref: Ref
    why: str
    place: Place | None = None
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """An object that now names fields itself, so that they stay although their source moved."""

    ref: Ref
    fields: tuple[FieldValue, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rewritten:
    """One file before and after; before is None where there was none."""

    file: str
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What brings the files in line with the platform, and what is left to a person."""

    taken: tuple[Taken, ...] = ()
    untaken: tuple[Untaken, ...] = ()
    kept: tuple[Kept, ...] = ()
    files: tuple[Rewritten, ...] = ()
