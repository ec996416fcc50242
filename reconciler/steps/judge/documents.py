"""Judge the effective documents of every environment by the policies about them."""

from collections.abc import Iterator, Mapping, Sequence

from reconciler.kinds import KINDS
from reconciler.kinds.effective import settled
from reconciler.model.place import Place
from reconciler.model.policy import Declared
from reconciler.model.problem import Problem
from reconciler.model.resource import Desired, Wanted
from reconciler.model.validated import Validated, across
from reconciler.steps.judge.cel import Scope
from reconciler.steps.judge.failure import Flaw, paths
from reconciler.steps.judge.rules import Breach, Group, Meter, Rule, compiled, rules
from reconciler.steps.judge.values import around, content, shared

SETTINGS = "settings"
RESOURCE = "resource"
_WHO = frozenset({"kind", "id", "title"})  # which object it is; seldom what is wrong with it


def judge(validated: Validated) -> Validated:
    """The configuration, with what its policies say, and what is wrong with them."""
    problems = [
        _flawed(declared, flaw)
        for declared in validated.policies
        if isinstance(flaw := compiled(declared), Flaw)
    ]
    by_kind = {kind.name: rules(validated.policies, "documents", kind.name) for kind in KINDS}
    groups = {name: _groups(found) for name, found in by_kind.items() if found}
    meter = Meter()
    seen = {
        name: list(_environment(name, desired, groups, meter))
        for name, desired in validated.environments.items()
    }
    stopped = (_stopped(r) for found in by_kind.values() for r in found if meter.stopped(r))
    return validated.also([*problems, *across(seen, validated.environments), *stopped])


def _groups(found: Sequence[Rule]) -> tuple[Group, ...]:
    """Those that speak of settings apart: they are not judged where there are none."""
    apart = [rule for rule in found if SETTINGS in rule.expression.names]
    rest = [rule for rule in found if rule not in apart]
    return tuple(Group(some) for some in (rest, apart) if some)


def _environment(
    environment: str, desired: Desired, groups: Mapping[str, Sequence[Group]], meter: Meter
) -> Iterator[Problem]:
    bases: dict[tuple[object, ...], Scope] = {}
    judged = (wanted for wanted in desired.values() if wanted.ref.kind in groups)
    for wanted in judged if groups else ():
        if getattr(wanted.resource, "absent", None):
            continue
        for index, group in enumerate(groups[wanted.ref.kind]):
            key = (index, *shared(wanted, desired))
            if key not in bases:
                bases[key] = Scope(around(wanted, desired, environment, group.names))
            if bases[key].values.get(SETTINGS, ...) is not None:
                scope = bases[key].holding(RESOURCE, content(wanted, desired))
                for breach in group.broken(scope, meter):
                    place = _place(breach, wanted, desired)
                    yield breach.problem(wanted.ref, place, breach.rule.declared.level)


def _place(breach: Breach, wanted: Wanted, desired: Desired) -> Place:
    """Where the first value that the assertion speaks of was given, or the document."""
    at = settled(wanted, desired)
    for first, *path in paths(breach.rule.declared.policy.assertion):
        if first == RESOURCE and path[0] not in _WHO and tuple(path) in wanted.places:
            return wanted.place(*path)
        if first == SETTINGS and at and ".".join(path) in at.effective.spots:
            return at.effective.place(".".join(path))
    return wanted.place()


def _flawed(declared: Declared, flaw: Flaw) -> Problem:
    message = f"the assertion of the policy {declared.policy.name} cannot be read: {flaw}"
    return Problem("policy-unreadable", message, declared.assertion, flaw.hint, declared.ref)


def _stopped(rule: Rule) -> Problem:
    declared = rule.declared
    message = f"the policy {rule.name} takes too many steps over all documents; it was stopped"
    hint = "write it with fewer all, exists, map and filter"
    return Problem("policy-too-costly", message, declared.assertion, hint, declared.ref)
