from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from reconciler.model.change import Cause, Why
from reconciler.model.memory import Memory
from reconciler.model.plan import Aside, Plan
from reconciler.model.problem import Level
from reconciler.model.ref import Ref
from reconciler.reports import words
from reconciler.reports.documents import (
    Made,
    Standing,
    plan_document,
)
from reconciler.reports.drifted import drift_document
from tests.reports import text
from tests.reports.conftest import Golden
from tests.reports.ledgers import HIGH, HISTORY, standing
from tests.reports.pages import page
from tests.reports.samples import (
    COMMIT,
    DECLARED,
    EMPTY,
    EVERYTHING,
    NOON,
    ZONE,
    drift,
    empty,
    everything,
    report,
)


@pytest.mark.parametrize("width", [None, 100, 60], ids=["file", "wide", "narrow"])
def test_plan_shows_everything(width: int | None, golden: Golden) -> None:
    golden(f"plan-{width or 'file'}.txt", page(text.plan(everything(), ZONE), width))


def test_empty_plan_is_one_line() -> None:
    said = page(text.plan(empty(), ZONE))

    assert said == "Everything is as the files say: 50 objects looked at\n"


def test_empty_part_of_a_plan_does_not_speak_for_the_whole() -> None:
    made = Made(NOON, COMMIT, (HIGH,), only_drift=True)

    said = page(text.plan(plan_document(EMPTY, made), ZONE))

    assert said == "Nothing to do about drift of Template/high-stakes\n"


def test_plan_of_nothing_but_an_inactive_exam_is_not_called_in_sync() -> None:
    aside = Aside(inactive=EVERYTHING.plan.aside.inactive)
    judged = replace(EMPTY, plan=replace(EMPTY.plan, aside=aside))
    document = plan_document(judged, Made(NOON))

    for blocks in (
        text.plan(document, ZONE),
        text.drift(drift_document(document, Memory()), ZONE),
        text.status(Standing(document, standing().tenant, None), ZONE),
    ):
        said = page(blocks)
        assert "  ! Schedule/NURS-330: deactivated by run-7, and not activated again\n" in said
        assert "as the files say" not in said


def test_plan_with_problems_only_is_not_called_in_sync() -> None:
    judged = replace(EMPTY, plan=replace(EMPTY.plan, problems=EVERYTHING.plan.problems))

    said = page(text.plan(plan_document(judged, Made(NOON)), ZONE))

    assert said.endswith("nothing can be said before the problems above are solved\n")


def test_warnings_do_not_keep_a_plan_from_saying_that_all_is_in_sync() -> None:
    warned = tuple(replace(p, level=Level.WARNING) for p in EVERYTHING.plan.problems)
    judged = replace(EMPTY, plan=replace(EMPTY.plan, problems=warned))

    said = page(text.plan(plan_document(judged, Made(NOON)), ZONE))

    assert said.endswith("Everything is as the files say: 50 objects looked at\n")


@pytest.mark.parametrize("width", [100, 60, 40, 20])
def test_narrow_terminal_cuts_nothing_off(width: int) -> None:
    whole = "".join(page(text.plan(everything(), ZONE)).split())

    assert sorted("".join(page(text.plan(everything(), ZONE), width).split())) == sorted(whole)


def test_lines_fit_a_terminal() -> None:
    lines = page(text.plan(everything(), ZONE), 100).splitlines()

    assert max(map(len, lines)) <= 100


def test_no_stranger_moves_the_cursor() -> None:
    pages = (
        text.plan(everything(), ZONE),
        text.report(report(), ZONE),
        text.drift(drift(), ZONE),
        text.status(standing(), ZONE),
        text.history(HISTORY, ZONE),
    )

    said = "".join(page(blocks) for blocks in pages)

    assert all(letter.isprintable() or letter == "\n" for letter in said)


def test_colour_is_for_terminals_only() -> None:
    def printed(console: Console) -> str:
        console.print(text.render(text.plan(everything(), ZONE), None), soft_wrap=True)
        assert isinstance(console.file, StringIO)
        return console.file.getvalue()

    assert "\x1b[" not in printed(Console(file=StringIO()))
    assert "\x1b[" in printed(Console(file=StringIO(), force_terminal=True, color_system="256"))


def test_report_tells_what_became_of_each_change(golden: Golden) -> None:
    golden("report.txt", page(text.report(report(), ZONE)))


def test_drift_shows_only_what_moved(golden: Golden) -> None:
    golden("drift.txt", page(text.drift(drift(), ZONE)))


def test_no_drift_is_one_line() -> None:
    said = page(text.drift(drift_document(empty(), Memory()), ZONE))

    assert said == "Nothing has moved on the platform: 50 objects looked at\n"


def test_unread_values_have_not_moved() -> None:
    moved = drift().moved

    assert Ref("Role", "Exam board") not in {entry.ref for entry in moved}


def test_every_cause_has_words() -> None:
    said = {words.cause(Cause(why), ZONE) for why in Why}

    assert len(said) == len(Why)


def test_a_look_alike_of_a_word_is_quoted() -> None:
    assert words.value("not set") == '"not set"'
    assert words.value("") == '""'
    assert words.value(" High stakes") == '" High stakes"'
    assert words.value(None) == "not set"
    assert [words.value(on) for on in (True, False)] == ["on", "off"]


def test_left_alone_alone_leaves_the_plan_empty() -> None:
    aside = Aside(unmanaged=EVERYTHING.plan.aside.unmanaged)
    judged = replace(EMPTY, plan=Plan("production", (), DECLARED, aside=aside))

    said = page(text.plan(plan_document(judged, Made(NOON)), ZONE))

    assert "5 unmanaged, not declared: Role/A, Role/B, Role/C and 2 more" in said
    assert said.endswith("Everything is as the files say: 50 objects looked at\n")
