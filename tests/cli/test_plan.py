import json
from pathlib import Path

import jsonschema
import pytest

from tests.cli.conftest import HIGH_STAKES, ROOT, Desk


def test_plan_says_what_would_change_and_where_it_is_asked_for(desk: Desk) -> None:
    said = desk.run("plan", "production")

    assert said.code == 0
    assert "update Template/high-stakes" in said.out
    assert "full screen: lenient → moderate" in said.out
    assert "base/templates/high-stakes.yaml:4" in said.out
    assert "create Role/Proctoring reviewer" in said.out
    assert "Plan: 1 to create, 1 to update, 0 to delete. Digest " in said.out
    assert said.err == "looking at production\n"


def test_plan_writes_nothing_anywhere(desk: Desk) -> None:
    before = desk.state()

    desk.run("plan", "production")

    assert desk.writes() == []
    assert desk.state() == before
    assert not desk.ledger.parent.exists()


@pytest.mark.parametrize("command", ["plan", "drift", "status"])
def test_looking_sends_no_write_even_where_it_could(desk: Desk, command: str) -> None:
    desk.run("apply", "production", "--yes")
    desk.edit()
    desk.sandbox.reset_requests()
    events = desk.ledger.read_bytes()

    desk.run(command, "production")

    assert desk.writes() == []
    assert desk.ledger.read_bytes() == events


def test_plan_after_an_apply_is_one_line_and_what_is_left_alone(desk: Desk) -> None:
    desk.run("apply", "production", "--yes")

    said = desk.run("plan", "production", "--exit-code")

    assert said.code == 0
    assert said.out.endswith("Everything is as the files say: 2 objects looked at\n")


def test_plan_names_who_moved_what(desk: Desk) -> None:
    desk.run("apply", "production", "--yes")
    desk.edit(actor="j.smit")

    said = desk.run("plan", "production")

    assert "drifted: changed by j.smit over console on " in said.out
    assert "full screen: severe → moderate" in said.out


@pytest.mark.parametrize(
    ("edited", "moved", "code"),
    [(False, False, 0), (True, False, 3), (False, True, 4), (True, True, 5)],
    ids=["in sync", "pending", "drift", "both"],
)
def test_exit_code_tells_pending_from_drift(
    desk: Desk, *, edited: bool, moved: bool, code: int
) -> None:
    desk.run("apply", "production", "--yes")
    if edited:
        desk.write("base/templates/high-stakes.yaml", HIGH_STAKES.replace("auto", "live"))
    if moved:
        desk.edit()

    assert desk.run("plan", "production").code == 0
    assert desk.run("plan", "production", "--exit-code").code == code
    assert desk.run("drift", "production").code == code
    assert desk.run("status", "production").code == code


def test_plan_as_json_keeps_to_the_committed_schema(desk: Desk) -> None:
    said = desk.run("plan", "production", "--format", "json")

    document = json.loads(said.out)
    schema = json.loads((ROOT / "schemas" / "plan.json").read_text(encoding="utf-8"))
    jsonschema.validate(document, schema)
    assert document["schema"] == "reconciler/plan/1"
    assert [entry["change"]["ref"] for entry in document["changes"]] == [
        "Template/high-stakes",
        "Role/Proctoring reviewer",
    ]


def test_plan_as_markdown(desk: Desk) -> None:
    said = desk.run("plan", "production", "--format", "markdown")

    assert said.out.startswith("<!-- reconciler plan production -->\n\n## Plan for production\n")


def test_only_narrows_the_plan(desk: Desk) -> None:
    said = desk.run("plan", "production", "--only", "Role/Proctoring reviewer")

    assert "Plan: 1 to create, 0 to update, 0 to delete" in said.out
    assert ", only Role/Proctoring reviewer\n" in said.out


def test_only_drift_leaves_new_files_for_later(desk: Desk) -> None:
    desk.run("apply", "production", "--yes")
    desk.edit("calculator", 2)
    desk.write("base/templates/high-stakes.yaml", HIGH_STAKES.replace("auto", "live"))

    said = desk.run("plan", "production", "--only-drift")

    assert said.out.endswith("Nothing to do about drift\n")


@pytest.mark.parametrize(
    ("ref", "message"),
    [
        ("Template/high-stake", "did you mean Template/high-stakes?"),
        ("Tmplate/high-stakes", "did you mean Template?"),
        ("high-stakes", "is not of the form Kind/name"),
    ],
    ids=["name", "kind", "form"],
)
def test_only_of_what_does_not_exist_is_a_usage_error(desk: Desk, ref: str, message: str) -> None:
    said = desk.run("plan", "production", "--only", ref)

    assert said.code == 2
    assert message in said.err
    assert said.out == ""


def test_only_may_name_a_schedule_that_a_rule_covers(desk: Desk) -> None:
    desk.write(
        "base/assessments/anat.yaml",
        "kind: Assessment\nid: ANAT-101\nschedules: [{template: high-stakes}]\n",
    )

    said = desk.run("plan", "production", "--only", "Schedule/ANAT-101-RESIT")

    assert "template: default → high-stakes" in said.out


def test_out_saves_the_plan_whole(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "plan.json"
    out.write_text('{"schema": "reconciler/plan/1", "of": "before"}')

    said = desk.run("plan", "production", "--out", str(out))

    assert said.code == 0
    assert "apply production --plan" in said.err
    assert json.loads(out.read_text(encoding="utf-8"))["environment"] == "production"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_out_into_a_folder_that_is_not_there_is_one_sentence(desk: Desk, tmp_path: Path) -> None:
    said = desk.run("plan", "production", "--out", str(tmp_path / "no" / "plan.json"))

    assert said.code == 1
    assert "cannot be saved" in said.err
    assert "check that its folder exists" in said.err


def test_out_does_not_replace_what_is_no_file(desk: Desk) -> None:
    said = desk.run("plan", "production", "--out", "/dev/null")

    assert said.code == 1
    assert "that is not a file" in said.err
    assert Path("/dev/null").is_char_device()


def test_problems_that_only_the_tenant_shows_make_a_bad_plan(desk: Desk) -> None:
    desk.write(
        "base/roles/reviewer.yaml",
        "kind: Role\ntitle: Exam scheduler\npermissions: {Delivery/View teapots: true}\n",
    )
    desk.write("site.yaml", _with_row((desk.config / "site.yaml").read_text(encoding="utf-8")))

    planned = desk.run("plan", "production")
    applied = desk.run("apply", "production", "--yes")

    assert planned.code == 1
    assert "base/roles/reviewer.yaml:3" in planned.out
    assert applied.code == 1
    assert desk.writes() == []


def _with_row(site: str) -> str:
    return f"{site}catalogue: {{rows: [Delivery/View teapots]}}\n"


def test_a_dirty_checkout_needs_no_git(desk: Desk) -> None:
    said = desk.run("plan", "production", "--format", "json")

    assert json.loads(said.out)["made"]["commit"] == ""
