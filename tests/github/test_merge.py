"""What a merge sets off: exactly what was reviewed is applied, or nothing is."""

import os
import signal
from pathlib import Path

import pytest

from reconciler.sandbox import Fault
from tests.github.stage import PUSH, permissions

STANDARD = "base/templates/standard.yaml"


def writes(stage):
    return [request for request in stage.sandbox.requests() if request.method != "GET"]


def typed(stage, digest):
    """What a person starts by hand, with what that person typed."""
    inputs = {"digest": digest, "schedules": "", "candidates": ""}
    return stage.run("apply.yml", "workflow_dispatch", {**PUSH, "inputs": inputs})


def cache(stage):
    return stage.sandbox.state()["Templates"]["standard"]["Settings"]["clear_cache"]


def change(stage):
    """A pull request with its plan; what happened until then is forgotten."""
    stage.edit(STANDARD, "clear_cache: false", "clear_cache: true")
    stage.propose()
    stage.github.used.clear()


@pytest.mark.slow
def test_what_was_reviewed_is_applied(stage):
    change(stage)

    stage.merge()
    ran = stage.pushed()

    assert ran.code == 0, ran.said
    assert cache(stage) is True
    assert ran.jobs == {
        "is it what was reviewed?": "succeeded",
        "apply to production": "succeeded",
        "leave no exam inactive": "succeeded",
    }
    assert stage.github.used <= permissions(stage.clone / ".github/workflows/apply.yml")
    stage.here("fetch", "--quiet", "origin", "refs/reconciler/production")
    assert "d.lee" in stage.here("log", "-1", "--format=%an", "FETCH_HEAD")


@pytest.mark.slow
def test_nothing_is_written_when_the_platform_moved_in_between(stage):
    change(stage)
    stage.sandbox.edit("Template/standard", {"Settings.record_screen": False}, actor="p.jansen")
    stage.sandbox.reset_requests()

    stage.merge()
    ran = stage.pushed()

    assert ran.code == 1
    assert "the plan is no longer the one that was reviewed" in ran.said
    assert writes(stage) == []
    assert "apply to production" not in ran.jobs


@pytest.mark.slow
def test_the_apply_itself_asks_once_more(stage):
    """An approval can take days: the second job does not rely on what the first one saw."""
    change(stage)
    stage.here("checkout", "--quiet", "main")
    apply = stage.clone / ".github" / "workflows" / "apply.yml"
    text = apply.read_text(encoding="utf-8")
    look = "reconciler github plan production"
    pretend = 'echo pending=true >> "$GITHUB_OUTPUT"; echo teams=[] >> "$GITHUB_OUTPUT"'
    apply.write_text(text.replace(look, pretend), encoding="utf-8")
    stage.commit("Without the first look")
    stage.sandbox.edit("Template/standard", {"Settings.record_screen": False}, actor="p.jansen")
    stage.sandbox.reset_requests()

    stage.merge()
    ran = stage.pushed()

    assert ran.jobs["apply to production"] == "failed"
    assert "the plan is no longer the one that was reviewed" in ran.summary
    assert writes(stage) == []


@pytest.mark.slow
def test_a_push_after_the_plan_voids_the_review(stage):
    change(stage)
    stage.edit("base/templates/practice.yaml", "name: Practice", "name: Practise")
    stage.commit("Quickly, before the merge")
    stage.sandbox.reset_requests()

    stage.merge()
    ran = stage.pushed()

    assert ran.code == 1
    assert "which nobody has seen a plan of" in ran.summary
    assert writes(stage) == []


@pytest.mark.slow
def test_a_plan_that_somebody_else_wrote_is_none(stage):
    change(stage)
    (real,) = stage.github.comments[stage.number]
    real["user"] = {"login": "mallory", "type": "User"}
    stage.sandbox.reset_requests()

    stage.merge()
    ran = stage.pushed()

    assert ran.code == 1
    assert f"no plan was made in pull request #{stage.number}" in ran.said
    assert writes(stage) == []


def test_a_commit_that_no_pull_request_brought_is_not_applied(stage):
    stage.edit(STANDARD, "clear_cache: false", "clear_cache: true")
    stage.push("Straight to main")

    ran = stage.pushed()

    assert ran.code == 1
    assert "is no merge of a pull request" in ran.summary
    assert "start the workflow apply by hand with its digest" in ran.summary
    assert "## Plan for production" in ran.summary
    assert cache(stage) is False


