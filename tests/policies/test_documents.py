"""Policies over documents: judged in every environment, at the line that gave the value."""

from pathlib import Path

import pytest

from reconciler.checking import check
from reconciler.kinds.permissions import Role
from reconciler.model.document import Document
from reconciler.model.place import Place
from reconciler.model.policy import Declared, Policy
from reconciler.model.problem import Level, Problem
from reconciler.model.ref import Ref
from reconciler.model.resource import Wanted
from reconciler.model.validated import Validated
from reconciler.steps.judge import cel, judge

OWN = "kind: Policy\nname: own\nwhy: own\n"
EXCEPTIONS = "sandbox/schedules/exceptions.yaml"


@pytest.fixture
def policy(folder: Path):
    """Writes a policy into the example and says what comes of it."""

    def said(assertion: str, kinds: str = "Schedule", more: str = "") -> list[Problem]:
        (folder / "policies" / "own.yaml").write_text(
            f"{OWN}kinds: [{kinds}]\nassert: |\n  {assertion}\n{more}",
            encoding="utf-8",
        )
        return [problem for problem in check(folder).problems if problem.code == "policy-own"]

    return said


def where(problem: Problem) -> str:
    assert problem.place
    return f"{Path(problem.place.file).name}:{problem.place.line}"


def test_a_breach_is_at_the_value_that_the_assertion_speaks_of(policy) -> None:
    found = policy('resource.id != "ANAT-101-ACC" || resource.why == null')

    assert [(str(p.ref), where(p), p.level) for p in found] == [
        ("Schedule/ANAT-101-ACC", "exceptions.yaml:8", Level.ERROR)
    ]


def test_settings_are_those_of_template_and_tweak(policy) -> None:
    found = policy('resource.id != "ANAT-101-ACC" || settings.lock_down.block_downloads == true')

    assert [where(p) for p in found] == ["exceptions.yaml:7"]
    assert not policy('resource.id != "ANAT-101-ACC" || settings.lock_down.full_screen == "none"')


def test_a_schedule_has_what_the_rule_of_its_assessment_says(policy) -> None:
    assert not policy(
        'resource.id != "ANAT-101-ACC" || resource.template == "accessible" && resource.proctoring'
    )


def test_template_and_assessment_are_the_documents_behind_a_schedule(policy) -> None:
    assert not policy("template.id == resource.template && assessment.id == resource.assessment")


def test_the_environment_is_named_where_others_do_without(policy) -> None:
    found = policy('environment != "production" || resource.id != "ECON-201"', "Assessment")

    assert [p.message.endswith("(in production)") for p in found] == [True]


def test_a_sitting_without_settings_is_not_judged_by_them(folder: Path, policy) -> None:
    path = folder / EXCEPTIONS
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text + "---\nkind: Schedule\nid: ANAT-9\nassessment: ANAT-101\nproctoring: false\n",
        encoding="utf-8",
    )

    found = policy('resource.id != "ANAT-9" || settings.recording.video == false')

    assert not found


def test_a_site_sets_the_level_of_a_shipped_policy(folder: Path) -> None:
    site = folder / "site.yaml"
    text = site.read_text(encoding="utf-8")
    assert "policies:  " in text
    use = "policies:\n  - {use: exceptions-end, level: error}\n#"
    site.write_text(text.replace("policies:  ", use), encoding="utf-8")

    found = [p for p in check(folder).problems if p.code == "policy-exceptions-end"]

    assert {(p.level, str(p.ref)) for p in found} == {(Level.ERROR, "Schedule/ANAT-101-ACC")}
    assert "site.yaml" in found[0].message


def test_a_warning_leaves_the_files_sound(folder: Path, policy) -> None:
    assert policy("resource.id == null", more="level: warning\n")
    assert check(folder).ok


def roles(count: int, rows: int) -> dict[Ref, Wanted]:
    """Many roles with long lists."""
    permissions = {f"Delivery/Row {row}": True for row in range(rows)}
    found = {}
    for number in range(count):
        ref = Ref("Role", f"R{number}")
        role = Role.model_validate({"kind": "Role", "title": ref.name, "permissions": permissions})
        found[ref] = Wanted(ref, role, {(): Place("r.yaml", 1)})
    return found


def declared(assertion: str) -> Declared:
    content = {
        "kind": "Policy",
        "name": "own",
        "kinds": ["Role"],
        "assert": assertion,
        "why": "own",
    }
    place = Place("p.yaml", 4)
    document = Document(Ref("Policy", "own"), "", content, {(): place}, {(): place})
    policy = Policy.model_validate(content)
    return Declared(policy, Level.ERROR, place, document.ref, document.value_places)


def test_a_policy_that_spends_its_budget_over_all_documents_is_stopped_and_named() -> None:
    rows = 99
    costly = declared("resource.can == null || resource.can.all(a, resource.can.all(b, a != b))")
    enough = cel.BUDGET // rows**3 + 2

    validated = judge(Validated(None, {"production": roles(enough, rows)}, (), policies=(costly,)))

    assert [(p.code, p.place) for p in validated.problems] == [
        ("policy-too-costly", Place("p.yaml", 4))
    ]


def test_a_document_too_long_for_an_expression_is_not_judged_in_silence() -> None:
    costly = declared("resource.permissions.map(a, a).all(b, b != null)")

    validated = judge(Validated(None, {"production": roles(1, 300)}, (), policies=(costly,)))

    assert [p.code for p in validated.problems] == ["policy-own"]
    assert "it goes through a list of 300 entries 2 times over" in validated.problems[0].message


def test_many_documents_that_share_their_surroundings_are_judged_apart() -> None:
    found = judge(
        Validated(
            None, {"production": roles(40, 1)}, (), policies=(declared('resource.title != "R7"'),)
        )
    )

    assert [str(problem.ref) for problem in found.problems] == ["Role/R7"]


def test_a_shipped_policy_is_switched_on_once(folder: Path) -> None:
    site = folder / "site.yaml"
    said = site.read_text(encoding="utf-8").partition("\npolicies:")[0]
    twice = "\npolicies:\n  - use: named-template\n  - {use: named-template, level: warning}\n"
    site.write_text(said + twice, encoding="utf-8")
    line = len((said + twice).splitlines())

    found = [p for p in check(folder).problems if p.code == "policy-used-twice"]

    assert [p.place.line for p in found if p.place] == [line]
