"""What validation makes of the files: the site, what each environment wants, what is wrong."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reconciler.model.place import Place
from reconciler.model.policy import Declared
from reconciler.model.problem import Level, Problem
from reconciler.model.ref import Ref
from reconciler.model.resource import Desired
from reconciler.model.site import Site


@dataclass(frozen=True, slots=True)
class Validated:
    """The whole configuration, checked.

    *site* is None when its document is missing or broken. *environments* has what is good even
    where problems say that the rest is not: who goes on asks `ok` first. *files* are all that were
    looked at, in order; *policies* are those that hold here.
    """

    site: Site | None
    environments: Mapping[str, Desired]
    problems: tuple[Problem, ...]
    files: tuple[str, ...] = ()
    policies: tuple[Declared, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing worse than warnings was found."""
        return all(problem.level is not Level.ERROR for problem in self.problems)

    def also(self, problems: Iterable[Problem]) -> "Validated":
        """The same with more problems, each once, in the order of files and lines."""
        return replace(self, problems=in_order([*self.problems, *problems]))


def in_order(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Problems once each, in the order of files and lines."""
    nowhere = Place("", 0)
    unique = dict.fromkeys(problems)
    return tuple(sorted(unique, key=lambda p: (p.place or nowhere, p.level, p.code, p.message)))


def across(
    seen: Mapping[str, Iterable[Problem]], known: Mapping[str, Container[Ref | None]]
) -> Iterator[Problem]:
    """Each problem once; it names its environments where others know the same object without."""
    where: dict[Problem, list[str]] = {}
    for name, problems in seen.items():
        for problem in dict.fromkeys(problems):
            where.setdefault(problem, []).append(name)
    for problem, names in where.items():
        holders = [name for name, refs in known.items() if problem.ref in refs]
        yield problem if len(names) >= len(holders) else _named(problem, names)


def _named(problem: Problem, environments: list[str]) -> Problem:
    return replace(problem, message=f"{problem.message} (in {', '.join(environments)})")
