"""The register of personal data that exams collect: frozen, and the same for every renderer."""

from dataclasses import dataclass

from reconciler.model.observed import Value
from reconciler.model.place import Place


@dataclass(frozen=True, slots=True)
class Given:
    """A setting that collects, and the place in the files that gives it; None: the platform."""

    path: str
    value: Value | None
    place: Place | None


@dataclass(frozen=True, slots=True)
class Collected:
    """One category of data, by which settings; *allowed* is None where no baseline is declared."""

    data: str
    settings: tuple[Given, ...]
    allowed: bool | None
    retention: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One sitting, or all that follow one rule. *state* is empty where the files alone speak.

    *unknown* are categories of which nobody can tell whether they are collected; *proctored* is
    None where nothing says so, and then the entry says what would be collected if it were.
    """

    assessment: str
    sittings: str
    template: str
    proctored: bool | None
    data: tuple[Collected, ...]
    unknown: tuple[str, ...] = ()
    purpose: str = ""
    basis: str = ""
    state: str = ""
    candidates: int | None = None
