import json
import socket
import subprocess
from pathlib import Path

import pytest

from reconciler.sandbox import Fault
from tests.cli.conftest import Desk

LOOKS = ["plan", "drift", "status", "apply"]


@pytest.mark.parametrize("command", LOOKS)
def test_a_missing_token_is_named_by_its_variable(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.delenv("CONSOLE_TOKEN")

    said = desk.run(command, "production")

    assert said.code == 1
    assert said.err == (
        "error: the console token of environment production is missing: "
        "the variable CONSOLE_TOKEN is not set or empty; set it\n"
    )
    assert desk.sandbox.requests() == ()


@pytest.mark.parametrize("command", LOOKS)
def test_a_wrong_token_is_one_sentence_without_the_token(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("CONSOLE_TOKEN", "hunter2-hunter2")

    said = desk.run(command, "production")

    assert said.code == 1
    assert "CONSOLE_TOKEN" in said.err
    assert "hunter2" not in said.err + said.out
    assert "Traceback" not in said.err


def test_a_token_comes_from_a_file_without_its_last_line_feed(desk: Desk) -> None:
    _token_file(desk, f"{desk.sandbox.console_token}\n")

    assert desk.run("plan", "production").code == 0


@pytest.mark.parametrize(
    ("token", "message"),
    [
        (None, "cannot be read from the file"),
        ("\n", "is empty; write it there"),
        ("two\nlines\n", "check the file"),
    ],
    ids=["no file", "empty", "two lines"],
)
def test_a_token_file_that_holds_none_is_named(desk: Desk, token: str | None, message: str) -> None:
    _token_file(desk, token)

    said = desk.run("plan", "production")

    assert said.code == 1
    assert message in said.err
    assert "token.txt" in said.err


def _token_file(desk: Desk, token: str | None) -> None:
    if token is not None:
        (desk.folder / "token.txt").write_text(token, encoding="utf-8")
    site = (desk.config / "site.yaml").read_text(encoding="utf-8")
    desk.write("site.yaml", site.replace("{env: CONSOLE_TOKEN}", "{file: token.txt}"))


def test_an_unknown_environment_gets_the_nearest_name(desk: Desk) -> None:
    said = desk.run("plan", "producton")

    assert said.code == 2
    assert 'there is no environment "producton"; did you mean production?' in said.err


@pytest.mark.slow
def test_an_address_where_nobody_answers_is_one_sentence(desk: Desk) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        desk.site(f"http://127.0.0.1:{nobody.getsockname()[1]}/api/v1/console")

        said = desk.run("plan", "production")

    assert said.code == 1
    assert said.err.count("error: ") == 1
    assert "127.0.0.1" in said.err


@pytest.mark.parametrize("command", ["plan", "apply"])
def test_an_html_answer_is_one_sentence(desk: Desk, command: str) -> None:
    desk.sandbox.fault(Fault("html", times=None))

    said = desk.run(command, "production")

    assert said.code == 1
    assert said.err.count("error: ") == 1
    assert "<" not in said.err


@pytest.mark.parametrize("command", LOOKS)
def test_files_with_errors_send_nothing_and_show_all_of_them(desk: Desk, command: str) -> None:
    desk.write("base/templates/bad.yaml", "kind: Template\nid: bad\nrecordings: {}\n")
    desk.write("base/roles/bad.yaml", "kind: Role\ntitle: bad\ncan: [fly]\n")

    said = desk.run(command, "production")

    assert said.code == 1
    assert "base/templates/bad.yaml:3:1: error: " in said.err
    assert "base/roles/bad.yaml:3:" in said.err
    assert desk.sandbox.requests() == ()


@pytest.mark.parametrize("command", ["plan", "history"])
def test_a_ledger_in_git_needs_a_repository(desk: Desk, command: str) -> None:
    desk.site(more="    ledger: git\n")

    said = desk.run(command, "production")

    assert said.code == 1
    assert "is not in a git repository" in said.err


def test_a_ledger_path_starts_beside_the_configuration(desk: Desk) -> None:
    desk.site(more="    ledger: {sqlite: books/ledger.db}\n")

    desk.run("apply", "production", "--yes")

    assert (desk.folder / "books" / "ledger.db").is_file()


def test_the_ledger_knows_the_commit_and_who_made_it(desk: Desk) -> None:
    _git(desk.folder, "init", "--quiet")
    _git(desk.folder, "config", "user.email", "j.smit@northwood.example")
    _git(desk.folder, "config", "user.name", "J. Smit")
    _git(desk.folder, "add", "config")
    _git(desk.folder, "commit", "--quiet", "-m", "Begin")
    head = _git(desk.folder, "rev-parse", "HEAD")
    desk.run("apply", "production", "--yes")

    event = json.loads(desk.run("history", "production", "--format", "json").out)["events"][0]
    desk.write("base/roles/more.yaml", "kind: Role\ntitle: More\n")
    dirty = json.loads(desk.run("plan", "production", "--format", "json").out)

    assert (event["commit"], event["actor"]) == (head, "j.smit@northwood.example")
    assert dirty["made"]["commit"] == f"{head}-dirty"


def _git(folder: Path, *words: str) -> str:
    command = ["git", "-C", str(folder), *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
