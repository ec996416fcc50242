"""A schedule is shown with what the rule of its assessment says in its place."""

import json

import pytest
from click.testing import CliRunner

from reconciler.cli import reconciler
from tests.language.test_schemas import EXAMPLES

ASSESSMENT = """\
kind: Assessment
id: ANAT-101
proctoring: true
schedules:
  - match: "*-OPEN"
    proctoring: false
    template: standard
  - {match: "*-ACC", template: standard}
"""
TEMPLATE = "kind: Template\nid: standard\npartial: true\nlock_down: {full_screen: moderate}\n"


@pytest.fixture
def config(tmp_path):
    (tmp_path / "base").mkdir()
    (tmp_path / "production").mkdir()
    (tmp_path / "site.yaml").write_bytes((EXAMPLES / "sound/site.yaml").read_bytes())
    (tmp_path / "base/a.yaml").write_text(ASSESSMENT, encoding="utf-8")
    (tmp_path / "base/t.yaml").write_text(TEMPLATE, encoding="utf-8")
    return tmp_path


def show(config, name, *words):
    command = ["show", "production", f"Schedule/{name}", "--config", str(config), *words]
    return CliRunner().invoke(reconciler, command)


def declare(config, name, more=""):
    text = f"kind: Schedule\nid: {name}\nassessment: ANAT-101\n{more}"
    (config / "production/s.yaml").write_text(text, encoding="utf-8")


def lines(result):
    assert result.exit_code == 0, result.stderr
    return [" ".join(line.split()) for line in result.stdout.splitlines()]


def test_what_the_document_leaves_out_comes_from_the_rule(config):
    declare(config, "S-ACC")

    said = lines(show(config, "S-ACC"))

    assert f"template: standard # {config}/base/a.yaml:8" in said
    assert f"proctoring: true # {config}/base/a.yaml:3" in said


def test_the_document_has_the_last_word(config):
    declare(config, "S-ACC", "template: default\nproctoring: false\n")

    said = lines(show(config, "S-ACC"))

    assert f"template: default # {config}/production/s.yaml:4" in said
    assert f"proctoring: false # {config}/production/s.yaml:5" in said


def test_a_rule_without_proctoring_gives_no_template(config):
    declare(config, "S-OPEN")

    said = show(config, "S-OPEN")

    assert f"proctoring: false # {config}/base/a.yaml:6" in lines(said)
    assert "template" not in said.stdout


def test_where_no_rule_matches_nothing_is_added(config):
    declare(config, "S")

    assert "proctoring" not in show(config, "S").stdout


def test_an_exception_that_has_run_out_gives_way_to_the_rule(config):
    more = 'template: default\ntweak: {lock_down: {full_screen: none}}\nuntil: "2020-01-31"\n'
    declare(config, "S-ACC", more)

    said = show(config, "S-ACC")

    assert f"template: standard # {config}/base/a.yaml:8" in lines(said)
    assert "tweak" not in said.stdout
    assert "its exception ended on 2020-01-31" in said.stderr


def test_json_holds_the_values_of_the_rule_too(config):
    declare(config, "S-ACC")

    answer = json.loads(show(config, "S-ACC", "--format", "json").stdout)

    assert answer["document"]["template"] == "standard"
    [value] = [value for value in answer["values"] if value["path"] == ["template"]]
    assert (value["file"], value["line"]) == (f"{config}/base/a.yaml", 8)


def test_a_schedule_without_a_document_is_one_sentence(config):
    said = show(config, "S-OTHER")

    assert said.exit_code == 2
    assert "no document declares Schedule/S-OTHER in production" in " ".join(
        said.stderr.replace("│", " ").split()
    )
    assert "rules apply to the live schedules of their assessment" in " ".join(
        said.stderr.replace("│", " ").split()
    )


def test_a_missing_configuration_is_told_once(tmp_path):
    said = show(tmp_path / "nope", "S")

    assert said.exit_code == 1
    assert "does not exist" in str(said.exception)


@pytest.mark.parametrize(("what", "instead"), [("2020-01-31", "2020-02-31"), ("Europe", "Mars")])
def test_a_day_or_zone_that_is_none_does_not_stop_the_showing(config, what, instead):
    declare(config, "S-ACC", 'until: "2020-01-31"\n')
    for path in (config / "site.yaml", config / "production/s.yaml"):
        path.write_text(path.read_text(encoding="utf-8").replace(what, instead), encoding="utf-8")

    assert "id: S-ACC" in show(config, "S-ACC").stdout
