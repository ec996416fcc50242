"""What is shown beside the lines of a repository, whichever command found it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import tzinfo
from os.path import relpath
from pathlib import Path

from reconciler.model.place import Place
from reconciler.model.plan import Note
from reconciler.model.problem import Level, Problem, identity
from reconciler.model.verdict import Refused
from reconciler.reports import moves
from reconciler.reports.documents import PlanDocument, Planned
from reconciler.reports.drifted import DriftDocument, Moved
from reconciler.reports.groups import why
from reconciler.reports.words import title


@dataclass(frozen=True, slots=True)
class Findings:
    """Problems whose files count from the home of the repository, as a forge names them.

    *about* keeps them apart from those of other commands; *site* is the file at which one is shown
    that stands nowhere.
    """

    about: str
    problems: tuple[Problem, ...]
    site: Place


def findings(about: str, problems: Iterable[Problem], root: Path, home: Path) -> Findings:
    """The problems that a command found with the configuration below *root*."""
    site = Place(str(root / "site.yaml"), 1)
    return Findings(about, tuple(_seen_from(home, p) for p in problems), _moved_to(home, site))


def at_home(file: str, home: Path) -> str:
    """A file as the repository at *home* calls it."""
    return Path(relpath(file, home)).as_posix()


def of_drift(document: DriftDocument, zone: tzinfo) -> tuple[Problem, ...]:
    """Exams left inactive, problems of the tenant, and each field that moved, at its line."""
    inactive = map(_inactive, document.inactive)
    moved = (found for moved in document.moved for found in _moved(moved, zone))
    return (*inactive, *document.problems, *moved)


def of_plan(plan: PlanDocument, drift: DriftDocument, zone: tzinfo) -> tuple[Problem, ...]:
    """The same, and each change that is refused."""
    refused = (_refused(p, zone) for p in plan.changes if isinstance(p.verdict, Refused))
    return (*of_drift(drift, zone), *refused)


def _seen_from(home: Path, problem: Problem) -> Problem:
    place = problem.place
    return replace(problem, place=_moved_to(home, place)) if place else problem


def _moved_to(home: Path, place: Place) -> Place:
    return place._replace(file=at_home(place.file, home))


def _inactive(note: Note) -> Problem:
    message = f"{note.ref} was left inactive: {note.why}"
    name = identity("left-inactive", note.ref)
    hint = "run `reconciler resume`"
    return Problem("left-inactive", message, note.place, hint, note.ref, id=name)


def _moved(moved: Moved, zone: tzinfo) -> Iterator[Problem]:
    for who, fields in moves.by_mover(moved.fields, zone):
        for field in fields:
            said = f"{moved.ref}: {moves.move(field, zone)}" + (f"; {who}" if who else "")
            code = str(field.cause.why)
            yield Problem(code, said, field.place, "", moved.ref, Level.WARNING, field.id)


def _refused(planned: Planned, zone: tzinfo) -> Problem:
    change = planned.change
    message = f"{title(change)} is refused: {why(planned, zone)}"
    name = identity("refused", change.ref)
    return Problem("refused", message, change.place, "", change.ref, id=name)
