"""A team's approval: demanded by direction, given by name, remembered until the work is done."""

import json
from pathlib import Path
from typing import Any

import pytest

from reconciler.ledger.sqlite import SqliteLedger
from reconciler.steps.recall import recall
from tests.cli.conftest import HIGH_STAKES, Desk, desk

__all__ = ["desk"]

PROTECTION = (
    "{team: data-protection, when: [data collection widened], why: what is collected is registered}"
)
OFFICE = "{team: exam-office, when: [integrity weakened, access granted], why: exams are theirs}"


@pytest.fixture
def careful(desk: Desk) -> Desk:
    """A desk whose site asks two teams."""
    desk.site(more=f"    approvals:\n      - {PROTECTION}\n      - {OFFICE}\n")
    return desk


def plan(desk: Desk) -> Any:
    return json.loads(desk.run("plan", "production", "--format", "json").out)


def test_the_plan_says_whose_approval_it_needs_and_why(careful: Desk) -> None:
    said = careful.run("plan", "production").out

    assert (
        "data-protection: what is collected is registered; 1 change with data collection widened: "
        "Template/high-stakes; not signed off yet (--signed-off data-protection)"
    ) in said
    assert "needs the approval of data-protection: what is collected is registered" in said


def test_json_names_team_reason_directions_and_changes(careful: Desk) -> None:
    document = plan(careful)

    ids = {entry["change"]["ref"]: entry["id"] for entry in document["changes"]}
    assert document["approvals"] == [
        {
            "team": "data-protection",
            "why": "what is collected is registered",
            "directions": ["data collection widened"],
            "changes": [ids["Template/high-stakes"]],
            "signed_off": [],
        },
        {
            "team": "exam-office",
            "why": "exams are theirs",
            "directions": ["access granted"],
            "changes": [ids["Role/Proctoring reviewer"]],
            "signed_off": [],
        },
    ]
    assert document["directions"] == [
        "integrity strengthened",
        "data collection widened",
        "access granted",
    ]


def test_an_apply_leaves_what_nobody_signed_off_and_does_the_rest(careful: Desk) -> None:
    said = careful.run("apply", "production", "--yes", "--signed-off", "exam-office")

    assert said.code == 6
    assert "created Role/Proctoring reviewer" in said.out
    assert "1 waiting" in said.out
    assert [entry["change"]["ref"] for entry in plan(careful)["changes"]] == [
        "Template/high-stakes"
    ]


def test_what_teams_signed_off_is_done_and_on_record(careful: Desk) -> None:
    teams = ("--signed-off", "exam-office", "--signed-off", "data-protection")

    said = careful.run("apply", "production", "--yes", *teams)

    assert said.code == 0
    assert plan(careful)["changes"] == []
    history = careful.run("history", "production").out
    assert "signed off by data-protection and exam-office" in history


def test_a_sign_off_lasts_until_the_change_is_done(careful: Desk, tmp_path: Path) -> None:
    """A review is signed off inside a quiet window; the nightly run afterwards does the work."""
    approvals = f"    approvals:\n      - {PROTECTION}\n      - {OFFICE}\n"
    closed = "{from: 2020-01-01T00:00, until: 2099-01-01T00:00, why: closed}"
    careful.site(more=f"{approvals}    quiet: [{closed}]\n")
    reviewed = str(tmp_path / "plan.json")
    careful.run("plan", "production", "--out", reviewed)
    waiting = careful.run(
        "apply", "production", "--plan", reviewed, "--signed-off", "data-protection"
    )
    assert careful.writes() == []
    careful.site(more=approvals)

    nightly = careful.run("apply", "production", "--approved")

    assert waiting.code == 6
    assert "updated Template/high-stakes" in nightly.out
    assert "needs the approval of exam-office" in nightly.out
    assert "signed off" not in careful.run("plan", "production").out.split("exam-office: ")[0]
    with SqliteLedger(careful.ledger) as ledger:
        assert recall(ledger.events("production")).signed_off == {}


def test_a_team_that_agrees_later_lets_the_same_review_go_on(careful: Desk, tmp_path: Path) -> None:
    reviewed = str(tmp_path / "plan.json")
    careful.run("plan", "production", "--out", reviewed)
    careful.run("apply", "production", "--plan", reviewed, "--signed-off", "exam-office")

    later = careful.run(
        "apply", "production", "--plan", reviewed, "--signed-off", "data-protection"
    )

    assert later.code == 0
    assert "updated Template/high-stakes" in later.out


def test_putting_drift_right_needs_no_approval_since_the_files_had_it(careful: Desk) -> None:
    teams = ("--signed-off", "exam-office", "--signed-off", "data-protection")
    careful.run("apply", "production", "--yes", *teams)
    careful.edit("verify_id", 0)

    document = plan(careful)
    said = careful.run("apply", "production", "--yes")

    assert "data collection widened" in document["directions"]
    assert document["approvals"] == []
    assert said.code == 0
    assert "1 done" in said.out


def test_what_the_files_change_needs_it_also_where_somebody_has_moved_it(careful: Desk) -> None:
    teams = ("--signed-off", "exam-office", "--signed-off", "data-protection")
    careful.run("apply", "production", "--yes", *teams)
    careful.edit("verify_id", 0)
    careful.write("base/templates/high-stakes.yaml", HIGH_STAKES.replace("auto", "live"))

    assert [entry["team"] for entry in plan(careful)["approvals"]] == ["data-protection"]


@pytest.mark.parametrize(
    ("team", "meant"),
    [("data-protecton", "; did you mean data-protection?"), ("board", "; there is data-prot")],
)
def test_a_team_that_nobody_asks_for_is_a_slip(careful: Desk, team: str, meant: str) -> None:
    said = careful.run("apply", "production", "--yes", "--signed-off", team)

    assert said.code == 2
    assert f'no change needs the approval of "{team}"{meant}' in said.err
    assert careful.writes() == []


def test_where_the_site_asks_nobody_there_is_nothing_to_sign_off(desk: Desk) -> None:
    said = desk.run("apply", "production", "--yes", "--signed-off", "exam-office")

    assert said.code == 2
    assert "site.yaml asks for no approvals here" in said.err
