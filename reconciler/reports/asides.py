"""What a plan leaves alone, in short: how many of what, why, and the first few."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reconciler.model.plan import Aside, Note
from reconciler.reports.words import first, number, shown


@dataclass(frozen=True, slots=True)
class Brief:
    """One sort of thing that is left alone."""

    sort: str
    why: str
    names: tuple[str, ...]

    def sentence(self, few: int) -> str:
        """How many, why, and the first few of them."""
        why = f", {shown(self.why)}" if self.why else ""
        return f"{len(self.names)} {self.sort}{why}: {first(self.names, few)}"


def briefs(aside: Aside) -> Iterator[Brief]:
    """Everything that a plan leaves alone, sorted by what and why."""
    yield from _adopted(aside)
    yield from _released(aside)
    yield from _notes("unmanaged", aside.unmanaged)
    yield from _notes("unreachable", aside.unreachable)
    yield from _notes("over", aside.over)
    yield from _notes("unknown", aside.unknown)
    yield from _notes("contradicted", aside.contradicted)
    yield from _notes("noticed", aside.noticed)


def _adopted(aside: Aside) -> Iterator[Brief]:
    if aside.adopted:
        names = tuple(shown(str(ref)) for ref in aside.adopted)
        yield Brief("adopted", "declared, and on the platform already", names)


def _released(aside: Aside) -> Iterator[Brief]:
    if aside.released:
        names = tuple(
            shown(str(entry.ref))
            if entry.whole
            else f"{shown(str(entry.ref))} ({number(len(entry.paths), 'field')})"
            for entry in aside.released
        )
        yield Brief("released", "no longer declared; the live values stay", names)


def _notes(sort: str, notes: Sequence[Note]) -> Iterator[Brief]:
    for why in dict.fromkeys(note.why for note in notes):
        yield Brief(sort, why, tuple(_names(note for note in notes if note.why == why)))


def _names(notes: Iterable[Note]) -> Iterator[str]:
    for note in notes:
        yield shown(str(note.ref))
