"""What files collect beyond the site's baseline is a finding at the line that collects it."""

from pathlib import Path
from typing import get_args

import pytest

from reconciler import checking
from reconciler.kinds import effects
from reconciler.model.privacy import Category
from reconciler.model.problem import Level

STANDARD = "base/templates/standard.yaml"


def found(folder: Path):
    return [p for p in checking.check(folder).problems if p.code == "beyond-baseline"]


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_categories_of_site_yaml_are_those_that_options_collect():
    assert get_args(Category) == tuple(data.name for data in effects.categories())


def test_the_example_collects_what_it_has_decided_to_collect(folder):
    assert found(folder) == []


def test_one_finding_a_line_names_whom_it_is_not_allowed_for(folder):
    edit(folder, STANDARD, "web_traffic: false", "web_traffic: true")

    (problem,) = found(folder)

    assert (problem.place.file, problem.place.line) == (str(folder / STANDARD), 10)
    assert "recording.web_traffic: true collects browsing, which privacy in site.yaml does not" in (
        problem.message
    )
    assert "ANAT-101, BIOC-110, CHEM-120 and 5 more" in problem.message
    assert "CRIM-220" not in problem.message


def test_a_tweak_is_found_at_its_own_line(folder):
    edit(
        folder,
        "sandbox/schedules/exceptions.yaml",
        "tweak:\n",
        "tweak:\n  verification: {signature: true}\n",
    )

    (problem,) = found(folder)

    assert problem.place.line == 7
    assert "for ANAT-101" in problem.message


def test_what_is_not_proctored_collects_nothing(folder):
    nothing = "    - assessments: [ENGL-001]\n      data: []\n      purpose: on campus\n"
    edit(folder, "site.yaml", "    - assessments: [HIST", f"{nothing}    - assessments: [HIST")
    english = "base/assessments/ENGL-001.yaml"

    assert found(folder) == []
    edit(folder, english, '{match: "*"}', '{match: "*", proctoring: true}')
    assert len(found(folder)) == 6  # five lines of templates, one of them production's own
    assert all(" for ENGL-001" in problem.message for problem in found(folder))


@pytest.mark.parametrize("level", list(Level))
def test_a_site_says_how_bad_it_is(folder, level):
    edit(folder, STANDARD, "web_traffic: false", "web_traffic: true")
    edit(folder, "site.yaml", "  level: warning ", f"  level: {level} ")

    checked = checking.check(folder)

    assert {p.level for p in checked.problems if p.code == "beyond-baseline"} == {level}
    assert checked.ok is (level is Level.WARNING)


def test_more_than_is_declared_is_an_error_where_nobody_says_otherwise(folder):
    edit(folder, STANDARD, "signature: false", "signature: true")
    edit(folder, "site.yaml", "  level: warning ", "  # ")

    assert {problem.level for problem in found(folder)} == {Level.ERROR}


def test_without_a_baseline_nothing_is_beyond_it(folder):
    site = folder / "site.yaml"
    site.write_text(site.read_text(encoding="utf-8").split("\nprivacy:")[0], encoding="utf-8")
    edit(folder, STANDARD, "signature: false", "signature: true")

    assert found(folder) == []
