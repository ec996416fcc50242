"""What the shell hands in and takes back: outputs that are full, files that are something else."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from reconciler.cli import reconciler
from tests.cli.conftest import Desk

FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has it")
@pytest.mark.parametrize(
    "words",
    [
        ("plan", "production"),
        ("plan", "production", "--format", "json"),
        ("show", "production", "Template/high-stakes"),
    ],
    ids=" ".join,
)
def test_an_output_that_is_full_is_one_sentence(desk: Desk, words: tuple[str, ...]) -> None:
    with FULL.open("w") as full:
        process = desk.start(*words, stdout=full, stderr=subprocess.PIPE)
        _, err = process.communicate(timeout=60)

    assert process.returncode == 1
    assert err.splitlines()[-1] == ("error: the output cannot be written: No space left on device")
    assert "internal error" not in err
    assert "Exception ignored" not in err


def test_a_database_without_a_folder_is_one_sentence(desk: Desk, tmp_path: Path) -> None:
    database = tmp_path / "nope" / "x.db"

    said = desk.run("sandbox", "--port", "0", "--database", str(database))

    assert said.code == 1
    assert said.err == (
        f"error: the tenant cannot be kept in {database}: there is no folder {database.parent}\n"
    )


def test_a_database_that_is_something_else_is_left_alone(desk: Desk) -> None:
    site = desk.config / "site.yaml"
    before = site.read_bytes()

    said = desk.run("sandbox", "--port", "0", "--database", str(site))

    assert said.code == 1
    assert said.err == (
        f"error: the tenant cannot be kept in {site}: that is not a database; name another file\n"
    )
    assert site.read_bytes() == before


@pytest.mark.parametrize("command", ["plan", "status", "history"])
def test_a_missing_configuration_is_told_once(desk: Desk, command: str) -> None:
    (desk.config / "site.yaml").rename(desk.folder / "away.yaml")
    for path in sorted(desk.config.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    desk.config.rmdir()

    said = desk.run(command, "production")

    assert said.code == 1
    assert f"error: the configuration {desk.config} does not exist" in said.err
    assert "site.yaml:1:1" not in said.err


def test_warnings_are_not_counted_as_errors(desk: Desk) -> None:
    desk.write("base/broken.yaml", "kind: Template\nid: x\nnmae: y\n")
    desk.write("unused/t.yaml", "kind: Template\nid: y\npartial: true\n")

    said = desk.run("plan", "production")

    assert "warning" in said.err
    assert said.err.splitlines()[-1] == "error: the configuration has 1 error"


IN_AN_IMPORT = """
import sys

class Interrupted:
    def find_spec(self, name, *_):
        if name == "click":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupted())
from reconciler.__main__ import main
main(["validate"])
"""


def test_ctrl_c_before_anything_is_read_is_no_traceback() -> None:
    done = subprocess.run(
        [sys.executable, "-c", IN_AN_IMPORT], check=False, capture_output=True, text=True
    )

    assert done.stderr == "interrupted\n"
    assert done.returncode == 130


def test_a_new_repository_needs_a_folder_with_a_name(tmp_path: Path, monkeypatch) -> None:
    # As `reconciler init "$DIR"` gives it, where DIR is not set.
    monkeypatch.chdir(tmp_path)

    result = CliRunner().invoke(reconciler, ["init", ""])

    assert result.exit_code == 2
    assert "name a folder" in result.stderr
    assert not list(tmp_path.iterdir())
