"""The door to CEL: an expression compiled once, bounded in cost, blind but for its values.

The language has no input or output, no loop but over a list that is there, and no recursion. What
is left to bound is lists in lists: an expression has few macros, and runs only where the longest
list is short enough for them.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from reconciler.steps.judge.failure import Failure, Flaw, failed, guess, kind_of

if TYPE_CHECKING:
    import cel

LONGEST: Final = 2_000  # characters
MACROS: Final = 4
PLUSES: Final = 20  # each can double a text or list in every macro
STEPS: Final = 1_000_000  # of one evaluation; about half a second
BUDGET: Final = 50_000_000  # steps of one policy over all documents of a run; thirty seconds

_TEXTS: Final = re.compile(
    r"""(?s)\b[bB]?[rR][bB]?(?:\"{3}.*?\"{3}|'{3}.*?'{3}|"[^"\n]*"|'[^'\n]*')"""
    r"""|\"{3}(?:\\.|.)*?\"{3}|'{3}(?:\\.|.)*?'{3}|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'"""
    r"""|//[^\n]*"""
)
_MACRO: Final = re.compile(r"\.\s*(?:all|exists|exists_one|map|filter)\s*\(\s*(\w*)")
_ERRORS: Final = (LookupError, TypeError, RuntimeError, ValueError, ArithmeticError)
_HAS: Final = re.compile(r"\bhas\s*\(")
_MADE_PATTERN: Final = re.compile(r"\bmatches\s*\((?!\s*''\s*\))")
_OPERATOR: Final = re.compile(r"\W")  # `_&&_`, `!_`, `@in`: no name that can be called
_TYPES: Final = frozenset({"bool", "bytes", "double", "int", "list", "map", "string", "uint"})
FUNCTIONS: Final = _TYPES - {"list", "map"} | {
    *("size", "contains", "startsWith", "endsWith", "matches", "type", "timestamp", "duration"),
    *("getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear"),
    *("getHours", "getMinutes", "getSeconds", "getMilliseconds"),
}


@cache
def _library() -> Any:  # noqa: ANN401 -- a module
    """The library, imported by the first policy: it brings a command line that takes its time."""
    return import_module("cel")


@dataclass(frozen=True)
class Scope:
    """Values by name, converted once for all expressions."""

    values: Mapping[str, object]

    @cached_property
    def context(self) -> "cel.Context":
        """The values as CEL sees them."""
        made: cel.Context = _library().Context(variables=dict(self.values))
        return made

    @cached_property
    def width(self) -> int:
        """The length of the longest list or map."""
        return max(_widths(list(self.values.values())), default=0)

    def holding(self, name: str, value: object) -> "Scope":
        """The same values and another one; only the scope that was made last can be judged."""
        scope = Scope({**self.values, name: value})
        self.context.add_variable(name, value)
        vars(scope)["context"] = self.context  # converting what many documents share, once
        return scope


@dataclass(frozen=True)
class Expression:
    """A compiled expression. *names* are the values that it speaks of.

    *condition* is *program* as a condition: true, false or an error, and never a long list.
    """

    source: str
    names: frozenset[str]
    macros: int
    program: "cel.Program" = field(compare=False, repr=False)
    condition: "cel.Program" = field(compare=False, repr=False)

    def cost(self, scope: Scope) -> int:
        """The most steps that it can take: a macro goes through a list, and may make another."""
        return scope.width ** (self.macros + 1) if self.macros else 1

    def holds(self, scope: Scope) -> bool | Failure:
        """Whether it is true there, or why nobody can tell."""
        if self.cost(scope) > STEPS:
            return Failure(
                f"it goes through a list of {scope.width} entries {self.macros} times over",
                "write it with fewer all, exists, map and filter",
            )
        try:
            return self.condition.execute(scope.context) is True
        except _ERRORS as error:
            return self._no_answer(scope) or failed(self.source, scope.values, error)

    def _no_answer(self, scope: Scope) -> Failure | None:
        """That it comes to something else than true or false, where that is what is wrong."""
        if self.macros:
            return None
        try:
            answer = self.program.execute(scope.context)
        except _ERRORS:
            return None
        return Failure(f"it comes to {kind_of(answer)}, not to true or false", "compare it: … == …")


@cache
def expression(source: str, known: frozenset[str]) -> Expression | Flaw:
    """*source* compiled over values of *known* names, or what is wrong with it."""
    bare = _TEXTS.sub(lambda text: "''" + " " * (len(text[0]) - 2), source)
    try:
        flaw = _too_much(source, bare)
        if flaw:
            return flaw
        program = _library().compile(source)
        flaw = _strange(program, bare, known)
        if flaw:
            return flaw
        condition = _library().compile(f"({source}\n) ? true : false")
    except ValueError as error:
        return Flaw.syntax(source, str(error))
    names = frozenset(program.variables()) & known
    return Expression(source, names, len(_MACRO.findall(bare)), program, condition)


def together(expressions: Collection[Expression]) -> Expression:
    """One expression that holds where all of them do: one evaluation instead of many."""
    source = "\n&& ".join(f"({each.source}\n)" for each in expressions)
    names = frozenset(name for each in expressions for name in each.names)
    most = max(each.macros for each in expressions)
    program = _library().compile(source)
    return Expression(source, names, most, program, program)


def _too_much(source: str, bare: str) -> Flaw | None:
    macros = len(_MACRO.findall(bare))
    if len(source) > LONGEST:
        return Flaw(f"it is longer than {LONGEST} characters", hint="make two policies of it")
    if macros > MACROS:
        return Flaw(f"it has {macros} of all, exists, map and filter, and {MACROS} is the limit")
    if bare.count("+") > PLUSES:
        return Flaw(f"it has more than {PLUSES} plus signs", hint="make two policies of it")
    found = _HAS.search(bare)
    if found:
        hint = "every field is there, and null when nothing is said: write … != null"
        return Flaw.at(source, found.start(), "has() would be true of every field", hint)
    found = _MADE_PATTERN.search(bare)
    if found:
        # A pattern made of values is compiled at each step, which no count of steps bounds.
        hint = 'write the pattern out: matches("…")'
        return Flaw.at(source, found.start(), "matches() takes one text as its pattern", hint)
    return None


def _strange(program: "cel.Program", bare: str, known: frozenset[str]) -> Flaw | None:
    """The first function or value that does not exist."""
    own = set(_MACRO.findall(bare))
    for name in program.functions():
        if not _OPERATOR.search(name) and name not in FUNCTIONS:
            return Flaw.unknown(bare, name, "function", FUNCTIONS)
    for name in program.variables():
        if name not in known and name not in own and name not in _TYPES:
            return Flaw.unknown(bare, name, "value", known)
    if not known & set(program.variables()):
        return Flaw("it speaks of nothing", hint=guess("", known))
    return None


def _widths(value: object) -> Iterator[int]:
    items = value.values() if isinstance(value, Mapping) else value
    if isinstance(items, str | bytes | bool | int | float | datetime | None):
        return
    assert isinstance(items, Collection)  # noqa: S101 -- narrows; values are JSON and moments
    yield len(items)
    for item in items:
        yield from _widths(item)
