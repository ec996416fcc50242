"""Lints: each is set off by effective settings, silenced by a site or a document, and explained."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from reconciler.checking import check
from reconciler.cli import reconciler
from reconciler.kinds.dependencies import DEPENDENCIES
from reconciler.kinds.lints import lints, profiles
from reconciler.kinds.proctorio import BY_PATH
from reconciler.model.problem import Problem, identity
from reconciler.reports import explained
from reconciler.steps.load.shipped import shipped

ROOT = Path(__file__).parents[2]
SITE = """\
kind: Site
name: Northwood University
time_zone: Europe/Amsterdam
region: eu
environments:
  production:
    console: {url: "http://127.0.0.1:1", token: {env: CONSOLE_TOKEN}}
"""
TEMPLATE = "kind: Template\nid: {}\npartial: true\n"
ASSESSMENT = "kind: Assessment\nid: ANAT\n"
SCHEDULE = "kind: Schedule\nid: ANAT-1\nassessment: ANAT\n"
RULED = ASSESSMENT + "schedules: [{template: t}]\n"
T = TEMPLATE.format("t")
SEVERE = "severe-full-screen-ejects-on-zoom"
READERS = "checks-fail-with-screen-readers"
SET_OFF = [
    (SEVERE, [T + "lock_down: {full_screen: severe}\n"], 4),
    (READERS, [T + "verification: {signature: true}\n"], 4),
    ("all-recordings-on-low-bandwidth",
     [T + "recording: {video: true, audio: true, screen: true, web_traffic: true}\n"], 4),
    ("periodic-desk-scan-interrupts", [T + "recording: {desk: periodic}\n"], 4),
    ("schedule-without-named-template", [ASSESSMENT, SCHEDULE], 4),
    ("schedule-without-named-template", [ASSESSMENT + "proctoring: true\n"], 3),
    ("default-weaker-than-others",
     [TEMPLATE.format("default") + "lock_down: {new_tabs: links_only}\n",
      T + "lock_down: {new_tabs: blocked}\n"], 4),
    ("clipboard-open-in-high-stakes",
     [T + "profiles: [high-stakes]\nlock_down: {disable_clipboard: false}\n"], 5),
    ("live-identity-without-agreement", [T + "verification: {id: live}\n"], 4),
]  # fmt: skip


@pytest.fixture
def say(tmp_path: Path):
    def problems(documents: Sequence[str], site: str = "") -> list[Problem]:
        (tmp_path / "base").mkdir(exist_ok=True)
        (tmp_path / "site.yaml").write_text(SITE + site, encoding="utf-8")
        text = "---\n".join(documents)
        (tmp_path / "base" / "all.yaml").write_text(text, encoding="utf-8")
        return list(check(tmp_path).problems)

    return problems


def codes(problems: Sequence[Problem]) -> list[str]:
    return [problem.code for problem in problems]


@pytest.mark.parametrize(("lint", "documents", "line"), SET_OFF)
def test_a_lint_warns_at_the_value(say, lint, documents, line) -> None:
    found = [problem for problem in say(documents) if problem.code == lint]

    assert [(p.level, p.place.line if p.place else None) for p in found] == [("warning", line)]
    assert lints()[lint].says in found[0].message
    assert f"`reconciler explain {lint}`" in found[0].hint


def test_every_lint_has_a_case() -> None:
    assert {lint for lint, _, _ in SET_OFF} == set(lints())


@pytest.mark.parametrize(("lint", "documents", "line"), SET_OFF)
def test_a_site_makes_it_an_error_or_switches_it_off(say, lint, documents, line) -> None:
    stern = say(documents, f"lints: {{{lint}: error}}\n")
    calm = say(documents, f'lints: {{{lint}: "off"}}\n')

    assert [p.level for p in stern if p.code == lint] == ["error"]
    assert lint not in codes(calm)
    assert line


@pytest.mark.parametrize(("lint", "documents", "line"), SET_OFF)
def test_a_document_accepts_it_with_a_reason(say, lint, documents, line) -> None:
    accept = f"accept: [{{rule: {lint}, why: agreed}}]\n"
    accepting = [f"{document}{accept}" for document in documents]

    assert say(accepting) == [p for p in say(documents) if p.code != lint]
    assert line


def test_a_tweak_is_judged_with_its_template_and_said_at_the_tweak(say) -> None:
    template = T + "recording: {video: true, audio: true, screen: true}\n"

    found = say([template, RULED, SCHEDULE + "tweak: {recording: {web_traffic: true}}\n"])

    assert codes(found) == ["all-recordings-on-low-bandwidth"]
    assert str(found[0].ref) == "Schedule/ANAT-1"
    assert found[0].place
    assert found[0].place.line == 13


def test_what_the_template_does_is_not_said_again_at_its_sittings_and_heirs(say) -> None:
    heir = TEMPLATE.format("heir") + "extends: t\n"

    found = say([T + "lock_down: {full_screen: severe}\n", heir, RULED, SCHEDULE])

    assert [(p.code, str(p.ref)) for p in found if p.code == SEVERE] == [(SEVERE, "Template/t")]


def test_a_sitting_that_is_not_proctored_is_not_judged(say) -> None:
    assert not say([ASSESSMENT, SCHEDULE + "proctoring: false\n"])


def test_default_as_strict_as_the_strictest_is_not_weaker(say) -> None:
    default = TEMPLATE.format("default") + "lock_down: {new_tabs: blocked, one_screen: true}\n"
    other = T + "lock_down: {new_tabs: blocked, one_screen: false}\n"

    assert not say([default, other])


def test_a_licence_that_names_live_is_the_agreement(say) -> None:
    site = "licence: {allow: {verification.id: [none, auto, live]}, why: order form of 2026}\n"

    found = say([T + "verification: {id: live}\n"], site)

    assert codes(found) == [READERS]


def test_a_licence_without_live_makes_it_an_error(say) -> None:
    site = "licence: {allow: {verification.id: [none, auto]}, why: order form of 2026}\n"

    found = say([T + "verification: {id: live}\n"], site)

    assert "outside-licence" in codes([p for p in found if p.level == "error"])


def test_a_profile_of_the_site_takes_the_place_of_a_shipped_one(say) -> None:
    own = "profiles: {accessible: {allow: {lock_down.full_screen: [none, lenient]}, why: ours}}\n"
    document = T + "profiles: [accessible]\nlock_down: {full_screen: lenient}\n"

    assert codes(say([document])) == ["outside-profile"]
    assert not say([document], own)


@pytest.mark.parametrize("name", profiles())
def test_a_shipped_profile_bounds_options_that_exist(say, name) -> None:
    for option, allowed in profiles()[name].allow.items():
        assert option in BY_PATH
        group, _, key = option.partition(".")
        words = BY_PATH[option].numbers or (True, False)
        wrong = next(word for word in words if word not in allowed)
        document = f"{T}profiles: [{name}]\n{group}: {{{key}: {str(wrong).lower()}}}\n"

        assert "outside-profile" in codes(say([document]))


def test_the_page_is_printed_from_the_data() -> None:
    page = (ROOT / "docs" / "lints.md").read_text(encoding="utf-8")

    assert page == explained.page(), "run reconciler explain --format markdown > docs/lints.md"


def explain(*words: str):
    return CliRunner().invoke(reconciler, ["explain", *words])


@pytest.mark.parametrize("lint", lints().values(), ids=lambda lint: lint.id)
def test_a_lint_is_explained_with_reason_source_and_advice(lint) -> None:
    said = " ".join(explain(lint.id).output.split())

    for words in (lint.says, f"why: {lint.why}", f"source: {lint.source}", lint.instead):
        assert words in said


def test_rules_and_policies_are_explained_too() -> None:
    listed = explain().output

    for name in [*(rule.id for rule in DEPENDENCIES), *shipped()]:
        assert name in listed
        assert explain(name).exit_code == 0
    assert "case number" in explain("policy-tweak-has-case").output


def test_a_slip_in_a_name_is_guessed() -> None:
    result = explain("severe-full-screen-eject-on-zoom")

    assert result.exit_code == 2
    assert f"did you mean {SEVERE}?" in result.output


@pytest.mark.parametrize("code", ["unknown-key", "checks-fail-with-screen-readers"])
def test_a_finding_is_explained_by_the_id_that_validate_prints(code) -> None:
    result = explain(identity(code, "any file", "any words"))

    assert result.exit_code == 0
    assert result.output == explain(code).output
