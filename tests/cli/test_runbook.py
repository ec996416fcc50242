"""What people do by hand, as they print it, do it, and say that it is done."""

from hashlib import sha256
from html.parser import HTMLParser

import pytest

from tests.cli.conftest import Desk

SITE = """\
kind: Site
name: Northwood University
time_zone: Europe/Amsterdam
region: eu
environments:
  production:
    integrations: {{url: "{integrations}", token: {{env: CIRRUS_TOKEN}}}}
    quiet_off: [cirrus-release, cirrus-maintenance]
"""
SITTING = """\
kind: Assessment
id: ANAT-101
proctoring: true
schedules: [{template: high-stakes}]
---
kind: Schedule
id: ANAT-101-RESIT
assessment: ANAT-101
"""


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A desk at a tenant with the public API alone."""
    desk.sandbox.behave(console=False)
    desk.write("site.yaml", SITE.format(integrations=desk.sandbox.integrations_url))
    desk.write("base/sitting.yaml", SITTING)
    return desk


def step(desk: Desk, words: str) -> str:
    """The name of the step with these words."""
    out = desk.run("runbook", "production").out
    (line,) = [line for line in out.splitlines() if words in line]
    return line.split()[2]


def test_from_nothing_to_in_sync(desk: Desk) -> None:
    planned = desk.run("plan", "production")
    assert "which is set by hand: steps 2-4" in planned.out
    assert 'Lock down > Full screen: choose "Moderate"' in planned.out
    assert desk.run("status", "production").code == 8

    attested = desk.run("attest", "production", "--all", "--by", "a.berg")
    assert attested.code == 0
    assert "8 steps on record, by a.berg" in attested.err
    assert desk.run("apply", "production", "--yes").code == 0

    said = desk.run("status", "production")
    assert said.code == 0
    assert "In sync (4 by hand, attested)" in said.out
    assert "Nothing is to be done by hand" in desk.run("runbook", "production").out


def test_the_record_says_who_how_and_on_what_evidence(desk: Desk) -> None:
    proof = desk.folder / "saved.png"
    proof.write_bytes(b"a picture")
    name = step(desk, "Full screen")

    said = desk.run(
        "attest", "production", name, "--by", "a.berg", "--note", "with d.lee", "--evidence",
        str(proof),
    )  # fmt: skip

    assert said.code == 0
    history = desk.run("history", "production").out
    assert "Template/high-stakes was set by hand by a.berg" in history
    assert name.partition("-")[2] in history
    assert "with d.lee" in history
    assert sha256(b"a picture").hexdigest()[:16] in history
    assert "Full screen" not in desk.run("runbook", "production").out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "name steps or objects, or say --all"),
        (("--all", "Template/high-stakes"), 2, "name steps or objects, or say --all"),
        (("2",), 1, "step 2 of which plan?"),
        (("2-deadbeef",), 1, "step 2-deadbeef is no longer in the plan; nothing was recorded"),
        (("Template/standard",), 1, "nothing of Template/standard is to be done by hand now"),
        (("high-stakes",), 1, "is no step such as 3-7f3a2c1d and no object"),
        (("999", "--digest", "0" * 16), 1, "the plan is no longer 0000000000000000"),
        (("2", "--digest", "abc"), 1, "a digest needs at least 12 characters"),
        (("--all", "--evidence", "nowhere.png"), 2, "does not exist"),
        (("--all", "--by", " "), 2, "it is empty; leave --by out to sign yourself"),
    ],
)
def test_what_cannot_be_attested(desk: Desk, words: tuple[str, ...], code: int, said: str) -> None:
    answer = desk.run("attest", "production", *words)

    assert answer.code == code
    assert said in " ".join(answer.err.replace("│", " ").split())
    assert "holds nothing" in desk.run("history", "production").out


class Page(HTMLParser):
    """What a page has: its tags, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.attributes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_to_print_is_whole_and_safe(desk: Desk) -> None:
    evil = "<script>alert(1)</script>"
    desk.write("base/roles/evil.yaml", f"kind: Role\ntitle: '{evil}'\ncan: [void attempts]\n")

    out = desk.run("runbook", "production", "--format", "html").out

    page = Page(out)
    assert {"script", "img", "link"}.isdisjoint(page.tags)
    assert {"src", "href", "onclick"}.isdisjoint(page.attributes)
    assert evil in page.text
    assert "Done by" in page.text
    assert page.tags.count("section") == 5
    assert page.tags.count("li") == 10
    assert "@media print" in out


def test_the_checklist_is_safe_too(desk: Desk) -> None:
    desk.write("base/roles/evil.yaml", "kind: Role\ntitle: '@team [x](y)'\ncan: [void attempts]\n")

    out = desk.run("runbook", "production", "--format", "markdown").out

    assert out.startswith("<!-- reconciler runbook production -->")
    assert out.count("- [ ] <code>") == 10
    assert "@team" not in out


def test_a_site_has_words_of_its_own(desk: Desk) -> None:
    with (desk.config / "site.yaml").open("a", encoding="utf-8") as site:
        site.write("runbook: {option.lock_down.full_screen: Volledig scherm}\n")

    assert "Volledig scherm" in desk.run("runbook", "production").out


def test_the_plan_as_json_lists_what_is_by_hand(desk: Desk) -> None:
    out = desk.run("plan", "production", "--format", "json").out

    name = step(desk, "Full screen").partition("-")[2]
    assert f'"id": "{name}"' in out
    assert 'Full screen: choose \\"Moderate\\"' in out


def test_a_saved_plan_with_steps_is_read_back(desk: Desk) -> None:
    desk.run("attest", "production", "Template/high-stakes", "Assessment/ANAT-101")
    plan = desk.folder / "plan.json"
    desk.run("plan", "production", "--out", str(plan))

    said = desk.run("apply", "production", "--plan", str(plan))

    assert "1 done, 0 failed" in said.out


def test_rotated_keys_name_the_sittings_that_need_them(desk: Desk) -> None:
    desk.sandbox.behave(console=True)
    desk.site()
    desk.write(
        "base/sitting.yaml", SITTING.replace("ANAT-101", "CHEM-120").replace("RESIT", "MAIN")
    )
    desk.sandbox.rotate_keys()

    said = desk.run("status", "production").out

    (row,) = [line for line in said.splitlines() if line.startswith("  keys ")]
    assert "older than the present ones in" in row
    assert "Schedule/CHEM-120-MAIN" in row
    assert "runs with Proctorio keys that are: old → current" in desk.run("plan", "production").out
