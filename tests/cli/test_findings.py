"""Drift as a forge shows it: on the line that says otherwise, under one id in every format."""

import json
import re

import pytest

from tests.cli.conftest import Desk
from tests.node import needs_node
from tests.reports.test_formats import commands, judged_by_multitool

ID = re.compile(r"drifted-[0-9a-f]{10}")
FILE = "config/base/templates/high-stakes.yaml"
FORMS = ("text", "json", "markdown", "github", "sarif")


@pytest.fixture
def drifted(desk: Desk) -> Desk:
    """A tenant in sync, of which somebody then changed one setting by hand."""
    assert desk.run("apply", "production", "--yes").code == 0
    desk.edit("full_screen", 2)
    (desk.folder / ".git").mkdir()
    return desk


def test_drift_is_shown_on_the_line_that_says_otherwise(drifted: Desk) -> None:
    said = drifted.run("drift", "production", "--format", "github")

    ((level, words, message),) = commands(said.out)
    assert said.code == 4
    assert (level, words["title"]) == ("warning", "drifted")
    assert (words["file"], words["line"]) == (FILE, "4")
    assert "Template/high-stakes: full screen: moderate → lenient; changed by j.smit" in message


def test_drift_has_one_id_in_every_format(drifted: Desk) -> None:
    ids = [
        set(ID.findall(drifted.run("drift", "production", "--format", form).out)) for form in FORMS
    ]
    ids.append(set(ID.findall(drifted.run("plan", "production", "--format", "github").out)))

    assert len(ids[0]) == 1
    assert all(found == ids[0] for found in ids)


def test_the_id_stays_when_the_line_moves(drifted: Desk) -> None:
    before = ID.findall(drifted.run("drift", "production").out)
    path = drifted.config / "base/templates/high-stakes.yaml"
    path.write_text(f"# why\n{path.read_text('utf-8')}", encoding="utf-8")

    said = drifted.run("drift", "production")

    assert "high-stakes.yaml:5" in said.out
    assert ID.findall(said.out) == before


def test_drift_is_sarif_that_code_scanning_takes(drifted: Desk) -> None:
    needs_node()
    said = drifted.run("drift", "production", "--format", "sarif")

    (run,) = json.loads(said.out)["runs"]
    assert run["automationDetails"]["id"] == "reconciler/drift/production/"
    assert judged_by_multitool(said.out, drifted.folder) == []


def test_a_refused_change_is_shown_on_its_document(desk: Desk) -> None:
    desk.site(more="    limits: {changes: 0}\n")
    (desk.folder / ".git").mkdir()

    said = desk.run("plan", "production", "--format", "github")

    (refused,) = [found for found in commands(said.out) if found[1]["title"] == "refused"]
    level, words, message = refused
    assert (level, words["file"], words["line"]) == ("error", FILE, "1")
    assert message.startswith("update Template/high-stakes is refused: 1 change")
