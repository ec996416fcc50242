"""The nightly run: one issue about drift, correction where it is switched on."""

import pytest

from tests.github.stage import permissions

NIGHT = {"schedule": "23 2 * * *", "ref": "refs/heads/main"}


def night(stage):
    return stage.run("drift.yml", "schedule", NIGHT)


def weaken(stage, value=0):
    stage.sandbox.edit("Template/high-stakes", {"Settings.full_screen": value}, actor="p.jansen")


def screen(stage):
    return stage.sandbox.state()["Templates"]["high-stakes"]["Settings"]["full_screen"]


@pytest.mark.slow
def test_one_issue_for_as_long_as_something_has_moved(stage):
    weaken(stage)
    first = night(stage)
    (issue,) = stage.github.open()
    before = issue["body"]
    looked = {request.method for request in stage.sandbox.requests()}
    stage.sandbox.edit("Template/high-stakes", {"Settings.calculator": 2}, actor="t.baker")
    second = night(stage)
    after, still = issue["body"], [i["number"] for i in stage.github.open()]
    stage.reconciler("apply", "production", "--only-drift", "--yes")
    third = night(stage)
    closed = issue["state"]
    weaken(stage)
    night(stage)

    assert (first.code, second.code, third.code) == (0, 0, 0), first.said
    assert looked == {"GET"}
    assert issue["title"] == "Drift in production"
    assert "changed by p.jansen over console" in before
    assert "t.baker" not in before
    assert "t.baker" in after
    assert still == [issue["number"]]
    assert closed == "closed"
    (word,) = stage.github.ours(issue["number"])
    assert word.startswith("Nothing is left of this")
    assert [issue["state"] for issue in stage.github.issues] == ["closed", "open"]
    assert stage.github.used <= permissions(stage.clone / ".github/workflows/drift.yml")


def test_without_drift_nobody_hears_of_it(stage):
    ran = night(stage)

    assert ran.code == 0
    assert stage.github.issues == []
    assert ran.jobs == {
        "look for drift in production": "succeeded", "leave no exam inactive": "succeeded",
    }  # fmt: skip


@pytest.mark.slow
def test_switched_on_it_is_put_right_and_the_issue_tells_of_it(stage):
    stage.variables["RECONCILER_CORRECT"] = "on"
    before = screen(stage)
    weaken(stage)

    ran = night(stage)

    (issue,) = stage.github.issues
    assert ran.code == 0, ran.said
    assert screen(stage) == before
    assert issue["state"] == "closed"
    assert "changed by p.jansen over console" in issue["body"]
