"""What candidates of one sitting, or the office, are told; and which of it was published."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from reconciler.model.observed import Value
from reconciler.model.ref import Ref


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a heading; *tasks* are to be ticked off."""

    heading: str
    lines: tuple[str, ...]
    tasks: bool = False


@dataclass(frozen=True, slots=True)
class Gist:
    """What a notice says, for comparing: settings by path, times, and a digest of its words."""

    settings: Mapping[str, Value | None]
    times: str
    words: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice in one language. Its *revision* moves when its *gist* does, and only then."""

    ref: Ref
    language: str
    title: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]
    footer: str
    revision: str
    gist: Gist


@dataclass(frozen=True, slots=True)
class Published:
    """A notice that candidates were given, by record."""

    at: datetime
    by: str
    language: str
    revision: str
    gist: Gist


@dataclass(frozen=True, slots=True)
class OutOfDate:
    """A published notice that no longer says what holds, and what has changed since.

    *revision* is that of now; empty where no notice can be made any more.
    """

    ref: Ref
    published: Published
    revision: str
    changed: tuple[str, ...]
