"""What is wrong with the configuration, as data: problems are gathered, never raised."""

from dataclasses import dataclass
from enum import StrEnum

from reconciler.model.place import Place
from reconciler.model.ref import Ref


class Level(StrEnum):
    """Whether a problem stops the work."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. *code* is stable across releases; *hint* says what to write instead."""

    code: str
    message: str
    place: Place | None = None
    hint: str = ""
    ref: Ref | None = None
    level: Level = Level.ERROR

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        hint = f"; {self.hint}" if self.hint else ""
        return f"{where}{self.level}: {self.message}{hint}"
