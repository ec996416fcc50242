"""One finding in six formats: the same id in each, on the right line, in words nobody can break."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import xmlschema
from click.testing import CliRunner, Result

from reconciler import checking
from reconciler.cli import reconciler
from reconciler.model.problem import Problem
from tests.node import needs_node, sarif_multitool

EXAMPLES = Path(__file__).parents[1] / "examples"
FORMS = ("text", "json", "markdown", "github", "sarif", "junit")
JUNIT = xmlschema.XMLSchema(Path(__file__).with_name("junit.xsd"))
COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")
HOSTILE = "x%0A::error file=a,line=1::b\r\n,:%,##[error]"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A configuration in which every broken example stands."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    shutil.copytree(EXAMPLES / "sound", tmp_path / "config")
    for path in (EXAMPLES / "invalid" / "document").glob("*.yaml"):
        shutil.copy(path, tmp_path / "config" / "base")
    return tmp_path / "config"


@pytest.fixture
def sound(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(EXAMPLES / "valid" / "northwood", tmp_path / "config")
    return tmp_path / "config"


def said(form: str, config: str = "config") -> Result:
    result = CliRunner().invoke(reconciler, ["validate", config, "--format", form])
    assert not result.exception or isinstance(result.exception, SystemExit), result.exception
    return result


def found(folder: Path) -> tuple[Problem, ...]:
    return checking.check(folder).problems


def commands(printed: str) -> list[tuple[str, dict[str, str], str]]:
    """What a runner makes of the lines, its way of undoing escapes included."""
    read = []
    for line in printed.splitlines():
        match = COMMAND.fullmatch(line)
        assert match, line
        pairs = (words.partition("=") for words in match[2].split(","))
        words = {key: undone(value) for key, _, value in pairs}
        read.append((match[1], words, undone(match[3])))
    return read


def undone(text: str) -> str:
    for escape, mark in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(escape, mark)
    return text


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.usefixtures("folder")
def test_every_format_carries_the_id_of_every_finding(form):
    ids = [problem.id for problem in found(Path("config"))]

    result = said(form)

    assert len(ids) > 100
    assert len(set(ids)) == len(ids)
    assert result.exit_code == 1
    # Markdown spells a hyphen as it is; everything else in an id is a letter or digit.
    assert [name for name in ids if name not in result.stdout] == []


def test_ids_stay_when_lines_and_the_whole_tree_move(folder, tmp_path):
    before = {problem.id for problem in found(folder)}
    elsewhere = tmp_path / "deeper" / "tree"
    shutil.copytree(folder, elsewhere)
    for path in elsewhere.rglob("*.yaml"):
        moved = b"# one\n# two\n" + path.read_bytes()
        if (
            not path.read_bytes().startswith((b"\xff", b"\xef", b"\xfe"))
            and path.read_bytes().strip()
        ):
            path.write_bytes(moved)

    after = {problem.id for problem in found(elsewhere)}

    assert after == before


def test_an_id_is_of_one_file_and_one_thing(sound):
    twice = "kind: Role\ntitle: {title}\ntpye: Author\ncna: [void attempts]\n"
    for name in ("A", "B"):
        (sound / "base" / f"{name}.yaml").write_text(twice.format(title=name), encoding="utf-8")

    problems = found(sound)

    assert [problem.code for problem in problems] == ["unknown-key"] * 4
    assert len({problem.id for problem in problems}) == 4


@pytest.mark.usefixtures("folder")
def test_github_gets_one_command_per_finding_on_its_line():
    problems = found(Path("config"))

    read = commands(said("github").stdout)

    levels = [level for level, _, _ in read]
    assert levels == [*sorted(problem.level for problem in problems), "notice"]
    assert {(w["file"], w["line"], w["col"]) for _, w, _ in read[:-1]} == {
        (p.place.file, str(p.place.line), str(p.place.column)) for p in problems if p.place
    }


@pytest.mark.usefixtures("folder")
def test_github_is_told_how_many_it_will_not_show():
    problems = found(Path("config"))
    errors = sum(problem.level == "error" for problem in problems)

    *_, (level, _, message) = commands(said("github").stdout)

    assert level == "notice"
    assert message.startswith(f"{errors - 10} more errors than GitHub shows")


@pytest.mark.usefixtures("sound")
def test_github_annotates_nothing_that_is_sound():
    result = said("github")

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("config: no problems in sandbox")


def test_no_file_can_speak_to_the_runner(sound):
    path = sound / "base" / "a,b:c%0Ad.yaml"
    path.write_text(f"kind: Role\ntitle: R\n{json.dumps(HOSTILE)}: 1\n", encoding="utf-8")

    ((level, words, message),) = commands(said("github").stdout)

    assert len(said("github").stdout.splitlines()) == 1
    assert (level, words["file"], words["line"]) == ("error", "config/base/a,b:c%0Ad.yaml", "3")
    assert "x%0A::error file=a,line=1::b\\r\\n" in message


def test_a_forge_sees_files_from_the_home_of_the_repository(folder, monkeypatch):
    monkeypatch.chdir(folder / "base")
    files = {p.place.file for p in found(folder) if p.place}

    read = commands(said("github", "..").stdout)
    log = json.loads(said("sarif", "..").stdout)

    assert {w["file"] for _, w, _ in read if "file" in w} == {
        Path(file).relative_to(folder.parent).as_posix() for file in files
    }
    uris = {uri(result) for result in log["runs"][0]["results"]}
    assert all(name.startswith("config/") for name in uris)


def uri(result):
    return result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]


def judged_by_multitool(log: str, tmp_path: Path) -> list[str]:
    """What GitHub's own judge of SARIF finds wrong with it; its exit code says nothing."""
    written, verdict = tmp_path / "log.sarif", tmp_path / "verdict.sarif"
    written.write_text(log, encoding="utf-8")
    words = ["--rule-kind", "Sarif;Ghas", "--output", str(verdict), "--log", "ForceOverwrite"]
    subprocess.run(
        [sarif_multitool(), "validate", str(written), *words, "--quiet", "true"],
        check=True, capture_output=True,
    )  # fmt: skip
    answer = json.loads(verdict.read_text(encoding="utf-8-sig"))
    return [result["ruleId"] for result in answer["runs"][0]["results"]]


