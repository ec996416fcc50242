import re
from dataclasses import replace
from itertools import groupby

from reconciler.model.plan import Judged, Plan
from reconciler.model.ref import Ref
from reconciler.model.verdict import Go
from reconciler.reports import markdown
from reconciler.reports.documents import plan_document
from reconciler.reports.markdown.escape import code, escape
from reconciler.reports.markdown.page import LARGEST
from tests.reports.conftest import Golden
from tests.reports.samples import EVERYTHING, HOSTILE, MADE, UPDATE, ZONE, drift, empty, everything


def test_plan_for_a_pull_request(golden: Golden) -> None:
    golden("plan.md", markdown.plan(everything(), ZONE))


def test_empty_plan_for_a_pull_request(golden: Golden) -> None:
    golden("plan-empty.md", markdown.plan(empty(), ZONE))


def test_drift_for_an_issue(golden: Golden) -> None:
    golden("drift.md", markdown.drift(drift(), ZONE))


def test_no_stranger_formats_links_or_mentions() -> None:
    said = escape(HOSTILE)

    assert not re.search(r"[|`<>@\[\]*_~#\n\x1b]", re.sub(r"&#\d+;", "", said))
    assert "http:" not in said
    assert "www." not in said
    assert ":+1:" not in said


def test_plain_names_stay_readable() -> None:
    assert code("Template/high-stakes") == "<code>Template/high-stakes</code>"
    assert escape("drifted: changed by j.smit") == "drifted: changed by j.smit"


def test_every_row_of_a_table_has_its_cells() -> None:
    lines = markdown.plan(everything(), ZONE).splitlines()
    tables = [list(rows) for is_row, rows in groupby(lines, lambda s: s.startswith("|")) if is_row]

    for rows in tables:
        assert len({row.count("|") for row in rows}) == 1


def test_a_huge_plan_still_fits_a_comment() -> None:
    changes = tuple(replace(UPDATE, ref=Ref("Template", f"t-{n}")) for n in range(2000))
    plan = Plan("production", (changes,), EVERYTHING.plan.declared)
    judged = Judged(plan, tuple(Go() for _ in changes))

    said = markdown.plan(plan_document(judged, MADE), ZONE)

    assert len(said) <= LARGEST + 200
    assert "2000 to update" in said
    assert "left out here" in said
