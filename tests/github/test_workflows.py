"""What can be seen of the workflows without running them, ours and those that `init` prints."""

import os
import subprocess

import pytest
import yaml

from tests.github.stage import BIN, ROOT, STARTER

PLACES = [ROOT / ".github", STARTER / ".github"]
WORKFLOWS = sorted(file for place in PLACES for file in place.glob("workflows/*.yml"))
ACTIONS = sorted(file for place in PLACES for file in place.glob("actions/*/action.yml"))
PRINTED = [file for file in WORKFLOWS if file.is_relative_to(STARTER)]


def judge(program, *words):
    """What a linter says, which must be nothing."""
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [str(BIN / program), *words], env={**os.environ, "PATH": path, "NO_COLOR": "1"},
        text=True, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def jobs(file):
    return yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"]


def steps(file):
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    if "runs" in content:
        return content["runs"]["steps"]
    return [step for job in content["jobs"].values() for step in job["steps"]]


def name(file):
    return str(file.relative_to(ROOT))


def test_there_are_workflows():
    assert {file.name for file in PRINTED} == {"validate.yml", "plan.yml", "apply.yml", "drift.yml"}
    assert len(ACTIONS) == 2


def test_ours_are_those_that_are_printed():
    """Whoever looks at this repository sees what `init` will print, and runs it too."""
    for printed in [*PRINTED, *(file for file in ACTIONS if file.is_relative_to(STARTER))]:
        ours = ROOT / printed.relative_to(STARTER)
        assert ours.read_text(encoding="utf-8") == printed.read_text(encoding="utf-8")


@pytest.mark.parametrize("place", [ROOT, STARTER], ids=["ours", "printed"])
def test_zizmor_finds_nothing(place):
    judge("zizmor", "--offline", "--quiet", "--pedantic", "--no-progress", str(place / ".github"))


def test_actionlint_finds_nothing():
    judge("actionlint", "-shellcheck", str(BIN / "shellcheck"), *map(str, WORKFLOWS))


def test_their_schemas_hold():
    judge("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *map(str, WORKFLOWS))
    judge("check-jsonschema", "--builtin-schema", "vendor.github-actions", *map(str, ACTIONS))


@pytest.mark.parametrize("file", [*WORKFLOWS, *ACTIONS], ids=name)
def test_no_words_of_others_get_into_a_shell(file):
    assert [step["run"] for step in steps(file) if "${{" in step.get("run", "")] == []


@pytest.mark.parametrize("file", [*WORKFLOWS, *ACTIONS], ids=name)
def test_no_token_is_left_in_a_checkout(file):
    checkouts = [s["with"] for s in steps(file) if s.get("uses", "").startswith("actions/checkout")]

    assert {checkout["persist-credentials"] for checkout in checkouts} <= {False}


@pytest.mark.parametrize("file", [*WORKFLOWS, *ACTIONS], ids=name)
def test_actions_of_others_are_pinned_and_named_alike(file):
    pins = {line.strip() for f in [*WORKFLOWS, *ACTIONS] for line in uses(f)}
    ours = {line.strip() for line in uses(file)}

    assert ours <= pins
    assert len({pin.partition("@")[0] for pin in pins}) == len(pins)


def uses(file):
    lines = file.read_text(encoding="utf-8").splitlines()
    return [line.partition("uses:")[2] for line in lines if "uses: " in line and "@" in line]


@pytest.mark.parametrize("file", WORKFLOWS, ids=name)
def test_nothing_is_permitted_that_a_job_does_not_ask_for(file):
    content = yaml.safe_load(file.read_text(encoding="utf-8"))

    assert content["permissions"] == {}
    assert all("permissions" in job for job in content["jobs"].values())


def test_git_gets_the_token_of_a_step_that_has_one_and_nothing_is_written_down(tmp_path):
    (step,) = [s for s in steps(ACTIONS[0]) if "git" in s.get("name", "")]
    written, token = tmp_path / "env", {"GITHUB_TOKEN": "ghs"}
    words = {**os.environ, "GITHUB_ENV": str(written), "SERVER": "https://github.com"}
    subprocess.run(["bash", "-c", step["run"]], env={**words, **token}, check=True)
    given = dict(line.split("=", 1) for line in written.read_text(encoding="utf-8").splitlines())

    def password(host, token):
        done = subprocess.run(
            ["git", "credential", "fill"], input=f"protocol=https\nhost={host}\n\n", text=True,
            env={**os.environ, **given, "GIT_TERMINAL_PROMPT": "0", "HOME": str(tmp_path), **token},
            capture_output=True, check=False,
        )  # fmt: skip
        return dict(line.split("=", 1) for line in done.stdout.splitlines()).get("password")

    assert password("github.com", token) == "ghs"
    assert not password("github.com", {})
    assert password("elsewhere.example", token) is None
    assert "ghs" not in written.read_text(encoding="utf-8")


def test_a_pull_request_gets_secrets_of_nothing_that_writes():
    (plan,) = [file for file in PRINTED if file.name == "plan.yml"]

    (job,) = jobs(plan).values()
    assert job["environment"] == "production-plan"
    assert job["permissions"] == {"contents": "read", "pull-requests": "write"}
    assert job["steps"][0]["with"]["ref"] == "main"


def test_only_a_protected_environment_applies_one_at_a_time():
    (apply,) = [file for file in PRINTED if file.name == "apply.yml"]

    job = jobs(apply)["apply"]
    assert job["environment"] == "production"
    assert job["concurrency"] == {"group": "apply-production", "cancel-in-progress": False}


@pytest.mark.parametrize("file", ["apply.yml", "drift.yml"])
def test_the_job_that_leaves_no_exam_inactive_waits_for_nobody(file):
    (found,) = [printed for printed in PRINTED if printed.name == file]

    job = jobs(found)["resume"]
    assert job["if"].startswith("always()")
    assert job["environment"] == "production-unattended"
    writers = {n for n, j in jobs(found).items() if j["permissions"].get("contents") == "write"}
    assert writers - {"resume"} <= set(job["needs"])
