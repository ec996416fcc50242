"""Whom a plan touches, who can do what afterwards, and until when there is a chance."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reconciler.ledger.holder import Runner
from reconciler.ledger.sqlite import SqliteLedger
from tests.cli.conftest import Desk

BOOKED = "Schedule/ANAT-101-RESIT"  # a draft
RULE = "kind: Assessment\nid: ANAT-101\nschedules: [{template: high-stakes}]\n"
TOUCHES = re.compile(
    r"touches (\d+) sittings, (\d+) candidates booked, \d+ started, "
    r"the first starts \d{4}-\d\d-\d\d \d\d:\d\d"
)


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """A desk whose plan also brings a template to the schedules of an assessment."""
    desk.write("base/assessments/anat.yaml", RULE)
    return desk


def book(desk: Desk, more: int) -> None:
    """Somebody books more candidates."""
    now = desk.sandbox.state()["Schedules"][BOOKED.partition("/")[2]]
    desk.sandbox.edit(BOOKED, {"CandidatesTotal": now["CandidatesTotal"] + more})


def save(desk: Desk, folder: Path) -> str:
    plan = str(folder / "plan.json")
    desk.run("plan", "production", "--out", plan)
    return plan


def test_plan_says_whom_each_change_touches_and_all_of_them(busy: Desk) -> None:
    said = busy.run("plan", "production")

    lines = said.out.splitlines()
    template = next(n for n, line in enumerate(lines) if "update Template/high-stakes" in line)
    assert TOUCHES.search(lines[template + 1])
    assert TOUCHES.search(lines[-2])
    assert lines[-2].startswith("Doing it now touches ")
    assert lines[-1].startswith("Plan: ")


def test_plan_as_json_names_every_sitting(busy: Desk) -> None:
    document = json.loads(busy.run("plan", "production", "--format", "json").out)

    whole = document["impact"]
    changes = {entry["change"]["ref"]: entry["impact"] for entry in document["changes"]}
    assert changes[BOOKED]["schedules"] == 1
    assert [sitting["ref"] for sitting in changes[BOOKED]["sittings"]] == [BOOKED]
    assert whole["schedules"] == len({sitting["ref"] for sitting in whole["sittings"]})
    assert whole["candidates"] == sum(sitting["candidates"] for sitting in whole["sittings"])
    assert whole["first_start"] == min(sitting["starts"] for sitting in whole["sittings"])


def test_a_reviewed_plan_is_not_told_again(busy: Desk, tmp_path: Path) -> None:
    plan = save(busy, tmp_path)
    digest = json.loads(Path(plan).read_text(encoding="utf-8"))["digest"][:16]

    said = busy.run("apply", "production", "--plan", plan)

    assert said.code in (0, 6)
    assert re.match(rf"Applying the reviewed plan {digest}: \d+ changes\n\nDone\n", said.out)
    assert "Will be done now" not in said.out


def test_a_reviewed_plan_of_which_nothing_can_be_done_is_shown(desk: Desk, tmp_path: Path) -> None:
    desk.site(more="    limits: {changes: 0}\n")
    plan = save(desk, tmp_path)

    said = desk.run("apply", "production", "--plan", plan)

    assert said.code == 1
    assert "Refused, and nothing is done while they are" in said.out
    assert "Applying" not in said.out


def test_a_saved_plan_is_refused_when_more_candidates_are_booked_than_were_reviewed(
    busy: Desk, tmp_path: Path
) -> None:
    plan = save(busy, tmp_path)
    before = json.loads(Path(plan).read_text(encoding="utf-8"))["impact"]["candidates"]
    book(busy, 7)

    refused = busy.run("apply", "production", "--plan", plan)
    writes = list(busy.writes())
    allowed = busy.run("apply", "production", "--plan", plan, "--max-candidates", str(before + 7))

    assert refused.code == 1
    assert f"{before + 7} candidates, 7 more than {before}" in refused.err
    assert f"--max-candidates {before + 7}" in refused.err
    assert writes == []
    assert "Applying the reviewed plan" in allowed.out


def test_fewer_candidates_than_were_reviewed_are_no_reason_to_refuse(
    busy: Desk, tmp_path: Path
) -> None:
    plan = save(busy, tmp_path)
    book(busy, -3)

    assert "Applying the reviewed plan" in busy.run("apply", "production", "--plan", plan).out


@pytest.mark.parametrize(
    ("bound", "said"),
    [("--max-schedules", r"\d+ schedules, \d+ more than 1"), ("--max-candidates", r"more than 1")],
)
def test_an_expected_digest_takes_bounds(busy: Desk, bound: str, said: str) -> None:
    digest = busy.run("plan", "production").out.rpartition("Digest ")[2].strip()

    refused = busy.run("apply", "production", "--expect", digest, bound, "1")
    allowed = busy.run("apply", "production", "--expect", digest, bound, "100000")

    assert refused.code == 1
    assert re.search(said, refused.err)
    assert "Applying the reviewed plan" in allowed.out


def test_a_bound_is_no_negative_number(desk: Desk) -> None:
    said = desk.run("apply", "production", "--yes", "--max-schedules", "-1")

    assert said.code == 2
    assert desk.sandbox.requests() == ()


def test_plan_says_who_can_do_what_afterwards_where_that_changes(desk: Desk) -> None:
    said = desk.run("plan", "production").out
    document = json.loads(desk.run("plan", "production", "--format", "json").out)

    told = next(line for line in said.splitlines() if "who can void attempts" in line)
    before, after = told.split(": ")[1].split(" → ")
    assert set(after.split(", ")) - set(before.split(", ")) == {"Proctoring reviewer"}
    assert "who can manage roles" not in said
    access = {entry["capability"]: entry for entry in document["access"]}
    assert access["manage roles"]["before"] == access["manage roles"]["after"] != []


def test_what_waits_for_the_end_of_a_window_says_from_when_it_may_run(desk: Desk) -> None:
    start, end = datetime.now(UTC) - timedelta(days=2), datetime.now(UTC) + timedelta(days=2)
    quiet = f"{{from: {start:%Y-%m-%dT%H:%M}, until: {end:%Y-%m-%dT00:00}, why: exams}}"
    desk.site(more=f"    quiet: [{quiet}]\n")

    said = desk.run("plan", "production")

    assert f"may run from {end:%Y-%m-%d} 00:00: quiet window" in said.out
    assert "Plan: 0 to create, 0 to update, 0 to delete; 2 waiting" in said.out


def test_status_and_plan_say_until_when_a_sitting_can_be_brought_up_to_date(desk: Desk) -> None:
    chance = re.compile(r"can be brought up to date until \d{4}-\d\d-\d\d \d\d:\d\d")
    desk.run("apply", "production", "--yes")

    desk.write(
        "base/assessments/math.yaml",
        "kind: Assessment\nid: MATH-101\nschedules: [{template: high-stakes}]\n",
    )
    planned = desk.run("plan", "production")
    stands = desk.run("status", "production")

    assert chance.search(planned.out)
    line = next(s for s in stands.out.splitlines() if "Schedule/MATH-101-MAIN, starts " in s)
    assert re.search(r", \d+ candidates  ", line)
    assert chance.search(line)


def test_status_names_who_holds_the_lock(desk: Desk) -> None:
    with (
        SqliteLedger(desk.ledger) as ledger,
        ledger.lease(
            "production", Runner("d.lee", "run-7", "ci-3"), clock=lambda: datetime.now(UTC)
        ),
    ):
        said = desk.run("status", "production")

    assert "lock            held by d.lee (run run-7 on ci-3) since " in said.out
    assert "lock " not in desk.run("status", "production").out


def test_drift_of_a_tenant_that_no_ledger_knows_says_what_each_side_has(desk: Desk) -> None:
    said = desk.run("drift", "production")

    assert "Files and platform differ, and nothing tells who moved" in said.out
    assert "full screen: files say moderate, platform has lenient" in said.out
    assert "→" not in said.out


def test_drift_as_json_says_what_was_and_what_is(desk: Desk) -> None:
    desk.run("apply", "production", "--yes")
    desk.edit(actor="j.smit")

    document = json.loads(desk.run("drift", "production", "--format", "json").out)

    [moved] = document["moved"]
    [field] = moved["fields"]
    assert (field["was"], field["is"], field["wanted"]) == ("moderate", "severe", "moderate")
    assert field["cause"]["actor"] == "j.smit"
    assert field["place"]["line"] == 4


@pytest.mark.parametrize("name", ["plan", "report", "drift", "history"])
def test_schema_prints_those_of_what_commands_print(desk: Desk, tmp_path: Path, name: str) -> None:
    said = desk.run("schema", name, "--out", str(tmp_path))

    written = json.loads((tmp_path / f"{name}.json").read_text(encoding="utf-8"))
    assert said.code == 0
    assert written["$id"] == f"urn:proctoring-reconciler:schema:{name}"
