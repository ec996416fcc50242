from dataclasses import replace
from datetime import timedelta

import pytest

from reconciler.model.plan import Judged
from reconciler.model.verdict import TooLate, Verdict, Wait
from reconciler.reports.documents import (
    Lock,
    Standing,
    plan_document,
)
from tests.reports import text
from tests.reports.conftest import Golden
from tests.reports.ledgers import EVENTS, standing
from tests.reports.pages import page
from tests.reports.samples import CYCLED, EMPTY, MADE, NOON, SITTING, ZONE, empty, reactivate


def test_status_is_one_screen(golden: Golden) -> None:
    said = page(text.status(standing(), ZONE))

    assert len(said.splitlines()) <= 24
    golden("status.txt", said)


def test_status_in_sync(golden: Golden) -> None:
    golden(
        "status-in-sync.txt", page(text.status(replace(standing(), plan=empty(), lock=None), ZONE))
    )


@pytest.mark.parametrize(
    ("age", "said"),
    [
        (timedelta(seconds=-5), "0 minutes ago"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(hours=47), "47 hours ago"),
        (timedelta(days=2), "2 days ago"),
    ],
    ids=str,
)
def test_status_says_how_old_the_last_apply_is(age: timedelta, said: str) -> None:
    applied = replace(EVENTS[-1], at=NOON - age)

    assert said in page(text.status(replace(standing(), applied=applied), ZONE))


def test_status_of_a_tenant_that_nobody_knows_yet() -> None:
    unknown = replace(standing().tenant, proctorio_active=None)

    said = page(text.status(Standing(empty(), unknown, None), ZONE))

    assert "no channel tells whether it is active" in said
    assert "never, as far as this ledger knows" in said


def test_status_says_that_a_lock_was_left_behind() -> None:
    lock = Lock("d.lee (run run-7)", NOON - timedelta(hours=2), NOON - timedelta(hours=1))

    said = page(text.status(replace(standing(), lock=lock), ZONE))

    assert (
        "left behind by d.lee (run run-7) at 2026-11-24 11:00; it ran out at 2026-11-24 12:00"
    ) in said


def test_status_lists_the_earliest_stale_sittings_and_counts_the_rest() -> None:
    days = [replace(SITTING, starts=NOON + timedelta(days=day)) for day in range(8)]
    changes = tuple(reactivate(f"S-{day}", sitting) for day, sitting in enumerate(days))
    verdicts: list[Verdict] = [TooLate("the sitting began")]
    verdicts += [Wait("quiet", NOON, NOON) for _ in days[1:]]
    plan = replace(EMPTY.plan, waves=(tuple(reversed(changes)),))
    judged = Judged(plan, tuple(reversed(verdicts)))

    said = page(text.status(replace(standing(), plan=plan_document(judged, MADE)), ZONE))

    head = "Run on other settings than the files say (8)\n"
    listed = said.partition(head)[2].splitlines()
    assert [line.split(",")[0].strip() for line in listed[:6]] == [
        f"Schedule/S-{day}" for day in range(6)
    ]
    assert "too late: the sitting began" in listed[0]
    assert "can be brought up to date until 2026-11-24 13:00" in listed[1]
    assert listed[6] == "  and 2 more; `reconciler plan` shows them"


def test_status_names_what_waits_where_no_chance_is_known() -> None:
    judged = Judged(replace(EMPTY.plan, waves=((CYCLED,),)), (Wait("nobody can tell"),))

    said = page(text.status(replace(standing(), plan=plan_document(judged, MADE)), ZONE))

    assert "nobody can tell (runs with full screen)" in said
