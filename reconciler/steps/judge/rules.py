"""Policies ready to be judged, and what comes of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from reconciler.model.place import Place
from reconciler.model.policy import Declared
from reconciler.model.problem import Level, Problem
from reconciler.model.ref import Ref
from reconciler.steps.judge import cel
from reconciler.steps.judge.cel import Expression, Scope
from reconciler.steps.judge.failure import Failure, Flaw
from reconciler.steps.judge.values import CHANGES, DOCUMENTS


@dataclass(frozen=True, slots=True)
class Rule:
    """A policy that can be judged."""

    declared: Declared
    expression: Expression

    @property
    def name(self) -> str:
        """The name of the policy."""
        return self.declared.policy.name


@dataclass(frozen=True, slots=True)
class Breach:
    """That a policy does not hold, or that nobody can tell: then *failure* says why."""

    rule: Rule
    failure: Failure | None = None

    @property
    def why(self) -> str:
        """What to tell people, after the name of an object."""
        if self.failure:
            return f"cannot be judged by the policy {self.rule.name}: {self.failure.message}"
        return f"breaks the policy {self.rule.name}: {self.rule.declared.policy.why}"

    @property
    def hint(self) -> str:
        """What to write instead."""
        return self.failure.hint if self.failure else self.rule.declared.policy.hint or ""

    def said(self, ref: Ref) -> str:
        """The breach by an object, in a sentence."""
        hint = f"; {self.hint}" if self.hint else ""
        return f"{ref} {self.why} ({self.rule.declared.assertion}){hint}"

    def problem(self, ref: Ref, place: Place, level: Level) -> Problem:
        """The breach as a problem of an object."""
        message = f"{ref} {self.why} ({self.rule.declared.assertion})"
        return Problem(f"policy-{self.rule.name}", message, place, self.hint, ref, level)


def compiled(declared: Declared) -> Expression | Flaw:
    """The assertion of a policy, or what is wrong with it."""
    known = CHANGES if declared.policy.judges == "changes" else DOCUMENTS
    return cel.expression(declared.policy.assertion, known)


def rules(
    policies: Iterable[Declared], about: Literal["documents", "changes"], kind: str
) -> tuple[Rule, ...]:
    """The policies about documents or changes of a kind that can be judged."""
    return tuple(
        Rule(declared, expression)
        for declared in policies
        if declared.policy.judges == about and kind in declared.policy.kinds
        if isinstance(expression := compiled(declared), Expression)
    )


@dataclass(slots=True)
class Meter:
    """What each policy may still cost in a run, in steps."""

    left: dict[str, int] = field(default_factory=dict)

    def pays(self, rule: Rule, scope: Scope) -> bool:
        """Whether one more evaluation of a policy is within its budget."""
        left = self.left.get(rule.name, cel.BUDGET)
        cost = rule.expression.cost(scope)
        self.left[rule.name] = left - (cost if cost <= cel.STEPS else 0)  # more is not even begun
        return left > 0

    def stopped(self, rule: Rule) -> bool:
        """Whether a policy has spent its budget."""
        return self.left.get(rule.name, cel.BUDGET) <= 0


class Group:
    """Policies that are judged over the same values, in as few evaluations as there can be."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        found = tuple(rules)
        self.names = frozenset(name for rule in found for name in rule.expression.names)
        self.plain = tuple(rule for rule in found if not rule.expression.macros)
        self.costly = tuple(rule for rule in found if rule.expression.macros)
        self.all = cel.together([rule.expression for rule in self.plain]) if self.plain else None

    def broken(self, scope: Scope, meter: Meter) -> Iterator[Breach]:
        """The policies that do not hold there."""
        if self.all and self.all.holds(scope) is not True:
            yield from _broken(self.plain, scope)
        yield from _broken((rule for rule in self.costly if meter.pays(rule, scope)), scope)


def _broken(rules: Iterable[Rule], scope: Scope) -> Iterator[Breach]:
    for rule in rules:
        found = rule.expression.holds(scope)
        if isinstance(found, Failure):
            yield Breach(rule, found)
        elif not found:
            yield Breach(rule)
