"""Notices as an office makes, saves and publishes them."""

from pathlib import Path

import pytest

from tests.cli.conftest import Desk

MAIN = "CHEM-120-RESIT"  # a draft of the stand-in tenant
RULED = """\
kind: Assessment
id: CHEM-120
schedules:
  - {template: high-stakes, proctoring: true}
"""


def notice(desk: Desk, *words: str):
    return desk.run("notice", "production", *words)


def without_console(desk: Desk) -> None:
    site = desk.config / "site.yaml"
    lines = site.read_text(encoding="utf-8").splitlines()
    site.write_text("\n".join(line for line in lines if "console:" not in line))


@pytest.fixture
def office(desk: Desk) -> Desk:
    desk.write("base/chem.yaml", RULED)
    return desk


def test_a_notice_of_a_draft_speaks_of_what_the_files_say(office: Desk) -> None:
    said = notice(office, MAIN)

    assert said.code == 0
    assert said.out.startswith("# Rules for your online exam: General Chemistry, resit\n")
    assert "out of full screen for 15 seconds" in said.out
    assert f"Schedule/{MAIN}: the platform lacks 2 settings of this notice" in said.err
    assert office.writes() == []


def test_a_notice_of_an_activated_sitting_speaks_of_what_it_runs_with(office: Desk) -> None:
    said = notice(office, "Schedule/CHEM-120-MAIN", "--language", "nl")

    # The files say moderate, and it was activated before.
    assert "30 seconden" in said.out
    assert "platform lacks" not in said.err


def test_as_a_page_and_for_the_office(office: Desk) -> None:
    page = notice(office, MAIN, "--format", "html", "--language", "nl").out
    tasks = notice(office, MAIN, "--for", "office").out

    assert page.startswith('<!DOCTYPE html>\n<html lang="nl">')
    assert "- [ ] " in tasks
    assert "identity check" in tasks


def test_many_notices_go_into_a_folder_and_only_what_changed_is_written(
    office: Desk, tmp_path: Path
) -> None:
    out = tmp_path / "notices"
    first = notice(office, "--all", "--out", str(out))
    written = {path.name: path.stat().st_mtime_ns for path in out.iterdir()}

    office.sandbox.edit(f"Schedule/{MAIN}", {"Title": "Chemistry, last chance"})
    again = notice(office, "--all", "--out", str(out))

    moved = {p.name for p in out.iterdir() if written.get(p.name) != p.stat().st_mtime_ns}
    assert moved == {f"{MAIN}.en.md", f"{MAIN}.en.html"}
    assert "HIST-210%20r%C3%A9sum%C3%A9%2F2.en.md" in written
    assert " new" in first.err
    assert "1 changed" in again.err
    assert "left out: 4 sittings over and 3 sittings not proctored\n" in first.err


def test_nothing_is_said_of_sittings_when_none_is_left_out(office: Desk, tmp_path: Path) -> None:
    without_console(office)

    said = notice(office, "--all", "--out", str(tmp_path / "notices"))

    assert "left out" not in said.err


def test_status_names_a_published_notice_once_it_no_longer_holds(office: Desk) -> None:
    notice(office, MAIN, "--published")
    again = notice(office, MAIN, "--published")
    notice(office, "CHEM-120-MAIN", "--published")
    assert "known before: 1" in again.err
    assert "out of date" not in office.run("status", "production").out

    office.write(
        "base/templates/high-stakes.yaml",
        "kind: Template\nid: high-stakes\npartial: true\n"
        "recording: {desk: periodic}\nlock_down: {full_screen: severe}\n",
    )
    said = office.run("status", "production").out

    assert "Published notices that are out of date (1)\n" in said
    (line,) = [line for line in said.splitlines() if "for revision" in line]
    assert line.startswith(f"  Schedule/{MAIN} (en): published ")
    # No document asks for an identity check any more, and the platform has none.
    assert line.endswith(": desk scan, full screen, identity check")
    assert "have the notice (en, revision" in office.run("history", "production").out


