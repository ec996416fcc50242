"""What a merge sets off: exactly what was reviewed is applied, or nothing is."""

import os
import signal
from pathlib import Path

from reconciler.ledger.git import GitLedger
from reconciler.sandbox import Fault
from tests.github.stage import permissions

STANDARD = "base/templates/standard.yaml"


def writes(stage):
    return [request for request in stage.sandbox.requests() if request.method != "GET"]


def cache(stage):
    return stage.sandbox.state()["Templates"]["standard"]["Settings"]["clear_cache"]


def change(stage):
    stage.edit(STANDARD, "clear_cache: false", "clear_cache: true")
    stage.propose()


def test_what_was_reviewed_is_applied(stage):
    change(stage)

    ran = stage.merge()

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


def test_nothing_is_written_when_the_platform_moved_in_between(stage):
    change(stage)
    stage.sandbox.edit("Template/standard", {"Settings.record_screen": False}, actor="p.jansen")
    stage.sandbox.reset_requests()

    ran = stage.merge()

    assert ran.code == 1
    assert "the plan is no longer the one that was reviewed" in ran.said
    assert writes(stage) == []
    assert "apply to production" not in ran.jobs


def test_the_apply_itself_asks_once_more(stage):
    """An approval can take days: the second job does not rely on what the first one saw."""
    change(stage)
    stage.here("checkout", "--quiet", "main")
    apply = stage.clone / ".github" / "workflows" / "apply.yml"
    text = apply.read_text(encoding="utf-8")
    apply.write_text(
        text.replace(
            "run: reconciler github plan production", 'run: echo pending=true >> "$GITHUB_OUTPUT"'
        )
    )
    stage.commit("Without the first look")
    stage.sandbox.edit("Template/standard", {"Settings.record_screen": False}, actor="p.jansen")
    stage.sandbox.reset_requests()

    ran = stage.merge()

    assert ran.jobs["apply to production"] == "failed"
    assert "the plan is no longer the one that was reviewed" in ran.summary
    assert writes(stage) == []


def test_a_push_after_the_plan_voids_the_review(stage):
    change(stage)
    stage.edit("base/templates/practice.yaml", "name: Practice", "name: Practise")
    stage.commit("Quickly, before the merge")
    stage.sandbox.reset_requests()

    ran = stage.merge()

    assert ran.code == 1
    assert "which nobody has seen a plan of" in ran.summary
    assert writes(stage) == []


def test_a_plan_that_somebody_else_wrote_is_none(stage):
    change(stage)
    (real,) = stage.github.comments[stage.number]
    real["user"] = {"login": "mallory", "type": "User"}
    stage.sandbox.reset_requests()

    ran = stage.merge()

    assert ran.code == 1
    assert f"no plan was made in pull request #{stage.number}" in ran.summary
    assert writes(stage) == []


def test_a_commit_that_no_pull_request_brought_is_not_applied(stage):
    stage.edit(STANDARD, "clear_cache: false", "clear_cache: true")
    stage.commit("Straight to main")
    stage.here("push", "--quiet", "origin", "main")

    ran = stage.pushed()

    assert ran.code == 1
    assert "is no merge of a pull request" in ran.summary
    assert "start the workflow apply by hand with its digest" in ran.summary
    assert "## Plan for production" in ran.summary
    assert cache(stage) is False


def test_by_hand_the_plan_is_shown_and_applied_by_its_digest(stage):
    stage.edit(STANDARD, "clear_cache: false", "clear_cache: true")
    stage.commit("Straight to main")
    stage.here("push", "--quiet", "origin", "main")
    event = {"ref": "refs/heads/main", "inputs": {"digest": "", "schedules": "", "candidates": ""}}

    shown = stage.run("apply.yml", "workflow_dispatch", event)
    digest = shown.summary.partition("Digest ")[2][:16]
    before = cache(stage)
    event["inputs"]["digest"] = digest
    done = stage.run("apply.yml", "workflow_dispatch", event)

    assert (shown.code, done.code) == (0, 0)
    assert "apply to production" not in shown.jobs
    assert (before, cache(stage)) == (False, True)


def test_what_is_typed_reaches_no_shell(stage):
    stage.edit(STANDARD, "clear_cache: false", "clear_cache: true")
    stage.commit("Straight to main")
    stage.here("push", "--quiet", "origin", "main")
    trap = stage.home / "trap"
    inputs = {"digest": f'"; touch {trap}; $(touch {trap})', "schedules": "", "candidates": ""}

    ran = stage.run("apply.yml", "workflow_dispatch", {"ref": "refs/heads/main", "inputs": inputs})

    assert ran.code == 1
    assert "is no digest" in ran.said
    assert not trap.exists()


def test_a_merge_with_nothing_to_do_asks_nobody(stage):
    change(stage)
    stage.merge()
    stage.here("branch", "--delete", "change")
    (stage.clone / "NOTES.md").write_text("Nothing for the platform.\n", encoding="utf-8")
    stage.number += 1
    stage.commit("Notes")
    stage.here("push", "--quiet", "origin", "main")

    plan = stage.reconciler("plan", "production")
    ran = stage.pushed()

    assert "too late" in plan.stdout or ran.code == 0


def test_an_exam_that_a_killed_apply_left_is_activated_again(stage):
    change(stage)
    before = _active(stage)
    stage.sandbox.fault(Fault("delay", method="PUT", path=".*/activate", skip=1, seconds=600))
    head = stage.here("rev-parse", "HEAD")
    stage.here("checkout", "--quiet", "main")
    stage.here("merge", "--quiet", "--no-ff", "--message", "Merge", "change")
    commit = stage.here("rev-parse", "HEAD")
    stage.here("push", "--quiet", "origin", "main")
    stage.github.merge(stage.number, head, commit)

    with stage.started("apply.yml", "push", {"ref": "refs/heads/main"}) as act:
        said = []
        for line in act.stdout:
            said.append(line)
            if "deactivat" in line:
                print(line)
    print("".join(said)[-3000:])
    assert _active(stage) == before


def _active(stage):
    return {n for n, s in stage.sandbox.state()["Schedules"].items() if s["IsActivated"]}
