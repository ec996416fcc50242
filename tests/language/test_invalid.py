"""Every broken input in tests/examples/invalid says exactly what is wrong; a new case is a file."""

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from reconciler.cli import reconciler

EXAMPLES = Path(__file__).parents[1] / "examples"
INVALID = EXAMPLES / "invalid"
DOCUMENTS = sorted((INVALID / "document").glob("*.yaml"))
SITES = sorted((INVALID / "site").glob("*.yaml"))
ID = re.compile(r" \[[a-z0-9-]+-[0-9a-f]{10}\]$")  # tests/reports/test_formats.py is about them
FOLDERS = sorted(path for path in (INVALID / "folder").iterdir())


def said_about_config():
    result = CliRunner().invoke(reconciler, ["validate", "config"])

    assert not result.exception or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == 1
    *problems, _summary = result.stdout.splitlines()
    return "".join(f"{ID.sub('', problem)}\n" for problem in problems)


@pytest.fixture
def sound(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(EXAMPLES / "sound", tmp_path / "config")
    return tmp_path / "config"


@pytest.mark.parametrize("case", DOCUMENTS, ids=lambda path: path.stem)
def test_broken_document_is_explained(case, sound):
    shutil.copy(case, sound / "base" / case.name)

    assert said_about_config() == case.with_suffix(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", SITES, ids=lambda path: path.stem)
def test_broken_site_is_explained(case, sound):
    shutil.copy(case, sound / "site.yaml")

    assert said_about_config() == case.with_suffix(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", FOLDERS, ids=lambda path: path.name)
def test_broken_folder_is_explained(case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(case, tmp_path / "config")

    assert said_about_config() == (case / "expected.txt").read_text(encoding="utf-8")


def test_there_is_a_message_for_each_case_and_no_message_without_one():
    messages = {path.with_suffix("") for path in INVALID.glob("*/*.txt")}

    assert messages == {path.with_suffix("") for path in (*DOCUMENTS, *SITES)}
