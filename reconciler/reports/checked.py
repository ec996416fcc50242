"""What a look at the files came to: the one value that every format of `validate` shows."""

from collections.abc import Mapping
from dataclasses import dataclass

from reconciler.model.problem import Level, Problem
from reconciler.model.validated import Validated
from reconciler.reports.words import number


@dataclass(frozen=True, slots=True)
class Checked:
    """Every file that was looked at, what is wrong, and the objects of each environment."""

    root: str
    files: tuple[str, ...]
    environments: Mapping[str, int]
    problems: tuple[Problem, ...]

    def count(self, level: Level) -> int:
        """How many problems are of a level."""
        return sum(problem.level is level for problem in self.problems)

    @property
    def ok(self) -> bool:
        """Whether nothing worse than warnings was found."""
        return not self.count(Level.ERROR)

    @property
    def summary(self) -> str:
        """One sentence."""
        counts = {level: self.count(level) for level in Level}
        found = [number(count, level) for level, count in counts.items() if count]
        sound = ", ".join(f"{n} ({number(c, 'object')})" for n, c in self.environments.items())
        return " and ".join(found) if found else f"no problems in {sound}"


def checked(validated: Validated, root: str) -> Checked:
    """What the configuration below *root* was found to be."""
    environments = {name: len(desired) for name, desired in validated.environments.items()}
    return Checked(root, validated.files, environments, validated.problems)
