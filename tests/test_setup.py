"""What a fresh machine relies on: the lock, the scripts, and nothing of our own machines."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.lock").read_text()
SCRIPTS = sorted((ROOT / ".ci").iterdir())
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
ASKED = [
    *PROJECT["project"]["dependencies"],
    *PROJECT["dependency-groups"]["dev"],
    *PROJECT["build-system"]["requires"],
]


def normal(requirement: str) -> str:
    """The name alone, spelled as package indexes compare it (PEP 503)."""
    name = re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]
    return re.sub(r"[-_.]+", "-", name).lower()


def locked() -> dict[str, str]:
    """Each package of the lock with the text of its entry."""
    entries = re.split(r"^(?=\w)", LOCK, flags=re.MULTILINE)
    return {normal(entry): entry for entry in entries if entry}


def run(*command: str | Path, folder: Path = ROOT, path: str | None = None):
    """What a command did, with *path* in place of the usual one when given."""
    environment = {"PATH": path} if path else None
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("requirement", ASKED)
def test_every_package_that_we_ask_for_is_locked(requirement):
    assert normal(requirement) in locked(), "run: make lock"


def test_every_locked_package_has_one_version_and_a_hash():
    without = [
        name
        for name, entry in locked().items()
        if not re.match(r"\S+==\S+ .*\\\n    --hash=sha256:", entry)
    ]

    assert without == []


def test_the_lock_names_no_address():
    assert "://" not in LOCK


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_scripts_can_be_parsed_and_run(script):
    assert run("bash", "-n", script).returncode == 0
    assert script.stat().st_mode & 0o111


def test_make_alone_lists_what_there_is():
    listed = run("make").stdout

    assert [f"make {word}" in listed for word in ("demo", "test", "check", "lock")] == [True] * 4


def test_no_file_names_a_folder_of_somebodys_machine():
    private = re.compile(rf"{re.escape(str(ROOT))}\b|(?<![\w.])/(home|root|Users)/\w")
    files = run("git", "ls-files", "-co", "--exclude-standard", "-z").stdout.split("\0")
    texts = {
        name: (ROOT / name).read_text(errors="replace") for name in files if (ROOT / name).is_file()
    }

    assert [name for name, text in texts.items() if private.search(text)] == []


@pytest.fixture
def stand_in(tmp_path):
    """A checkout whose tools all answer 0, for the real .ci/run."""
    ours = [
        ".ci/bootstrap",
        ".ci/npm",
        ".venv/bin/ruff",
        ".venv/bin/mypy",
        ".venv/bin/lint-imports",
    ]
    for tool in ("make", *ours):
        answer(tmp_path / tool, 0)
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci" / "run")
    return tmp_path


def answer(tool: Path, code: int) -> None:
    tool.parent.mkdir(parents=True, exist_ok=True)
    tool.write_text(f"#!/bin/sh\nexit {code}\n")
    tool.chmod(0o755)


def checked(folder: Path):
    return run("bash", ".ci/run", folder=folder, path=f"{folder}:/usr/bin:/bin")


def test_ci_passes_when_every_check_does(stand_in):
    assert checked(stand_in).returncode == 0


@pytest.mark.parametrize("code", [1, 5], ids=["a failed test", "no test at all"])
def test_ci_goes_on_after_a_failure_and_ends_with_it(stand_in, code):
    answer(stand_in / "make", code)

    result = checked(stand_in)

    npm, tests, *others = result.stdout.split("== summary\n")[1].splitlines()
    assert result.returncode == 1
    assert tests.startswith(f"FAILED ({code})")
    assert [line.split()[0] for line in (npm, *others)] == ["ok"] * 5


def test_ci_stops_when_there_is_no_environment(stand_in):
    answer(stand_in / ".ci" / "bootstrap", 1)

    assert checked(stand_in).returncode == 1
