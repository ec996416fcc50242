"""One line of the results: a figure, what it is held against, and the bar."""

from dataclasses import dataclass

from benchmarks.measure import Cost


@dataclass(frozen=True, slots=True)
class Line:
    """What was measured. *ratio* is measured in the same run; *bar* is the most it may be."""

    part: str
    what: str
    cost: Cost
    against: str = ""
    floor: Cost | None = None
    ratio: float | None = None
    bar: float | None = None

    @property
    def verdict(self) -> str:
        """Whether the bar is met, where there is one."""
        if self.bar is None or self.ratio is None:
            return ""
        return "met" if self.ratio <= self.bar else "not met"