@pytest.mark.slow
def test_by_hand_the_plan_is_shown_and_applied_by_its_digest(stage):
    stage.edit(STANDARD, "clear_cache: false", "clear_cache: true")
    stage.push("Straight to main")

    shown = typed(stage, "")
    before = cache(stage)
    done = typed(stage, shown.summary.partition("Digest ")[2][:16])

    assert (shown.code, done.code) == (0, 0)
    assert "apply to production" not in shown.jobs
    assert (before, cache(stage)) == (False, True)


@pytest.mark.slow
def test_what_is_typed_reaches_no_shell(stage):
    stage.edit(STANDARD, "clear_cache: false", "clear_cache: true")
    stage.push("Straight to main")
    trap = stage.home / "trap"

    ran = typed(stage, f'"; touch {trap}; $(touch {trap})')

    assert ran.code == 1
    assert "is no digest" in ran.said
    assert not trap.exists()


@pytest.mark.slow
def test_a_team_whose_approval_is_demanded_is_asked_and_goes_on_record(stage):
    demanded(stage)
    stage.github.environments["approval-exam-office"] = ["required_reviewers"]

    ran = stage.pushed()

    assert ran.jobs["approval of exam-office"] == "succeeded"
    assert cache(stage) is True
    assert "signed off by exam-office" in stage.reconciler("history", "production").stdout


@pytest.mark.slow
@pytest.mark.parametrize("environments", [{}, {"approval-exam-office": ["branch_policy"]}])
def test_an_approval_that_nobody_is_asked_for_is_none(stage, environments):
    demanded(stage)
    stage.github.environments = environments

    ran = stage.pushed()

    assert ran.code == 1
    assert "make the environment approval-exam-office with required reviewers" in ran.summary
    assert "apply to production" not in ran.jobs
    assert cache(stage) is False


def demanded(stage):
    """A merge of what site.yaml demands a team's approval for."""
    rule = "{team: exam-office, when: [integrity strengthened], why: it must agree}"
    stage.edit("site.yaml", "    pace:", f"    approvals: [{rule}]\n    pace:")
    stage.push("Who must agree")
    change(stage)
    stage.merge()


def test_a_merge_with_nothing_to_do_is_nobodys_business(stage):
    ran = stage.pushed()

    assert ran.code == 0
    assert ran.jobs == {"is it what was reviewed?": "succeeded"}
    assert stage.github.asked == []


@pytest.mark.slow
def test_an_exam_that_a_killed_apply_left_is_activated_again(stage):
    change(stage)
    stage.merge()
    before = active(stage)
    # The first request to activate is the one that proves the way back.
    stage.sandbox.fault(Fault("delay", method="PUT", path=".*/activate", skip=1, seconds=600))

    with stage.started("apply.yml", "push", PUSH) as act:
        said = "".join(told(act, stage))

    assert "waiting until" in said
    assert "is active again" in said
    assert active(stage) == before

    # One exam is as reviewed already, so what is left is another plan: somebody looks at it again.
    again = stage.pushed()
    rest = typed(stage, again.summary.partition("Digest ")[2][:16])

    assert "start the workflow apply by hand" in again.summary
    assert rest.code == 0, rest.said
    assert running(stage) == {True}


def running(stage):
    """How the exams run that the change was to reach."""
    names = ["CHEM-120-ACC", "CHEM-120-MAIN", "CRIM-220-MAIN", "MATH-101-MAIN", "STAT-115-RESIT"]
    schedules = stage.sandbox.state()["Schedules"]
    return {schedules[name]["ActiveSettings"]["clear_cache"] for name in names}


def told(act, stage):
    """What act says; the apply is killed while an exam is inactive, and its lock is broken then."""
    for line in act.stdout:
        yield line
        if "Run Main apply" in line:
            once_inactive(stage)
            kill_apply(stage)
        if "waiting until" in line:
            stage.reconciler("unlock", "production", "--because", "its run was killed")


def once_inactive(stage):
    """Wait until the request that is to activate an exam again is on its way."""
    while sum(r.path.endswith("/activate") for r in stage.sandbox.requests()) <= 1:
        pass


def kill_apply(stage):
    """Kill, as the loss of its machine would, the one process of ours that applies."""
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes()
            inside = (entry / "cwd").readlink().is_relative_to(stage.home)
        except OSError:
            continue
        if inside and b"\0github\0apply\0" in words and b"python" in words:
            os.kill(int(entry.name), signal.SIGKILL)


def active(stage):
    return {n for n, s in stage.sandbox.state()["Schedules"].items() if s["IsActivated"]}
