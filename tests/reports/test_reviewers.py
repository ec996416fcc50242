"""Who reviews: judged by declared rows first, by live ticks where nothing is declared."""

import csv as plain
from contextlib import ExitStack
from io import StringIO
from pathlib import Path

import pytest

from reconciler import pipeline
from reconciler.model.ref import Ref
from reconciler.model.reviewing import Duty, Reviewing
from reconciler.pipeline import people
from reconciler.reports import csv, markdown
from tests.campus import Campus
from tests.reports import text
from tests.reports.conftest import Golden
from tests.reports.northwood import northwood
from tests.reports.pages import page
from tests.reports.samples import HOSTILE

REVIEWED = """\
kind: Assessment
id: ANAT-101
proctoring: true
review: {by: Marker, when: before marking, if_confirmed: void attempt}
"""
RECORDINGS = "review recordings in marking or review recordings in reports"


@pytest.fixture
def bare(campus: Campus) -> Campus:
    """One reviewed assessment, and no declared role."""
    campus.clear()
    campus.write("base/a.yaml", REVIEWED)
    return campus


def findings(campus: Campus) -> list[str]:
    return [why for one in campus.look().reviewing for why in one.findings]


def unknown(campus: Campus) -> list[str]:
    return [why for one in campus.look().reviewing for why in one.unknown]


def reviewers(campus: Campus) -> tuple[Reviewing, ...]:
    with ExitStack() as stack:
        case = campus.case(stack, read_only=True)
        return people.reviewers(case, pipeline.look(case))


def role(campus: Campus, more: str, title: str = "Marker") -> None:
    campus.write(f"base/{title}.yaml", f"kind: Role\ntitle: {title}\n{more}")


def test_a_role_of_the_tenant_is_judged_by_its_ticks(bare: Campus) -> None:
    why = "Marking/View proctored recordings is off on the platform"
    assert findings(bare) == [f'the role "Marker" cannot {RECORDINGS}: {why}']

    bare.sandbox.edit("Role/Marker", {"Permissions.Marking/View proctored recordings": True})

    assert findings(bare) == []


def test_what_is_wrong_is_noticed_by_the_plan_and_is_no_change(bare: Campus) -> None:
    judged = bare.plan()

    (note,) = [n for n in judged.plan.aside.noticed if n.ref == Ref("Assessment", "ANAT-101")]
    assert RECORDINGS in note.why
    assert note.place is not None
    assert note.place.line == 4


@pytest.mark.parametrize(
    "document",
    [
        "can: [review recordings in marking]\n",
        "permissions: {Marking/View proctored recordings: true}\n",
        "permissions: {Reports/Reports: true, Reports/View proctored recordings: true}\n",
        "grants: [{permission: Marking/View proctored recordings, until: 2099-01-01, why: x}]\n",
    ],
    ids=["capability", "row below a menu that is on", "rows of reports", "grant"],
)
def test_a_capability_single_rows_or_a_grant_will_do(bare: Campus, document: str) -> None:
    role(bare, document)

    assert findings(bare) == []


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ("permissions: {Reports/View proctored recordings: true}\n", "is off on the platform"),
        (
            "can: [review recordings in marking]\npermissions: {Marking/Void attempts: false}\n",
            "void attempts: Marking/Void attempts is switched off",
        ),
        (
            "grants: [{permission: Marking/View proctored recordings, until: 2020-01-01, why: x}]",
            "is off since its grant has ended",
        ),
        ('can: [void attempts]\nothers: "off"\n', "Marking/View proctored recordings"),
    ],
    ids=["closed menu", "switched off", "grant that has ended", "all others off"],
)
def test_what_the_files_take_away_is_a_finding(bare: Campus, document: str, why: str) -> None:
    role(bare, document)

    (finding,) = findings(bare)
    assert why in finding


def test_a_new_role_has_every_row_off(bare: Campus) -> None:
    bare.replace("base/a.yaml", "by: Marker", "by: Second")
    role(bare, "can: [review recordings in marking]\n", "Second")

    assert findings(bare) == [
        'the role "Second" cannot void attempts: Marking/Void attempts is off in a new role'
    ]


def test_a_role_that_is_nowhere_is_a_finding(bare: Campus) -> None:
    bare.replace("base/a.yaml", "by: Marker", "by: Nobody at all")

    assert findings(bare) == ['there is no role "Nobody at all"']


def test_without_a_channel_to_roles_nobody_can_tell(bare: Campus) -> None:
    bare.console = False

    assert findings(bare) == []
    assert any("no channel shows roles" in why for why in unknown(bare))
    # Nor can anybody list the sittings.
    assert "sittings to come: at least 0\n" in page(text.reviewers(reviewers(bare)))

    role(bare, "can: [review recordings in marking]\n")
    said = unknown(bare)
    assert any("may not be able to void attempts" in why for why in said)
    assert any("invigilation tab" in why for why in said)

    role(bare, "can: [review recordings in marking, void attempts, invigilate]\n")
    assert findings(bare) == unknown(bare) == []


def test_somebody_must_reach_the_invigilation_tab(bare: Campus) -> None:
    role(bare, "can: [review recordings in marking]\n")
    for ref in bare.look().live.of("Role"):
        bare.sandbox.edit(str(ref), {"Permissions.Delivery/View invigilation tab": False})

    assert findings(bare) == ["no role can open the invigilation tab"]

    role(bare, "can: [invigilate]\n", "Invigilator")
    assert findings(bare) == []


def test_an_assessment_for_which_nobody_is_named_is_in_the_report_only(bare: Campus) -> None:
    sight = bare.look()

    (one,) = [one for one in reviewers(bare) if one.ref.name == "BIOC-110"]
    assert one not in sight.reviewing
    assert one.findings == ("nobody is named who looks at the recordings",)
    assert all(note.ref != one.ref for note in sight.judged.plan.aside.noticed)


def test_the_example_is_reported(folder: Path, golden: Golden) -> None:
    with northwood(folder) as campus:
        campus.apply()
        found = reviewers(campus)

    golden("reviewers.txt", page(text.reviewers(found)))
    golden("reviewers.md", markdown.reviewers(found))
    golden("reviewers.csv", csv.reviewers(found))


def test_no_name_leaves_its_cell() -> None:
    formula = "=HYPERLINK(1)"
    wrong = Duty("exists", can=False, why=f'there is no role "{HOSTILE}"')
    found = [
        Reviewing(
            Ref("Assessment", formula), proctored=True, sittings=1, by=HOSTILE, duties=(wrong,)
        )
    ]

    (_, row) = plain.reader(StringIO(csv.reviewers(found)))
    table = markdown.reviewers(found)

    assert row[0] == f"'{formula}"
    assert "\x1b" not in row[2]
    assert len(table.splitlines()) == 7
    assert "<script>" not in table


def test_sittings_count_as_they_will_be_once_the_files_are_applied(bare: Campus) -> None:
    before = {one.ref.name: one.sittings for one in reviewers(bare)}
    bare.replace("base/a.yaml", "proctoring: true", "proctoring: false\nschedules: [{}]")

    after = {one.ref.name: one.sittings for one in reviewers(bare)}

    assert before["ANAT-101"] == 2
    assert after["ANAT-101"] == 0
    assert after["BIOC-110"] == before["BIOC-110"]
