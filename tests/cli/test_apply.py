import json
import os
import pty
import re
import signal
import subprocess
from pathlib import Path

import pytest

from reconciler.sandbox import Fault
from tests.cli.conftest import HIGH_STAKES, Desk


def test_apply_does_the_plan_and_tells_what_became_of_it(desk: Desk) -> None:
    said = desk.run("apply", "production", "--yes")

    assert said.code == 0
    assert "Plan: 1 to create, 1 to update, 0 to delete" in said.out
    assert "\nDone\n" in said.out
    assert "  + created Role/Proctoring reviewer" in said.out
    assert "Applied to production: 2 done, 0 failed, 0 skipped; " in said.out
    assert f"{len(desk.writes())} writes among them" in said.out
    assert "1/2 ~ updated Template/high-stakes" in said.err
    assert "2/2 + created Role/Proctoring reviewer" in said.err


def test_second_apply_has_nothing_to_do(desk: Desk) -> None:
    desk.run("apply", "production", "--yes")
    desk.sandbox.reset_requests()

    said = desk.run("apply", "production")

    assert said.code == 0
    assert said.err.endswith("nothing to do\n")
    assert desk.writes() == []


def test_apply_with_nothing_to_do_still_gives_later_drift_a_base(desk: Desk) -> None:
    desk.write("base/templates/high-stakes.yaml", HIGH_STAKES.replace("moderate", "lenient"))
    desk.write("base/templates/high-stakes.yaml", HIGH_STAKES.split("lock")[0])
    (desk.config / "base/roles/reviewer.yaml").unlink()

    assert desk.run("apply", "production").code == 0

    assert desk.ledger.is_file()


@pytest.mark.parametrize("words", [[], ["--no-input"]], ids=["no terminal", "no input"])
def test_nobody_to_ask_means_nothing_is_sent(desk: Desk, words: list[str]) -> None:
    before = desk.state()

    said = desk.run("apply", "production", *words)

    assert said.code == 1
    assert "nothing was sent" in said.err
    assert "add --yes" in said.err
    assert desk.writes() == []
    assert desk.state() == before


@pytest.mark.parametrize(
    ("answer", "code"), [("y\n", 0), ("n\n", 1), ("\n", 1)], ids=["yes", "no", "enter"]
)
def test_on_a_terminal_it_asks(desk: Desk, answer: str, code: int) -> None:
    ours, theirs = pty.openpty()
    os.write(ours, answer.encode())

    with desk.start(
        "apply", "production", stdin=theirs, stderr=theirs, stdout=subprocess.PIPE
    ) as process:
        out, _ = process.communicate()
    os.close(theirs)
    asked = os.read(ours, 100_000).decode()
    os.close(ours)

    assert "Apply these 2 changes to production? [y/N]" in asked
    assert process.returncode == code
    assert ("Applied to production" in out) is (code == 0)
    assert bool(desk.writes()) is (code == 0)


def test_a_saved_plan_is_applied_without_asking(desk: Desk, tmp_path: Path) -> None:
    plan = str(tmp_path / "plan.json")
    desk.run("plan", "production", "--out", plan)

    said = desk.run("apply", "production", "--plan", plan)

    assert said.code == 0
    assert "2 done" in said.out


def test_a_part_of_a_plan_is_saved_and_applied_as_that_part(desk: Desk, tmp_path: Path) -> None:
    plan = str(tmp_path / "plan.json")
    desk.run("plan", "production", "--only", "Template/high-stakes", "--out", plan)

    said = desk.run("apply", "production", "--plan", plan)

    assert said.code == 0
    assert "1 done" in said.out
    assert "Proctoring reviewer" not in str(desk.writes())


def test_a_saved_plan_is_applied_once(desk: Desk, tmp_path: Path) -> None:
    plan = str(tmp_path / "plan.json")
    desk.run("plan", "production", "--out", plan)
    desk.run("apply", "production", "--plan", plan)
    desk.sandbox.reset_requests()

    said = desk.run("apply", "production", "--plan", plan)

    assert said.code == 1
    assert "a plan runs once" in said.err
    assert desk.writes() == []


def test_a_saved_plan_that_the_platform_has_left_behind_is_refused(
    desk: Desk, tmp_path: Path
) -> None:
    plan = str(tmp_path / "plan.json")
    desk.run("plan", "production", "--out", plan)
    desk.edit()

    said = desk.run("apply", "production", "--plan", plan)

    assert said.code == 1
    assert "no longer the one that was reviewed" in said.err
    assert "lenient → moderate" in said.err
    assert desk.writes() == []


