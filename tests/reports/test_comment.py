"""The one comment on a pull request: what a reviewer needs first, all of it folded, cut cleanly."""

import re
from dataclasses import replace

from reconciler.model.change import Manual
from reconciler.model.plan import Plan
from reconciler.model.ref import Ref
from reconciler.model.verdict import ByHand, Go, Verdict
from reconciler.reports import markdown
from reconciler.reports.documents import PlanDocument, plan_document
from reconciler.reports.markdown.page import LARGEST
from tests.reports.conftest import Golden
from tests.reports.samples import (
    EVERYTHING,
    HOSTILE,
    MADE,
    UPDATE,
    ZONE,
    drift,
    empty,
    everything,
    place,
)

SIGNATURE = '<!-- reconciler review {"digest":"b3bca252ef79a584"} -->'
RUN = "https://github.com/northwood/exams/actions/runs/7"
TAKEN = 65_536  # characters that GitHub takes


def comment(document: PlanDocument) -> str:
    return markdown.comment(document, ZONE, SIGNATURE, RUN)


def huge(count: int) -> PlanDocument:
    """A plan of many updates, and as much work by hand."""
    updates = tuple(replace(UPDATE, ref=Ref("Template", f"t-{n}")) for n in range(count))
    manual = tuple(Manual(Ref("Role", f"r-{n}"), place(1), HOSTILE) for n in range(count))
    plan = Plan("production", (updates, manual), EVERYTHING.plan.declared)
    verdicts: tuple[Verdict, ...] = (*(Go() for _ in updates), *(ByHand(HOSTILE) for _ in manual))
    judged = replace(EVERYTHING, plan=plan, verdicts=verdicts, impacts=(), effects=(), demands=())
    return plan_document(judged, MADE)


def test_everything_on_one_page(golden: Golden) -> None:
    golden("comment.md", comment(everything()))


def test_it_begins_with_what_programs_look_for() -> None:
    assert comment(everything()).splitlines()[:2] == [
        "<!-- reconciler plan production -->",
        SIGNATURE,
    ]


def test_where_nothing_changes_nothing_is_folded() -> None:
    said = comment(empty())

    assert "Everything is as the files say" in said
    assert "The whole plan" not in said


def test_a_huge_plan_is_cut_between_two_parts_and_says_where_the_rest_is() -> None:
    for count in (60, 400, 2000):
        said = comment(huge(count))

        assert LARGEST / 2 < len(said) <= TAKEN
        assert f"left out here; [the run]({RUN}) shows all of it" in said
        assert said.count("<details>") == said.count("</details>")
        assert said.endswith(f"<sub>[Its run]({RUN}) shows all of it.</sub>\n")


def test_long_lists_are_short_outside_the_fold() -> None:
    above, _, _ = comment(huge(400)).partition("<summary>The whole plan (800 changes)")

    assert above.count("<code>Role/r-") == 25
    assert "- and 375 more, below" in above


def test_no_stranger_gets_out_of_a_cell_a_fold_or_a_comment() -> None:
    said = comment(huge(3))
    own = re.sub(r"</?(details|summary|code|sub|br)>|<!-- reconciler [^>]*-->", "", said)

    assert not re.search(r"[<>@`]", own)
    assert all("|" not in line for line in own.splitlines() if not line.startswith("|"))


def test_no_plan_says_why_in_its_place() -> None:
    said = markdown.no_plan("production", "1a2b3c4d5e6f7081", HOSTILE, RUN)

    assert said.startswith("<!-- reconciler plan production -->\n\n## Plan for production\n")
    assert "<code>1a2b3c4d5e6f</code>" in said
    assert "@team" not in said
    assert "reconciler review" not in said


def test_the_issue_about_drift_ends_with_its_run() -> None:
    said = markdown.drift(drift(), ZONE, markdown.found_by(RUN))

    assert said.startswith("<!-- reconciler drift production -->\n")
    assert f"[this run]({RUN})" in said.splitlines()[-1]
