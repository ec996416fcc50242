"""What a pull request sets off: the plan as one comment, and nothing that could do harm."""

import json
import re

import pytest

from reconciler.sandbox import Sandbox
from tests.github.stage import permissions
from tests.github.standin import REPOSITORY

STANDARD = "base/templates/standard.yaml"


def writes(sandbox):
    return [request for request in sandbox.requests() if request.method != "GET"]


@pytest.mark.slow
def test_one_comment_says_what_merging_would_do_and_is_edited(stage):
    stage.edit(STANDARD, "clear_cache: false", "clear_cache: true")
    first = stage.propose()
    (before,) = stage.github.ours(stage.number)
    stage.edit(STANDARD, "clear_cache: true", "clear_cache: false")
    second = stage.propose("Back again")
    (after,) = stage.github.ours(stage.number)

    assert (first.code, second.code) == (0, 0)
    assert "6 to update, 0 to delete, 5 to re-activate; 3 too late. Digest" in before
    assert "Doing it now touches 25 sittings" in before
    assert "### Too late\n\n- <code>Schedule/CONL-301-MAIN</code>: inside lead time" in before
    assert "<summary>The whole plan (14 changes)</summary>" in before
    assert "<code>config/base/templates/standard.yaml&#58;20</code>" in before
    assert "0 to update" in after
    assert writes(stage.sandbox) == []
    assert stage.github.used <= permissions(stage.clone / ".github/workflows/plan.yml")


def test_the_run_shows_the_plan_and_keeps_it_as_json(stage):
    stage.edit(STANDARD, "clear_cache: false", "clear_cache: true")

    ran = stage.propose()

    kept = stage.home / "artifacts" / "plan-production" / "plan.json"
    digest = json.loads(kept.read_text(encoding="utf-8"))["digest"]
    assert "## Plan for production" in ran.summary
    assert digest[:16] in ran.summary
    assert f'"digest":"{digest}"' in stage.github.ours(stage.number)[0]


def test_drift_stands_apart_from_what_the_files_ask_for(stage):
    stage.sandbox.edit("Template/high-stakes", {"Settings.full_screen": 0}, actor="p.jansen")

    stage.propose()

    (comment,) = stage.github.ours(stage.number)
    _, _, apart = comment.partition("### Moved on the platform; applying puts it back\n\n")
    assert apart.startswith("- <code>Template/high-stakes</code>: full screen: ")
    assert "changed by p.jansen over console" in apart.partition("\n")[0]


def test_tokens_go_nowhere_that_main_does_not_name(stage):
    with Sandbox() as elsewhere:
        stage.edit("site.yaml", stage.sandbox.console_url, elsewhere.console_url)

        ran = stage.propose()

        asked = elsewhere.requests()
    (comment,) = stage.github.ours(stage.number)
    assert ran.code == 1
    assert asked == ()
    assert stage.sandbox.requests() == ()
    assert "console in site.yaml differs from the files that were reviewed" in comment
    assert "reconciler review" not in comment


def test_another_token_is_not_sent_to_an_address_of_main_either(stage):
    stage.edit("site.yaml", "{env: CONSOLE_TOKEN}", "{env: GITHUB_TOKEN}")

    ran = stage.propose()

    assert ran.code == 1
    assert stage.sandbox.requests() == ()


def test_what_runs_is_the_reconciler_of_main(stage):
    """Neither the action nor the requirements of a pull request are used."""
    requirements = stage.clone / ".github" / "requirements.txt"
    requirements.write_text("evil==1.0\n", encoding="utf-8")
    action = stage.clone / ".github" / "actions" / "reconcile" / "action.yml"
    text = action.read_text(encoding="utf-8")
    action.write_text(re.sub(r"run: python .*", "run: exit 9", text), encoding="utf-8")

    ran = stage.propose()

    assert ran.code == 0
    assert len(stage.github.ours(stage.number)) == 1


@pytest.mark.slow
def test_files_that_are_wrong_give_no_plan_and_say_so_in_its_place(stage):
    stage.edit(STANDARD, "clear_cache: false", "clear_cache: true")
    stage.propose()
    stage.edit(STANDARD, "clear_cache: true", "clear_cache: perhaps")

    ran = stage.propose()

    (comment,) = stage.github.ours(stage.number)
    assert ran.code == 1
    assert "**No plan to go by**" in comment
    assert "the configuration has 1 error" in comment
    assert "reconciler review" not in comment


def test_a_fork_gets_no_plan(stage):
    stage.edit(STANDARD, "clear_cache: false", "clear_cache: true")
    head = stage.commit("From afar")

    ran = stage.run("plan.yml", "pull_request", stage.pull(head, "somebody/exams"))

    assert ran.jobs == {}
    assert stage.sandbox.requests() == ()
    assert stage.github.asked == []


def test_nothing_runs_with_tokens_before_it_is_switched_on(stage):
    stage.variables = {}
    stage.edit(STANDARD, "clear_cache: false", "clear_cache: true")

    ran = stage.propose()

    assert ran.jobs == {}
    assert REPOSITORY not in ran.said


RULES = """\
    channels: {roles: runbook}
    approvals:
      - {team: data-protection, when: [data collection widened], why: it is in the register}
policies:
  - {use: integrity-stands-before-exams, level: warning}
"""


def test_what_every_rule_says_of_the_plan_is_in_the_comment(stage):
    site = stage.config / "site.yaml"
    site.write_text(site.read_text(encoding="utf-8") + RULES, encoding="utf-8")
    stage.push("Rules")
    stage.edit(STANDARD, "full_screen: lenient", "full_screen: none")
    stage.edit(STANDARD, "web_traffic: false", "web_traffic: true")
    stage.edit("base/roles/invigilator.yaml", "can: [", "can: [void attempts, ")

    stage.propose()

    (comment,) = stage.github.ours(stage.number)
    before, _, _ = comment.partition("<summary>The whole plan")
    assert re.search(
        r"^All changes: integrity weakened, .*widened \(browsing", before, re.MULTILINE
    )
    assert "- **data-protection**: it is in the register; " in before
    assert "breaks the policy integrity-stands-before-exams" in before
    assert "<code>policy-integrity-stands-before-exams-" in before
    assert "### By hand\n\n- <code>Role/" in before
