"""The register of personal data as a document, and its words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from reconciler.kinds.effects import categories
from reconciler.kinds.proctorio import BY_PATH
from reconciler.model.register import Collected, Entry, Given
from reconciler.reports.words import listed, number, value, where

UNDECLARED = "not declared"


@dataclass(frozen=True, slots=True)
class RegisterDocument:
    """What exams collect. *live*: as sittings run on the platform, else as the files say.

    *basis* and *contact* are empty where the site declares no privacy.
    """

    institution: str
    environment: str
    at: datetime
    live: bool
    basis: str
    contact: str
    entries: tuple[Entry, ...]


def setting(given: Given) -> str:
    """A setting that collects, in the words of the console."""
    return f"{BY_PATH[given.path].label}: {value(given.value)}"


def source(given: Given) -> str:
    """Where it is given: the line of the files, or on the platform alone."""
    return where(given.place) if given.place else "on the platform"


def allowed(collected: Collected) -> str:
    """Whether the site has decided to collect it."""
    return {True: "yes", False: "NO", None: UNDECLARED}[collected.allowed]


def proctored(entry: Entry) -> str:
    """Whether it is proctored; what the platform cannot show is unknown."""
    silent = "unknown" if entry.state else UNDECLARED
    return {True: "yes", False: "no", None: silent}[entry.proctored]


def nothing(entry: Entry) -> str:
    """Why an exam collects nothing that is known; empty when it does."""
    if entry.data or entry.unknown:
        return ""
    return "nothing: not proctored" if entry.proctored is False else "nothing"


def not_known(data: str) -> str:
    """What nobody outside Proctorio can tell of a category."""
    return next((category.unknown for category in categories() if category.name == data), "")


def beyond(document: RegisterDocument) -> Iterator[str]:
    """Each exam that collects what the site has not decided to collect."""
    for entry in document.entries:
        more = [collected.data for collected in entry.data if collected.allowed is False]
        if more:
            yield f"{entry.assessment} ({entry.sittings}): {listed(more)}"


def summary(document: RegisterDocument) -> str:
    """The register in a sentence."""
    what = "sitting on the platform" if document.live else "rule or sitting in the files"
    many = "sittings on the platform" if document.live else "rules and sittings in the files"
    collecting = sum(bool(entry.data) for entry in document.entries)
    more = len(list(beyond(document)))
    baseline = f"; {more} beyond what is declared" if document.basis else "; no baseline declared"
    return (
        f"{collecting} of {number(len(document.entries), what, many)} collect personal data"
        f"{baseline}"
    )
