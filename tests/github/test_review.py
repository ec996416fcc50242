"""What a review of a plan covers: its digest and whom it touches, and for how long."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.github.stage import PUSH

STANDARD = "base/templates/standard.yaml"


def cache(stage):
    return stage.sandbox.state()["Templates"]["standard"]["Settings"]["clear_cache"]


def planned(stage):
    """The pull request with the plan that its workflow makes."""
    stage.here("checkout", "--quiet", "-b", "change")
    head = stage.commit("A change")
    done = stage.inside("github plan production", stage.pull(head))
    assert done.returncode == 0, done.stderr
    return stage.github.ours(stage.number)[-1]


def test_what_waits_when_it_is_reviewed_is_within_the_bounds_when_it_runs(stage):
    """A plan made in a quiet window touches nobody now; the apply after it does."""
    today = datetime.now(UTC)
    start, end = (f"{today + timedelta(days=days):%Y-%m-%dT%H:%M}" for days in (-2, 2))
    quiet = f"    quiet: [{{from: {start}, until: {end}, why: teaching}}]\n    pace:"
    stage.edit("site.yaml", "    pace:", quiet)
    stage.push("Quiet now")
    stage.edit(STANDARD, "clear_cache: false", "clear_cache: true")

    comment = planned(stage)
    stage.here("checkout", "--quiet", "main")
    stage.edit("site.yaml", quiet, "    pace:")
    stage.push("Quiet no more")
    stage.merge()
    done = stage.inside("github apply production", PUSH)

    assert "Doing it now touches" not in comment
    assert '"schedules":25' in comment
    assert done.returncode == 0, done.stderr
    assert cache(stage) is True


@pytest.mark.slow
def test_there_and_back_and_there_again(stage):
    """The third plan has the digest of the first, and its review is a new one."""
    digests = []
    for old, new in (("Practice", "Practising"), ("Practising", "Practice")) * 2:
        stage.edit("base/templates/practice.yaml", f"name: {old}", f"name: {new}")
        digests.append(planned(stage).partition('"digest":"')[2][:64])
        stage.merge()
        done = stage.inside("github apply production", PUSH)
        stage.here("branch", "--quiet", "--delete", "change")
        stage.number += 1

        assert done.returncode == 0, done.stderr
    assert digests[:2] == digests[2:]


def test_more_than_was_reviewed_is_not_touched(stage):
    stage.edit(STANDARD, "clear_cache: false", "clear_cache: true")
    comment = planned(stage)
    fewer = comment.replace('"schedules":25', '"schedules":2')
    stage.github.comments[stage.number][0]["body"] = fewer
    stage.merge()
    stage.sandbox.reset_requests()

    done = stage.inside("github apply production", PUSH)

    assert done.returncode == 1
    assert "25 schedules, 23 more than 2" in done.stderr
    assert {request.method for request in stage.sandbox.requests()} == {"GET"}