def test_moved_times_and_other_words_put_a_notice_out_of_date(office: Desk) -> None:
    notice(office, MAIN, "--published")
    notice(office, "CHEM-120-ACC", "--published")
    office.sandbox.edit(f"Schedule/{MAIN}", {"EndDateTime": "2099-01-01T10:00:00.000Z"})
    office.write("notices/en.toml", '[tools.whiteboard]\noff = "No scratch pad for $title."\n')

    said = office.run("status", "production").out

    assert "Schedule/CHEM-120-ACC (en)" in said
    assert said.count(": words\n") == 1
    assert said.count(": times\n") == 1


def test_texts_of_the_site_are_heard_and_a_language_is_whole_or_refused(office: Desk) -> None:
    office.write("notices/en.toml", '[help]\nlines = ["Call $institution: 020 123 45 67."]\n')
    office.write("notices/de.toml", '[page]\nlead = "Guten Tag"\n')

    broken = notice(office, MAIN)
    (office.config / "notices" / "de.toml").unlink()
    whole = notice(office, MAIN)

    assert broken.code == 1
    assert "notices/de.toml:1:1: error: the language has no text for page.language" in broken.err
    assert whole.code == 0
    assert "Call Northwood University: 020 123 45 67." in whole.out


def test_a_language_that_was_published_and_is_gone_is_said(office: Desk) -> None:
    english = Path(__file__).parents[2] / "reconciler" / "steps" / "translate" / "en.toml"
    office.write("notices/fy.toml", english.read_text(encoding="utf-8"))
    assert notice(office, MAIN, "--published", "--language", "fy").code == 0
    (office.config / "notices" / "fy.toml").unlink()

    said = office.run("status", "production").out

    assert "nobody has texts in fy any more" in said


def test_over_the_public_api_a_notice_says_that_it_is_what_was_declared(office: Desk) -> None:
    without_console(office)
    office.write(
        "base/resit.yaml",
        f"kind: Schedule\nid: {MAIN}\nassessment: CHEM-120\nproctoring: true\n"
        "template: high-stakes\n",
    )

    said = notice(office, MAIN)

    assert said.code == 0
    assert "does not show us the rules of this exam" in said.out
    assert "15 seconds" in said.out
    # The template is partial: what it does not name, nobody can tell.
    assert "We cannot tell you this yet: webcam recording, " in said.out


def test_where_nobody_can_tell_there_is_no_notice(office: Desk) -> None:
    without_console(office)
    office.write("base/resit.yaml", f"kind: Schedule\nid: {MAIN}\nassessment: CHEM-120\n")
    office.write("base/chem.yaml", "kind: Assessment\nid: CHEM-120\n")

    said = notice(office, MAIN, "--published")

    assert said.code == 8
    assert said.out == ""
    assert "nobody can tell whether it is proctored" in said.err
    assert "recorded as published: 0" in said.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "name a schedule, or give --all"),
        ([MAIN, "--all", "--out", "x"], "name a schedule, or give --all"),
        ([MAIN, "CHEM-120-ACC"], "several notices need --out DIR"),
        (["--all"], "several notices need --out DIR"),
        ([MAIN, "--published", "--for", "office"], "no --for office"),
        (["CHEM-120-RESI"], f"did you mean {MAIN}?"),
        ([MAIN, "--language", "../en"], "there are no texts in"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_meant_is_a_usage_error(office: Desk, words: list[str], said: str) -> None:
    answer = notice(office, *words)

    assert answer.code == 2
    assert said in " ".join(answer.err.replace("│", " ").split())
    assert not office.ledger.exists()


def test_a_folder_that_cannot_be_written_is_said_and_nothing_is_recorded(
    office: Desk, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")

    said = notice(office, MAIN, "--published", "--out", str(tmp_path / "file" / "below"))

    assert said.code == 1
    assert "the notice cannot be written as" in said.err
    assert not office.ledger.exists()


def test_who_reviews_is_reported(office: Desk) -> None:
    office.write(
        "base/chem.yaml",
        RULED + "review: {by: Markr, when: before marking, if_confirmed: void attempt}\n",
    )

    report = office.run("report", "reviewers", "production")
    table = office.run("report", "reviewers", "production", "--format", "csv")
    status = office.run("status", "production")

    assert report.code == table.code == 0
    assert '  ! there is no role "Markr"\n' in report.out
    assert table.out.startswith("assessment,sittings to come,who looks,")
    assert "reviewers       1 cannot be reviewed: Assessment/CHEM-120; " in status.out
