"""`reconciler policy test`: every policy on its cases, those without any by name."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reconciler.cli import reconciler
from reconciler.model.policy import Declared, Policy
from reconciler.model.problem import Level
from reconciler.steps.judge import tried
from reconciler.steps.load.shipped import shipped

OWN = """\
kind: Policy
name: own
kinds: [Schedule]
assert: settings.recording.screen == true
why: own
tests:
"""


def run(folder: Path) -> Result:
    return CliRunner().invoke(reconciler, ["policy", "test", str(folder)])


def own(folder: Path, tests: str) -> Result:
    (folder / "policies" / "own.yaml").write_text(OWN + tests, encoding="utf-8")
    return run(folder)


def test_the_policies_of_the_example_pass(folder: Path) -> None:
    result = run(folder)

    assert result.exit_code == 0, result.output
    assert "accommodated-is-accessible\n  ok    an accommodated sitting" in result.output
    assert result.output.endswith(" passed, 0 failed, in 9 policies\n")


def test_a_case_that_turns_out_otherwise_fails_at_its_line(folder: Path) -> None:
    result = own(
        folder, "  - {name: off, given: {settings: {recording: {screen: false}}}, expect: pass}"
    )

    assert result.exit_code == 1
    assert f"  FAIL  off\n        {folder}/policies/own.yaml:7:5: expected to pass" in result.output
    assert " 1 failed, in 10 policies" in result.output


def test_a_policy_without_tests_is_named(folder: Path) -> None:
    (folder / "policies" / "own.yaml").write_text(OWN.replace("tests:\n", ""), encoding="utf-8")

    result = run(folder)

    assert result.exit_code == 0
    assert "own  (no tests)" in result.output
    assert result.output.endswith("; without tests: own\n")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("{setings: {}}", 'given has no "setings"; write settings'),
        ("{settings: {recording: {scren: true}}}", 'given.settings.recording has no "scren"'),
        ("{resource: {tweek: {}}, settings: {}}", 'given.resource has no "tweek"; write tweak'),
        ("{resource: {kind: Exam}, settings: {}}", 'given.resource.kind has no "Exam"'),
        ("{resource: {id: x}}", "the case gives no settings"),
    ],
)
def test_a_slip_in_a_case_is_no_pass(folder: Path, given: str, message: str) -> None:
    result = own(folder, f"  - {{name: slip, given: {given}, expect: fail}}\n")

    assert result.exit_code == 1
    assert message in result.output


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("{change: {tuches: []}}", 'given.change has no "tuches"; write touches'),
        ("{change: {touches: {}}}", "given.change.touches takes a list"),
        ("{change: {touches: [{starts: soon}]}}", '"soon" is no moment'),
        ("{change: {fields: {a: {befor: 1}}}}", 'given.change.fields.a has no "befor"'),
        ("{now: 2026-12-01}", '"2026-12-01" is no moment'),
    ],
)
def test_a_slip_in_a_change_is_no_pass(folder: Path, change: str, message: str) -> None:
    (folder / "policies" / "own.yaml").write_text(
        "kind: Policy\nname: own\njudges: changes\nkinds: [Template]\n"
        "assert: change.touches.all(t, t.starts > now)\nwhy: own\ntests:\n"
        f"  - {{name: slip, given: {change}, expect: fail}}\n",
        encoding="utf-8",
    )

    result = run(folder)

    assert result.exit_code == 1
    assert message in result.output


def test_settings_come_from_template_and_tweak_where_none_are_given(folder: Path) -> None:
    result = own(
        folder,
        "  - name: tweaked\n"
        "    given:\n"
        "      resource: {tweak: {recording: {screen: true}}}\n"
        "      template: {recording: {screen: false}}\n"
        "    expect: pass\n",
    )

    assert result.exit_code == 0, result.output


SHIPPED = [
    Declared(
        Policy.model_validate(document.content),
        Level.ERROR,
        document.place,
        document.ref,
        document.value_places,
    )
    for document in shipped().values()
]


@pytest.mark.parametrize("declared", SHIPPED, ids=lambda declared: declared.policy.name)
def test_every_shipped_policy_is_tested_both_ways(declared: Declared) -> None:
    trials = list(tried(declared))

    assert not [trial for trial in trials if trial.wrong]
    assert {test.expect for test in declared.policy.tests} == {"pass", "fail"}


def test_ten_policies_are_shipped() -> None:
    assert len(SHIPPED) == 10
