"""`reconciler github` where there is no GitHub Actions, or one that is set up wrongly."""

import json

import pytest

from tests.cli.conftest import Desk

COMMANDS = ["plan", "apply", "correct", "drift"]


@pytest.fixture
def actions(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk inside a run of GitHub Actions, whose GitHub is away."""
    event = desk.folder / "event.json"
    event.write_text(json.dumps({"ref": "refs/heads/main"}), encoding="utf-8")
    for name, value in {
        "GITHUB_API_URL": "http://127.0.0.1:1",
        "GITHUB_REPOSITORY": "northwood/exams",
        "GITHUB_EVENT_PATH": str(event),
        "GITHUB_SHA": "c0ffee",
        "GITHUB_TOKEN": "ghs",
        "GITHUB_STEP_SUMMARY": str(desk.folder / "summary.md"),
    }.items():
        monkeypatch.setenv(name, value)
    return desk


@pytest.mark.parametrize("command", COMMANDS)
def test_outside_actions_it_names_the_commands_for_people(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.delenv("GITHUB_EVENT_PATH", raising=False)

    said = desk.run("github", command, "production")

    assert said.code == 1
    assert "this command runs in GitHub Actions" in said.err
    assert desk.sandbox.requests() == ()


@pytest.mark.parametrize("command", COMMANDS)
def test_without_its_token_it_says_how_a_step_gets_one(
    actions: Desk, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.delenv("GITHUB_TOKEN")

    said = actions.run("github", command, "production")

    assert said.code == 1
    assert "GITHUB_TOKEN: ${{ github.token }}" in said.err


def test_an_event_that_cannot_be_read(actions: Desk) -> None:
    (actions.folder / "event.json").write_text("{", encoding="utf-8")

    said = actions.run("github", "drift", "production")

    assert said.code == 1
    assert "cannot be read" in said.err


def test_teams_that_are_no_list_are_a_usage_error(actions: Desk) -> None:
    said = actions.run("github", "apply", "production", "--signed-off", "exam-office")

    assert said.code == 2
    assert "it is no JSON list" in said.err


def test_correction_needs_no_answer_of_github(actions: Desk) -> None:
    actions.run("apply", "production", "--yes")
    actions.edit("full_screen", 0)

    said = actions.run("github", "correct", "production")

    assert said.code == 0, said.err
    assert "full screen" in said.out


def test_why_nothing_was_written_stands_under_the_run(actions: Desk) -> None:
    actions.write("base/templates/high-stakes.yaml", "kind: Template\n")

    said = actions.run("github", "correct", "production")

    assert said.code == 1
    summary = (actions.folder / "summary.md").read_text(encoding="utf-8")
    assert "**Stopped:** the configuration has" in summary
