import re

import pytest

from reconciler.errors import PlanMoved
from reconciler.model.impact import Impact, Touched
from reconciler.model.plan import Judged, Plan
from reconciler.model.ref import Ref
from reconciler.model.verdict import Go, Verdict, Wait
from reconciler.steps.approve import within
from tests.reports.samples import NOON, UPDATE, WAITING

WAIT = Wait("teaching hours", NOON)


def weighed(*counts: int | None, verdict: Verdict | None = None) -> Judged:
    """An update that touches sittings with so many candidates each, and one that waits."""
    impact = Impact(
        tuple(Touched(Ref("Schedule", f"S-{n}"), NOON, count, 0) for n, count in enumerate(counts))
    )
    far = Impact((Touched(Ref("Schedule", "FAR"), NOON, 1000, 0),))
    plan = Plan("production", ((UPDATE,), (WAITING,)), {})
    return Judged(plan, (verdict or Go(), WAIT), (impact, far))


@pytest.mark.parametrize(
    ("schedules", "candidates"),
    [(None, None), (2, 402), (2, None), (None, 402), (100, 100_000)],
    ids=["no bound", "at the bound", "schedules", "candidates", "far below"],
)
def test_what_is_within_its_bounds_is_done(schedules: int | None, candidates: int | None) -> None:
    within(weighed(400, 2), schedules, candidates)


@pytest.mark.parametrize(
    ("schedules", "candidates", "said"),
    [
        (1, None, "touches 2 schedules, 1 more than 1; look at"),
        (None, 400, "touches 402 candidates, 2 more than 400; look at"),
        (0, 0, "touches 2 schedules, 2 more than 0 and 402 candidates, 402 more than 0; look at"),
    ],
    ids=["schedules", "candidates", "both"],
)
def test_what_has_grown_beyond_a_bound_is_refused_by_how_much(
    schedules: int | None, candidates: int | None, said: str
) -> None:
    with pytest.raises(PlanMoved, match=re.escape(said)) as caught:
        within(weighed(400, 2), schedules, candidates)

    assert str(caught.value).endswith("add --max-schedules 2 --max-candidates 402")


def test_candidates_that_nobody_can_count_are_not_within_a_bound() -> None:
    with pytest.raises(PlanMoved, match="schedules whose candidates nobody can count"):
        within(weighed(400, None), None, 500)


def test_a_reviewed_plan_bounds_itself() -> None:
    within(weighed(400, 2), None, None, weighed(400, 2))
    within(weighed(300), None, None, weighed(400, 2))
    with pytest.raises(PlanMoved, match="403 candidates, 1 more than 402"):
        within(weighed(400, 3), None, None, weighed(400, 2))


def test_a_bound_on_the_command_line_comes_before_the_reviewed_one() -> None:
    within(weighed(400, 3), None, 403, weighed(400, 2))
    with pytest.raises(PlanMoved, match="2 schedules, 1 more than 1"):
        within(weighed(400, 2), 1, None, weighed(400, 2))


def test_what_waited_when_it_was_reviewed_may_run_later_as_it_was_weighed_then() -> None:
    within(weighed(400, 2), None, None, weighed(400, 2, verdict=WAIT))


def test_a_review_that_could_not_count_bounds_schedules_alone() -> None:
    within(weighed(999, None), None, None, weighed(400, None))
    with pytest.raises(PlanMoved, match="3 schedules, 1 more than 2"):
        within(weighed(1, 1, 1), None, None, weighed(400, None))
