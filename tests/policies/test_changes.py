"""Policies over planned changes: a breach refuses the plan, a warning stands in it."""

import pytest

from reconciler.errors import PlanRefused
from reconciler.model.problem import Level
from reconciler.model.ref import Ref
from reconciler.model.verdict import Go, Refused
from tests.campus import Campus

HIGH_STAKES = Ref("Template", "high-stakes")
FILE = "base/templates/high-stakes.yaml"
SET = "full_screen: moderate"


@pytest.fixture
def weakened(settled: Campus) -> Campus:
    """A template that is weaker in git, with sittings that start within days."""
    settled.replace(FILE, SET, "full_screen: lenient")
    return settled


def use(campus: Campus, more: str = "") -> None:
    campus.replace(
        "site.yaml",
        "policies:  ",
        f"policies:\n  - {{use: integrity-stands-before-exams{more}}}\n#",
    )


def verdict(campus: Campus, ref: Ref) -> object:
    return next(verdict for change, verdict in campus.plan() if change.ref == ref)


def test_what_is_weakened_shortly_before_a_sitting_is_refused(weakened: Campus) -> None:
    assert isinstance(verdict(weakened, HIGH_STAKES), Go)
    use(weakened)

    refused = verdict(weakened, HIGH_STAKES)

    assert isinstance(refused, Refused)
    assert refused.why.startswith(
        "Template/high-stakes breaks the policy integrity-stands-before-exams: in the 14 days"
    )
    with pytest.raises(PlanRefused):
        weakened.apply()
    assert not any(request.writes for request in weakened.sandbox.requests())


def test_what_is_strengthened_is_not(settled: Campus) -> None:
    settled.replace(FILE, SET, "full_screen: severe")
    use(settled)

    assert isinstance(verdict(settled, HIGH_STAKES), Go)


def test_a_warning_is_listed_and_stops_nothing(weakened: Campus) -> None:
    use(weakened, ", level: warning")

    judged = weakened.plan()

    warned = [p for p in judged.plan.problems if p.ref == HIGH_STAKES]
    assert [(p.code, p.level) for p in warned] == [
        ("policy-integrity-stands-before-exams", Level.WARNING)
    ]
    assert isinstance(verdict(weakened, HIGH_STAKES), Go)


def test_a_policy_sees_fields_and_the_declared_document(weakened: Campus) -> None:
    weakened.write(
        "policies/own.yaml",
        """\
kind: Policy
name: own
judges: changes
kinds: [Template]
assert: |
  change.fields.all(path, path != "lock_down.full_screen"
    || change.fields[path].before != "moderate" || resource.id != "high-stakes"
    || settings.lock_down.full_screen != "lenient" || environment != "sandbox")
why: seen
""",
    )

    assert isinstance(verdict(weakened, HIGH_STAKES), Refused)


def test_a_change_that_cannot_be_judged_is_refused(weakened: Campus) -> None:
    weakened.write(
        "policies/own.yaml",
        "kind: Policy\nname: own\njudges: changes\nkinds: [Template]\n"
        "assert: change.wibble == 1\nwhy: a slip\n",
    )

    refused = verdict(weakened, HIGH_STAKES)

    assert isinstance(refused, Refused)
    assert 'change has no field "wibble"' in refused.why
