"""The register of personal data of the example university, from its files and from its tenant."""

import csv as plain
from contextlib import ExitStack
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest

from reconciler import checking
from reconciler.model.observed import State
from reconciler.model.place import Place
from reconciler.model.register import Collected, Entry, Given
from reconciler.pipeline import registers
from reconciler.reports import csv, markdown
from reconciler.reports.register import RegisterDocument
from tests.fixtures import campus, folder, sandbox, settled
from tests.reports.conftest import Golden
from tests.reports.samples import HOSTILE, OFF, ON, ZONE

__all__ = ["campus", "folder", "sandbox", "settled"]

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def document(config: Path, environment: str = "sandbox") -> RegisterDocument:
    checked = checking.check(config)
    assert checked.site is not None
    assert checked.site.privacy is not None
    privacy = checked.site.privacy
    entries = registers.registered(checked, environment, NOW)
    return RegisterDocument(
        institution=checked.site.name,
        environment=environment,
        at=NOW,
        live=False,
        basis=privacy.basis,
        contact=privacy.contact,
        entries=entries,
    )


def rows(text: str) -> list[dict[str, str]]:
    return list(plain.DictReader(StringIO(text)))


@pytest.mark.parametrize("environment", ["sandbox", "production"])
def test_register_of_the_files(
    golden: Golden, monkeypatch: pytest.MonkeyPatch, environment: str
) -> None:
    monkeypatch.chdir(ROOT)
    found = document(Path("config"), environment)

    golden(f"privacy-{environment}.csv", csv.register(found))
    golden(f"privacy-{environment}.md", markdown.register(found, ZONE))


def test_a_changed_setting_changes_its_own_rows_and_no_other(folder: Path) -> None:
    before = rows(csv.register(document(folder)))
    high_stakes = folder / "base/templates/high-stakes.yaml"
    text = high_stakes.read_text(encoding="utf-8")
    high_stakes.write_text(text.replace("{id: auto}", "{id: none}"), encoding="utf-8")

    after = rows(csv.register(document(folder)))

    gone = [row for row in before if row not in after]
    assert gone == [row for row in before if row["data"] == "identity document"]
    assert {row["template"] for row in gone} == {"high-stakes"}
    assert [row for row in after if row not in before] == []


def test_a_tweak_of_one_sitting_adds_one_row_with_its_own_line(folder: Path) -> None:
    before = rows(csv.register(document(folder)))
    exceptions = folder / "sandbox/schedules/exceptions.yaml"
    text = exceptions.read_text(encoding="utf-8")
    more = text.replace("tweak:\n", "tweak:\n  verification: {signature: true}\n")
    exceptions.write_text(more, encoding="utf-8")

    (new,) = [r for r in rows(csv.register(document(folder))) if r not in before]

    assert (new["sittings"], new["data"]) == ("ANAT-101-ACC", "signature")
    assert new["source"] == f"{exceptions}:7"
    assert new["allowed"] == "NO"


def test_an_exception_that_has_ended_no_longer_counts(folder: Path) -> None:
    practice = "kind: Schedule\nid: ANAT-101-RESIT\nassessment: ANAT-101\nproctoring: false\n"
    end = "why: on campus\nuntil: 2026-11-{}\n"
    path = folder / "sandbox/schedules/resit.yaml"

    path.write_text(practice + end.format("24"), encoding="utf-8")
    still = next(e for e in document(folder).entries if e.sittings == "ANAT-101-RESIT")
    path.write_text(practice + end.format("23"), encoding="utf-8")
    over = next(e for e in document(folder).entries if e.sittings == "ANAT-101-RESIT")

    assert (still.proctored, still.data) == (False, ())
    assert over.proctored is True
    assert len(over.data) == 5


def test_the_live_register_has_what_sittings_really_run_with(settled) -> None:
    with ExitStack() as stack:
        case = settled.case(stack, read_only=True)
        found = {entry.sittings: entry for entry in registers.collecting(case, None)}

    activated, draft = found["CHEM-120-MAIN"], found["ANAT-101-RESIT"]
    assert (activated.state, activated.candidates) == (State.ACTIVATED, 210)
    assert "identity document" not in {collected.data for collected in activated.data}
    places = {c.data: c.settings[0].place for c in draft.data}
    assert "high-stakes.yaml" in str(places["identity document"])
    assert all(collected.allowed is None for entry in found.values() for collected in entry.data)


def test_over_the_public_api_alone_everything_is_unknown(campus) -> None:
    campus.console = False
    with ExitStack() as stack:
        entries = registers.collecting(campus.case(stack, read_only=True), None)

    assert entries
    assert all(entry.data == () and len(entry.unknown) == 7 for entry in entries)


def entry(name: str) -> Entry:
    given = (Given("recording.audio", ON, Place("a.yaml", 1)),)
    data = (Collected("voice", given, allowed=True, retention=name),)
    return Entry(name, name, name, proctored=True, data=data, purpose=name, basis=name)


def hostile(name: str) -> RegisterDocument:
    return RegisterDocument(name, "production", NOW, OFF, name, name, (entry(name),))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(start: str) -> None:
    text = csv.register(hostile(f'{start}HYPERLINK("http://evil")'))

    (row,) = rows(text)
    assert all(not value.startswith((*"=+-@", "\t", "\r")) for value in row.values())
    assert row["assessment"].startswith("'")
    assert row["data"] == "voice"


def test_words_of_strangers_are_harmless_in_markdown() -> None:
    said = markdown.register(hostile(HOSTILE), ZONE)

    assert "<script>" not in said
    assert "@team" not in said
    assert "\x1b" not in said
