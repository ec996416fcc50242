"""What a user sees of validate and show, and of errors that nobody foresaw."""

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from reconciler import cli
from reconciler.__main__ import main
from reconciler.errors import LedgerError
from tests.language.test_schemas import EXAMPLES, ROOT

VALID = "tests/examples/valid/northwood"


@pytest.fixture(autouse=True)
def at_root(monkeypatch):
    monkeypatch.chdir(ROOT)


def run(*arguments):
    return CliRunner().invoke(cli.reconciler, arguments)


def test_sound_configuration_is_said_to_be_sound():
    result = run("validate", VALID)

    assert result.exit_code == 0
    assert result.stdout == f"{VALID}: no problems in sandbox (5 objects), production (8 objects)\n"


def test_summary_counts_errors_and_warnings():
    result = run("validate", "tests/examples/invalid/folder/unused-layer")

    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1].endswith("unused-layer: 1 error and 1 warning")


def test_problems_as_json_carry_place_and_code():
    result = run("validate", "tests/examples/invalid/folder/unused-layer", "--format", "json")

    answer = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (answer["schema"], answer["ok"]) == ("reconciler/problems/1", False)
    assert (answer["errors"], answer["warnings"]) == (1, 1)
    assert answer["problems"][0] == {
        "id": "unknown-key-a6f5e3e35c",
        "code": "unknown-key",
        "level": "error",
        "message": '"nmae" is not a key of a Template',
        "hint": 'write "name"',
        "ref": "Template/standard",
        "file": "tests/examples/invalid/folder/unused-layer/base/t.yaml",
        "line": 17,
        "column": 1,
    }


def test_missing_configuration_is_an_error():
    result = run("validate", "nowhere")

    assert result.exit_code == 1
    assert result.stdout.startswith("error: the configuration nowhere does not exist")


def test_document_is_shown_with_the_place_of_every_value():
    result = run("show", "production", "Template/high-stakes", "--config", VALID)

    lines = result.stdout.splitlines()
    assert result.exit_code == 0
    assert lines[0] == f"kind: Template               # {VALID}/production/high-stakes.yaml:1"
    assert f"  full_screen: severe        # {VALID}/production/high-stakes.yaml:3" in lines
    assert f"  desk: start                # {VALID}/base/templates/others.yml:5" in lines
    assert f"  video: true                # {VALID}/base/templates/default.yaml:4" in lines
    assert len({line.index("#") for line in lines if "#" in line}) == 1


def test_shown_document_reads_back_as_the_same_document(tmp_path):
    shown = run("show", "production", "Role/Proctoring reviewer", "--config", VALID).stdout
    (tmp_path / "base").mkdir()
    (tmp_path / "base/role.yaml").write_text(shown, encoding="utf-8")
    (tmp_path / "site.yaml").write_bytes((EXAMPLES / "sound/site.yaml").read_bytes())
    (tmp_path / "production").mkdir()
    (tmp_path / "production/r.yaml").write_text("kind: Role\ntitle: R\n", encoding="utf-8")

    again = run("show", "production", "Role/Proctoring reviewer", "--config", str(tmp_path)).stdout

    assert [line.partition("  #")[0] for line in again.splitlines()] == [
        line.partition("  #")[0] for line in shown.splitlines()
    ]


def test_shown_document_as_json_has_values_with_places():
    result = run("show", "production", "Schedule/0123", "--config", VALID, "--format", "json")

    answer = json.loads(result.stdout)
    assert answer["schema"] == "reconciler/document/1"
    assert answer["document"]["tweak"] == {"lock_down": {"disable_clipboard": True}}
    assert {
        "path": ["tweak", "lock_down", "disable_clipboard"],
        "value": True,
        "file": f"{VALID}/production/schedules/resit.yaml",
        "line": 5,
        "column": 40,
    } in answer["values"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("prodution", "Role/R"), 'no environment "prodution"; did you mean production?'),
        (("x", "Role/R"), 'no environment "x"; there is sandbox, production'),
        (("production", "Role"), "is not of the form Kind/name"),
        (("production", "Template/high-stake"), "did you mean Template/high-stakes?"),
    ],
)
def test_what_cannot_be_shown_is_a_usage_error(arguments, message):
    result = run("show", *arguments, "--config", VALID)

    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())


def test_showing_from_a_broken_configuration_says_so():
    folder = "tests/examples/invalid/folder/outside-layers"

    result = run("show", "production", "Role/R", "--config", folder)

    assert result.exit_code == 0
    assert result.stderr == f"{folder} has errors; `reconciler validate {folder}` shows them\n"


def test_help_names_every_command_and_stays_light():
    code = (
        "import sys, reconciler.__main__; from reconciler.cli import reconciler\n"
        "reconciler.main(['--help'], standalone_mode=False)\n"
        "print([name for name in ('pydantic', 'yaml', 'httpx', 'rich') if name in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert all(f"  {name} " in done.stdout for name in cli.COMMANDS)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_explains_itself(name):
    result = run(name, "--help")

    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: reconciler {name} ")


def test_unknown_command_is_a_usage_error():
    assert run("validat").exit_code == 2


def command(monkeypatch, error):
    """Put a command that raises *error* into the group."""

    def fail():
        raise error

    failing = click.Command("fail", callback=fail)
    monkeypatch.setitem(cli.reconciler.commands, "fail", failing)


def ended(*arguments):
    with pytest.raises(SystemExit) as ending:
        main(arguments)
    return ending.value.code


def test_known_error_is_one_sentence(monkeypatch, capsys):
    command(monkeypatch, LedgerError("the ledger is locked"))

    assert ended("fail") == 1
    assert capsys.readouterr().err == "error: the ledger is locked\n"


def test_unforeseen_error_asks_for_a_report(monkeypatch, capsys):
    command(monkeypatch, ZeroDivisionError("division by zero"))

    assert ended("fail") == 1
    assert capsys.readouterr().err == (
        "internal error: ZeroDivisionError: division by zero; "
        "please report it with what `reconciler --debug …` shows\n"
    )


def test_unforeseen_error_is_shown_whole_on_request(monkeypatch, capsys):
    command(monkeypatch, ZeroDivisionError("division by zero"))

    assert ended("--debug", "fail") == 1
    assert capsys.readouterr().err.startswith("Traceback (most recent call last):")


@pytest.mark.parametrize("error", [KeyboardInterrupt(), click.Abort()])
def test_interruption_has_the_exit_code_of_shells(error, monkeypatch, capsys):
    command(monkeypatch, error)

    assert ended("fail") == 130
    assert capsys.readouterr().err.strip() == "interrupted"


def test_closed_pipe_is_no_error(monkeypatch, capsys):
    command(monkeypatch, BrokenPipeError(32, "Broken pipe"))

    ended("fail")

    assert capsys.readouterr().err == ""


def test_module_runs_from_any_folder():
    done = subprocess.run(
        [sys.executable, "-m", "reconciler", "validate", str(Path(VALID).resolve())],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
