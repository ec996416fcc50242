"""`reconciler report privacy` as a user types it."""

from tests.cli.conftest import Desk, desk

__all__ = ["desk"]

PRIVACY = (
    "privacy:\n  basis: public task\n  contact: dpo\n"
    "  allowed: [{data: [webcam image], purpose: exams}]\n"
)
RULE = "kind: Assessment\nid: ANAT-101\nproctoring: true\nschedules: [{template: high-stakes}]\n"


def test_register_without_the_network(desk: Desk) -> None:
    desk.write("base/assessments/anat.yaml", RULE)

    said = desk.run("report", "privacy", "production", "--format", "csv")

    assert said.code == 0
    assert "ANAT-101,*,,,yes,high-stakes,identity document,identity check: auto" in said.out
    assert "voice,unknown" in said.out  # the template is partial: its other settings are not ours
    assert not desk.sandbox.requests()


def test_register_of_the_platform_names_every_sitting_and_writes_nothing(desk: Desk) -> None:
    said = desk.run("report", "privacy", "production", "--live", "--format", "csv")

    assert said.code == 0
    assert "CHEM-120,CHEM-120-MAIN,Activated,210,yes,high-stakes,webcam image" in said.out
    assert desk.writes() == []


def test_who_collects_more_than_is_declared_gets_the_register_and_a_code(desk: Desk) -> None:
    desk.write("base/assessments/anat.yaml", RULE)
    site = desk.config / "site.yaml"
    site.write_text(site.read_text(encoding="utf-8") + PRIVACY, encoding="utf-8")

    said = desk.run("report", "privacy", "production")

    assert said.code == 1
    assert "high-stakes.yaml:5" in said.err
    assert "collects identity document" in said.err
    assert "## Beyond what is declared\n\n- ANAT-101 (&#42;): identity document" in said.out


def test_the_reports_are_listed_without_reading_one(desk: Desk) -> None:
    said = desk.run("report", "privacy", "produktion")

    assert said.code == 2
    assert "did you mean production?" in said.err
