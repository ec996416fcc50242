"""What is shown beside the lines of a repository, whichever command found it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from os.path import relpath
from pathlib import Path

from reconciler.model.place import Place
from reconciler.model.problem import Problem


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


def _seen_from(home: Path, problem: Problem) -> Problem:
    place = problem.place
    return replace(problem, place=_moved_to(home, place)) if place else problem


def _moved_to(home: Path, place: Place) -> Place:
    return place._replace(file=at_home(place.file, home))
