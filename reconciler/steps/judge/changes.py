"""Judge planned changes by the policies about them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from reconciler.kinds import KINDS
from reconciler.model.change import Change
from reconciler.model.plan import Judged
from reconciler.model.policy import Declared
from reconciler.model.problem import Level, Problem
from reconciler.model.resource import Desired
from reconciler.model.verdict import ByHand, Go, Refused, TooLate, Verdict
from reconciler.steps.judge.cel import Scope
from reconciler.steps.judge.rules import Breach, Group, Meter, rules
from reconciler.steps.judge.values import around, content, of_change


def judge_changes(
    judged: Judged, desired: Desired, policies: Iterable[Declared], now: datetime
) -> Judged:
    """The plan, with what breaks a policy refused; the rest of the breaches are its problems.

    A change that has to wait is judged in the run that could do it; until then it warns.
    """
    known = tuple(policies)
    found = {kind.name: rules(known, "changes", kind.name) for kind in KINDS}
    groups = {name: Group(some) for name, some in found.items() if some}
    meter = Meter()
    verdicts: list[Verdict] = []
    problems: list[Problem] = []
    for index, (change, verdict) in enumerate(judged):
        group = groups.get(change.ref.kind)
        if group is None or isinstance(verdict, TooLate):
            verdicts.append(verdict)
            continue
        values = of_change(change, judged.effects[index], judged.impacts[index], now)
        values.update(_declared(change, desired, judged.plan.environment, group.names))
        decided, rest = _decided(verdict, list(group.broken(Scope(values), meter)), change)
        verdicts.append(decided)
        problems.extend(rest)
    plan = replace(judged.plan, problems=(*judged.plan.problems, *problems))
    return replace(judged, plan=plan, verdicts=tuple(verdicts))


def _declared(
    change: Change, desired: Desired, environment: str, names: frozenset[str]
) -> dict[str, object]:
    wanted = desired.get(change.ref)
    nothing = dict.fromkeys(names & {"resource", "settings"})
    values = around(wanted, desired, environment, names) if wanted else nothing
    if wanted and "resource" in names:
        values["resource"] = content(wanted, desired)
    return {**nothing, **values, "environment": environment}


def _decided(
    verdict: Verdict, found: list[Breach], change: Change
) -> tuple[Verdict, Iterator[Problem]]:
    stops = [breach for breach in found if breach.rule.declared.level is Level.ERROR]
    doable = isinstance(verdict, Go | ByHand)
    if stops and doable:
        verdict = Refused("; ".join(breach.said(change.ref) for breach in stops))
    rest = (breach for breach in found if not doable or breach not in stops)
    return verdict, (b.problem(change.ref, change.place, Level.WARNING) for b in rest)
