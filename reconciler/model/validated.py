"""What validation makes of the files: the site, what each environment wants, what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass

from reconciler.model.problem import Level, Problem
from reconciler.model.resource import Desired
from reconciler.model.site import Site


@dataclass(frozen=True, slots=True)
class Validated:
    """The whole configuration, checked.

    *site* is None when its document is missing or broken. *environments* has what is good even
    where problems say that the rest is not: who goes on asks `ok` first. *files* are all that were
    looked at, in order.
    """

    site: Site | None
    environments: Mapping[str, Desired]
    problems: tuple[Problem, ...]
    files: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing worse than warnings was found."""
        return all(problem.level is not Level.ERROR for problem in self.problems)
