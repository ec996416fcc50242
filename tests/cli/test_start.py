"""What a command reads before it can begin: each module that it does not use costs every run."""

import os
import subprocess
import sys
from collections.abc import Iterable

import pytest

from tests.cli.conftest import ROOT, Desk

SCRIPT = """\
import sys
from reconciler.__main__ import main
try: main(sys.argv[1:])
finally: sys.stderr.write("\\nread " + " ".join(sys.modules))
"""
# What a look at the platform reads beside the checks of the files.
LOOK = {"httpx", "sqlite3", "tenacity", "reconciler.ledger", "reconciler.pipeline"}
# What it takes to put a page into another form than the one that was asked for.
FORMS = {
    f"reconciler.reports.{form}"
    for form in ("csv", "found", "github", "html", "json", "junit", "markdown", "proposal", "sarif")
}
RARE = {
    "cel",
    "deepdiff",
    "difflib",
    "reconciler.files",
    "reconciler.forge",
    "reconciler.kinds.assessment_by_hand",
    "reconciler.kinds.assessment_draft",
    "reconciler.kinds.found",
    "reconciler.kinds.role_by_hand",
    "reconciler.kinds.schedule_by_hand",
    "reconciler.kinds.template_by_hand",
    "reconciler.ledger.git",
    "reconciler.pipeline.people",
    "reconciler.sandbox",
    "reconciler.steps.judge",
    "reconciler.steps.propose",
    "reconciler.steps.validate.faults",
    "ruamel",
    "starlette",
    "xml",
}


def read(*words: str) -> set[str]:
    """The modules that are in a process once it has run a command."""
    command = [sys.executable, "-c", SCRIPT, *words]
    done = subprocess.run(
        command, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=True
    )
    return set(done.stderr.rpartition("\nread ")[2].split())


def ours(modules: Iterable[str]) -> int:
    return sum(name.split(".")[0] == "reconciler" for name in modules)


def test_validate_reads_nothing_of_a_look_or_of_other_forms(desk: Desk) -> None:
    modules = read("validate", str(desk.config))

    assert modules & (LOOK | FORMS | RARE) == set()
    assert ours(modules) <= 110


def test_a_plan_reads_no_other_forms_nothing_rare_and_nothing_that_writes(desk: Desk) -> None:
    modules = read("plan", "production", "--config", str(desk.config))

    assert modules & (FORMS | RARE | {"reconciler.steps.apply"}) == set()
    assert modules >= LOOK
    assert ours(modules) <= 190


@pytest.mark.parametrize("form", ["json", "markdown"])
def test_a_plan_reads_the_form_that_was_asked_for(desk: Desk, form: str) -> None:
    modules = read("plan", "production", "--config", str(desk.config), "--format", form)

    assert modules & {"reconciler.reports.json", "reconciler.reports.markdown"} == {
        f"reconciler.reports.{form}"
    }
