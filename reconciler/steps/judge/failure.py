"""What is wrong with an expression, or keeps it from being judged, in words of the files."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from reconciler.model.meant import meant

_PATH: Final = re.compile(r"\b[a-z]\w*(?:\.[A-Za-z_]\w*)+(?!\s*[\w(])")
_WHERE: Final = re.compile(r"<input>:(\d+):(\d+): (?:Syntax error: )?([^\n]*)")
_KINDS: Final = (
    (type(None), "null"), (bool, "true or false"), (str, "a text"), ((int, float), "a number"),
    (Mapping, "a map"), (list, "a list"), (object, "a moment"),
)  # fmt: skip
_FEW: Final = 12
_MOST_NAMED: Final = 4


@dataclass(frozen=True, slots=True)
class Failure:
    """Why nobody can tell whether an expression holds."""

    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why an expression cannot be compiled. *line* and *column* count within it, from 1."""

    message: str
    line: int = 0
    column: int = 0
    hint: str = ""

    def __str__(self) -> str:
        if not self.column:
            return self.message
        where = f"line {self.line}, " if self.line > 1 else ""
        return f"at {where}character {self.column}, {self.message}"

    @classmethod
    def at(cls, source: str, index: int, message: str, hint: str = "") -> "Flaw":
        """A flaw at an index of *source*."""
        line = source.count("\n", 0, index) + 1
        return cls(message, line, index - source.rfind("\n", 0, index), hint)

    @classmethod
    def unknown(cls, source: str, name: str, what: str, known: Iterable[str]) -> "Flaw":
        """A name that stands for nothing."""
        found = re.search(rf"\b{re.escape(name)}\b", source)
        message = f'there is no {what} "{name}"'
        return cls.at(source, found.start() if found else 0, message, guess(name, known))

    @classmethod
    def syntax(cls, source: str, words: str) -> "Flaw":
        """What the compiler says."""
        found = _WHERE.search(words)
        if not found:
            return cls("it is not CEL", hint="see docs/policies.md for examples")
        line, column, said = int(found[1]), int(found[2]), found[3]
        if "Recursion limit" in said:
            return cls("it is nested too deep", line, column, "make two policies of it")
        here = source.split("\n")[line - 1][column - 1 :][:12]
        what = f'"{here}" does not fit' if here else "something is missing"
        assigned = re.search(r"[^=!<>]=[^=]", source)
        return cls(what, line, column, "compare with ==, not =" if assigned else "")


def guess(word: str, known: Iterable[str]) -> str:
    """The name that was probably meant, or all when they are few."""
    names = sorted(set(known))
    near = meant(word, names)
    if near:
        return f"write {near}"
    return f"there is {', '.join(names)}" if 0 < len(names) <= _FEW else ""


def failed(source: str, values: Mapping[str, object], error: Exception) -> Failure:
    """What went wrong in an evaluation, with the fields that the expression speaks of."""
    if isinstance(error, KeyError):
        return _no_field(source, values, str(error.args[0]).strip("'"))
    if isinstance(error, IndexError):
        return Failure("a list has no entry of that number", "ask for its size() first")
    if isinstance(error, ZeroDivisionError):
        return Failure("it divides by zero")
    said = [f"{path} is {kind_of(value)}" for path, value in _mentioned(source, values)]
    if "regex" in str(error):
        return Failure("the pattern of matches() is none, or too large")
    hint = "ask whether it is null first: … == null || …" if "null" in " ".join(said) else ""
    return Failure(f"its values do not go together: {', '.join(said[:_MOST_NAMED])}", hint)


def paths(source: str) -> list[tuple[str, ...]]:
    """The dotted paths that an expression names, in order."""
    return [tuple(path.split(".")) for path in dict.fromkeys(_PATH.findall(source))]


def _no_field(source: str, values: Mapping[str, object], name: str) -> Failure:
    for path in paths(source):
        if name in path[1:]:
            above = _value(values, path[: path.index(name, 1)])
            if isinstance(above, Mapping) and name not in above:
                dotted = ".".join(path[: path.index(name, 1)])
                return Failure(f'{dotted} has no field "{name}"', guess(name, map(str, above)))
    return Failure(f'there is no field "{name}"', f"ask first: '{name}' in …")


def _mentioned(source: str, values: Mapping[str, object]) -> list[tuple[str, object]]:
    return [(".".join(path), _value(values, path)) for path in paths(source) if path[0] in values]


def _value(values: object, path: tuple[str, ...]) -> object:
    for key in path:
        values = values.get(key) if isinstance(values, Mapping) else None
    return values


def kind_of(value: object) -> str:
    """A value in a word."""
    return next(words for types, words in _KINDS if isinstance(value, types))