def test_an_edited_plan_is_refused(desk: Desk, tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    desk.run("plan", "production", "--out", str(plan))
    plan.write_text(plan.read_text(encoding="utf-8").replace("moderate", "none"), encoding="utf-8")

    said = desk.run("apply", "production", "--plan", str(plan))

    assert said.code == 1
    assert "has been edited since it was made" in said.err
    assert desk.sandbox.requests()[-1].method == "GET"
    assert desk.writes() == []


def test_a_plan_of_another_environment_is_refused(desk: Desk, tmp_path: Path) -> None:
    plan = str(tmp_path / "plan.json")
    desk.run("plan", "production", "--out", plan)
    site = (desk.config / "site.yaml").read_text(encoding="utf-8")
    desk.write("site.yaml", site.replace("  production:", "  staging:"))

    said = desk.run("apply", "staging", "--plan", plan)

    assert said.code == 1
    assert "the plan was made for production, not staging" in said.err


def test_a_plan_that_is_not_there_is_one_sentence(desk: Desk) -> None:
    said = desk.run("apply", "production", "--plan", "nowhere.json")

    assert said.code == 1
    assert said.err.startswith("error: the plan nowhere.json cannot be read (No such file")


def test_the_expected_digest_is_consent(desk: Desk) -> None:
    out = desk.run("plan", "production").out
    digest = out.rpartition("Digest ")[2].strip()

    said = desk.run("apply", "production", "--expect", digest)

    assert said.code == 0
    assert "2 done" in said.out


def test_another_digest_is_refused(desk: Desk) -> None:
    said = desk.run("apply", "production", "--expect", "0" * 16)

    assert said.code == 1
    assert "no longer the one that was reviewed" in said.err
    assert desk.writes() == []


@pytest.mark.parametrize(
    "words",
    [
        ["--plan", "p.json", "--expect", "0" * 16],
        ["--plan", "p.json", "--only-drift"],
        ["--expect", "0" * 16, "--only", "Template/high-stakes"],
        ["--alow-deletes", "1"],
        ["--allow-deletes", "-1"],
    ],
    ids=["both", "plan and part", "digest and part", "unknown flag", "negative"],
)
def test_words_that_do_not_go_together_stop_the_run(desk: Desk, words: list[str]) -> None:
    said = desk.run("apply", "production", "--yes", *words)

    assert said.code == 2
    assert desk.sandbox.requests() == ()


def test_deletes_need_to_be_allowed_by_number(desk: Desk) -> None:
    desk.write("base/templates/toms-test.yaml", "kind: Template\nid: toms-test\nabsent: true\n")

    refused = desk.run("apply", "production", "--yes")
    writes = desk.writes()
    allowed = desk.run("apply", "production", "--yes", "--allow-deletes", "1")

    assert refused.code == 1
    assert "--allow-deletes 1 allows it" in refused.err
    assert writes == []
    assert allowed.code == 0
    assert "  - deleted Template/toms-test" in allowed.out


def test_a_limit_of_changes_is_raised_by_number(desk: Desk) -> None:
    desk.site(more="    limits: {changes: 0}\n")

    refused = desk.run("apply", "production", "--yes")
    allowed = desk.run("apply", "production", "--yes", "--allow-changes", "1")

    assert refused.code == 1
    assert "--allow-changes 1 allows it" in refused.err
    assert allowed.code == 0


def test_apply_as_json_is_one_document(desk: Desk) -> None:
    said = desk.run("apply", "production", "--yes", "--format", "json")

    report = json.loads(said.out)
    assert "\n\n" not in said.err
    assert report["schema"] == "reconciler/report/1"
    assert [entry["outcome"] for entry in report["outcomes"]] == ["done", "done"]
    assert report["writes"] == len(desk.writes())


def test_a_change_that_fails_is_told_and_the_rest_is_done(desk: Desk) -> None:
    desk.sandbox.fault(Fault("status", "PUT", ".*templates.*", status=409, error="not today"))

    said = desk.run("apply", "production", "--yes")

    assert said.code == 1
    assert "not updated Template/high-stakes: " in said.out
    assert "not today" in said.out
    assert "1 done, 1 failed, 0 skipped" in said.out


def test_ctrl_c_stops_between_two_changes(desk: Desk) -> None:
    desk.write("base/roles/more.yaml", "kind: Role\ntitle: One more\n")
    for method in ("PUT", "POST"):
        desk.sandbox.fault(Fault("delay", method, times=None, seconds=0.3))

    with desk.start(
        "apply", "production", "--yes", stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stderr is not None
        first = next(line for line in process.stderr if "1/3" in line)
        process.send_signal(signal.SIGINT)
        _, rest = process.communicate()

    assert "updated Template/high-stakes" in first
    assert process.returncode == 130
    assert re.search("stopped after [12] of 3 changes; apply again to go on", rest)
    history = desk.run("history", "production").out
    assert "nothing tells whether" not in history
    assert desk.run("apply", "production", "--yes").code == 0
