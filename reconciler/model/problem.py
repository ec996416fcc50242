"""What is wrong, as data: problems are gathered, never raised."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from pathlib import PurePath

from reconciler.model.place import Place
from reconciler.model.ref import Ref

_DIGITS = 10
_DIGEST = re.compile(rf"-[0-9a-f]{{{_DIGITS}}}$")
# Places inside a message: they move whenever a line is added above.
_POSITION = re.compile(r"[^\s(]+:\d+:\d+|\bline \d+")


class Level(StrEnum):
    """Whether a problem stops the work."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. *code* is stable across releases; *hint* says what to write instead.

    *id* names this very finding in every format, also after its line has moved; see `identified`.
    """

    code: str
    message: str
    place: Place | None = None
    hint: str = ""
    ref: Ref | None = None
    level: Level = Level.ERROR
    id: str = ""

    @property
    def advice(self) -> str:
        """What is wrong and what to write instead."""
        return f"{self.message}; {self.hint}" if self.hint else self.message

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.level}: {self.advice}"


def identified(problems: Iterable[Problem], root: str) -> Iterator[Problem]:
    """The problems of one look, each with its id; files count from *root*, wherever that lies."""
    taken: set[str] = set()
    for problem in problems:
        file = _below(root, problem.place.file) if problem.place else ""
        words = _POSITION.sub("", problem.message)
        # The same thing said twice of one file is told apart by its order.
        same = 0
        while (name := identity(problem.code, file, problem.ref, words, same)) in taken:
            same += 1
        taken.add(name)
        yield replace(problem, id=name)


def identity(code: str, *what: object) -> str:
    """The name of a finding: its code, and a digest of *what* makes it this one."""
    known = "\0".join(str(part) for part in (code, *what))
    return f"{code}-{sha256(known.encode(errors='surrogateescape')).hexdigest()[:_DIGITS]}"


def code_of(name: str) -> str:
    """The code in the name of a finding; what is no such name stays as it is."""
    return _DIGEST.sub("", name)


def _below(root: str, file: str) -> str:
    path = PurePath(file)
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()
