from dataclasses import replace

import pytest

from reconciler.model.change import Create, FieldValue, Why
from reconciler.model.impact import Impact, Touched
from reconciler.model.place import Place
from reconciler.model.plan import Judged
from reconciler.model.ref import Ref
from reconciler.model.verdict import ByHand, Go
from reconciler.reports.documents import (
    plan_document,
    weight,
)
from reconciler.reports.touched import touches
from tests.reports import text
from tests.reports.pages import page
from tests.reports.samples import (
    BY_HAND,
    EMPTY,
    MADE,
    NOON,
    ON,
    UPDATE,
    ZONE,
    everything,
    field,
)

UNATTRIBUTED = Why.UNATTRIBUTED


def test_first_plan_explains_unattributed_once() -> None:
    changes = tuple(
        replace(UPDATE, ref=Ref("Template", name), fields=(field("sorting", 1, 2, UNATTRIBUTED),))
        for name in "ABC"
    )
    judged = Judged(replace(EMPTY.plan, waves=(changes,)), (Go(), Go(), Go()))

    said = page(text.plan(plan_document(judged, MADE), ZONE))

    assert said.lower().count("unattributed") == 1
    assert said.count("so nothing tells who moved") == 1


def test_what_nobody_can_read_needs_no_word_about_who_moved_it() -> None:
    judged = Judged(replace(EMPTY.plan, waves=((BY_HAND,),)), (ByHand("by hand here"),))

    said = page(text.plan(plan_document(judged, MADE), ZONE))

    assert "nattributed" not in said


def test_a_new_object_names_a_file_once_for_lines_that_follow_each_other() -> None:
    values = [
        ("a", "one.yaml", 1),
        ("b", "one.yaml", 2),
        ("c", "two.yaml", 3),
        ("d", "one.yaml", 4),
    ]
    fields = tuple(FieldValue(path, path, ON, Place(file, line, 1)) for path, file, line in values)
    create = Create(Ref("Template", "new"), Place("one.yaml", 1, 1), fields)
    judged = Judged(replace(EMPTY.plan, waves=((create,),)), (Go(),))

    lines = page(text.plan(plan_document(judged, MADE), ZONE)).splitlines()

    notes = [line.split()[-1] for line in lines if ": on" in line]
    assert notes == [":1", ":2", "two.yaml:3", "one.yaml:4"]


def test_a_reviewed_plan_is_one_line_after_what_is_inactive() -> None:
    said = page(text.reviewed(everything(), 5))

    assert "  ! Schedule/NURS-330: deactivated by run-7" in said
    assert said.endswith(f"Applying the reviewed plan {everything().digest[:16]}: 5 changes\n")


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([], ""),
        (
            [(42, 0)],
            "touches 1 sitting, 42 candidates booked, 0 started, it starts",
        ),
        (
            [(400, 1), (2, 0)],
            "touches 2 sittings, 402 candidates booked, 1 started, the first starts",
        ),
        (
            [(9, None), (None, 3)],
            (
                "touches 2 sittings, at least 9 candidates booked, at least 3 started, "
                "the first starts"
            ),
        ),
        (
            [(None, None)],
            "touches 1 sitting, candidates unknown, nobody can tell who has started, it starts",
        ),
    ],
    ids=["none", "one", "two", "partly known", "unknown"],
)
def test_whom_a_change_touches(counts: list[tuple[int | None, int | None]], said: str) -> None:
    impact = Impact(
        tuple(Touched(Ref("Schedule", f"S-{n}"), NOON, *both) for n, both in enumerate(counts))
    )

    assert touches(weight(impact), ZONE).removesuffix(" 2026-11-24 13:00") == said