@pytest.mark.usefixtures("folder")
def test_sarif_is_what_code_scanning_takes(tmp_path):
    needs_node()

    assert judged_by_multitool(said("sarif").stdout, tmp_path) == []


@pytest.mark.parametrize("config", ["config", "nowhere"])
@pytest.mark.usefixtures("sound")
def test_sarif_of_nothing_is_taken_too(config, tmp_path):
    needs_node()

    assert judged_by_multitool(said("sarif", config).stdout, tmp_path) == []


@pytest.mark.usefixtures("folder")
def test_the_judge_of_sarif_does_find_what_is_wrong(tmp_path):
    needs_node()
    broken = said("sarif").stdout.replace('"startLine": ', '"startLine": -')

    assert "SARIF1007" in judged_by_multitool(broken, tmp_path)


@pytest.mark.usefixtures("folder")
def test_sarif_names_each_finding_and_explains_its_rule():
    run = json.loads(said("sarif").stdout)["runs"][0]
    rules = run["tool"]["driver"]["rules"]

    assert {r["partialFingerprints"]["primaryLocationLineHash"] for r in run["results"]} == {
        problem.id for problem in found(Path("config"))
    }
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert all(rule["help"]["text"] != rule["id"] for rule in rules)


def test_junit_fails_the_broken_files_and_shows_the_sound_ones(folder):
    printed = said("junit").stdout
    JUNIT.validate(printed)

    suite = ET.fromstring(printed)[0]  # noqa: S314 -- our own
    cases = {case.get("name"): case for case in suite}
    failed = {name for name, case in cases.items() if case.find("failure") is not None}

    assert len(cases) == int(suite.get("tests", 0)) == len(list(folder.rglob("*.yaml")))
    assert len(failed) == int(suite.get("failures", 0))
    assert "base/unknown-key.yaml" in failed
    assert "site.yaml" not in failed
    failure = cases["base/unknown-key.yaml"].find("failure")
    assert failure is not None
    assert "config/base/unknown-key.yaml:" in (failure.text or "")


def test_junit_of_a_sound_tree_is_green(sound):
    printed = said("junit").stdout
    JUNIT.validate(printed)

    suite = ET.fromstring(printed)[0]  # noqa: S314 -- our own

    assert suite.get("failures") == "0"
    assert len(suite) == sum(1 for path in sound.rglob("*.y*ml"))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.usefixtures("sound")
def test_a_folder_that_is_not_there_is_said_in_every_format(form):
    result = said(form, "nowhere")

    assert result.exit_code == 1
    assert re.search(r"the configuration nowhere does not exist", result.stdout)
    if form == "junit":
        JUNIT.validate(result.stdout)


@pytest.mark.parametrize("form", FORMS)
def test_bytes_that_are_no_text_are_said_in_every_format(form, sound):
    (sound / "base" / "\x1b[31m\udcff.yaml").write_bytes(b"kind: \xff\n")

    result = said(form)

    assert result.exit_code == 1
    assert "is not UTF-8" in result.stdout
    assert "\x1b" not in result.stdout
