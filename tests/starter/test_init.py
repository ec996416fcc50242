"""A new repository: whole, sound, ready to push, and never written over somebody's files."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reconciler import checking
from reconciler.cli import reconciler
from reconciler.cli.init.starter import starter, write
from reconciler.errors import ReconcilerError
from reconciler.kinds.proctorio import OPTIONS
from reconciler.model.modeline import modeline
from tests.editor.lsp import Editor
from tests.node import needs_node
from tests.stories.test_documents import FENCE, PORT, Terminal, _free_port

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
MUST = {
    ".github/CODEOWNERS", ".gitignore", ".pre-commit-config.yaml", ".vscode/extensions.json",
    ".vscode/settings.json", "README.md", "config/site.yaml", "schemas/template.json",
}  # fmt: skip


def init(*words: str) -> Result:
    result = CliRunner().invoke(reconciler, ["init", *words])
    assert not result.exception or isinstance(result.exception, (SystemExit, ReconcilerError))
    return result


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "exams"
    assert init(str(folder)).exit_code == 0
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def pushed(made: Path) -> Path:
    """The new repository with everything in its first commit."""
    git(made, "init", "--quiet", "--initial-branch", "main")
    git(made, "add", "--all")
    git(made, "commit", "--quiet", "--message", "Begin")
    return made


def git(folder: Path, *words: str) -> str:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    return subprocess.run(
        ["git", "-C", str(folder), *who, *words], check=True, capture_output=True, text=True
    ).stdout


def test_a_new_repository_has_no_problems(made: Path) -> None:
    result = CliRunner().invoke(reconciler, ["validate"])

    assert result.exit_code == 0
    assert result.stdout == "config: no problems in sandbox (1 object), production (1 object)\n"
    assert set(tree(made)) >= MUST


def test_the_files_that_were_written_are_named(tmp_path: Path) -> None:
    result = init(str(tmp_path / "exams"))

    assert result.stdout.splitlines() == [str(tmp_path / "exams" / n) for n in starter("", "", "")]
    assert set(tree(tmp_path / "exams")) == set(starter("", "", ""))


@pytest.mark.parametrize(
    "name", ["Northwood University", 'A "B": C # D', "true", "Åbo\\n Akademi", "- x", "'", "1e5"]
)
def test_the_site_is_that_of_the_options(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "exams"

    assert init(str(folder), "--name", name, "--region", "au").exit_code == 0

    checked = checking.check(folder / "config")
    assert checked.problems == ()
    assert checked.site is not None
    assert (checked.site.name, checked.site.region) == (name, "au")
    assert checked.site.time_zone == "Australia/Sydney"


def test_what_its_site_shows_in_comments_is_sound(made: Path) -> None:
    site = made / "config/site.yaml"
    text = site.read_text(encoding="utf-8")
    shown = re.sub(r"^( *)# (?=[ -]*[a-z{])(?!yaml-)", r"\1", text, flags=re.MULTILINE)
    site.write_text(shown, encoding="utf-8")

    checked = checking.check(made / "config")

    assert checked.problems == ()
    assert checked.site is not None
    assert checked.site.privacy
    assert checked.site.lints
    assert checked.site.environments["production"].approvals
    assert checked.site.environments["production"].quiet


def test_a_time_zone_may_be_another_than_the_region_has(tmp_path: Path) -> None:
    init(str(tmp_path / "exams"), "--time-zone", "Atlantic/Reykjavik")

    text = (tmp_path / "exams/config/site.yaml").read_text(encoding="utf-8")
    assert "\ntime_zone: Atlantic/Reykjavik\n" in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--time-zone", "Europe/Amsterdm"), "did you mean Europe/Amsterdam?"),
        (("--region", "uk"), "'uk' is not one of"),
        (("--name", " "), "a name has letters"),
        (("--name", "a\nb"), "a name has letters"),
    ],
)
def test_options_that_make_no_sense_write_nothing(
    words: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    result = init(str(tmp_path / "exams"), *words)

    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
    assert not (tmp_path / "exams").exists()


def test_the_default_template_names_every_setting(made: Path) -> None:
    checked = checking.check(made / "config")

    (wanted,) = checked.environments["sandbox"].values()
    text = (made / "config/base/templates/default.yaml").read_text(encoding="utf-8")
    assert len(OPTIONS) == 21
    assert wanted.ref.name == "default"
    for option in OPTIONS:
        assert f"\n  {option.path.rpartition('.')[2]}: " in text


@pytest.mark.parametrize("there", ["README.md", ".github/CODEOWNERS", "config/site.yaml"])
def test_nothing_is_written_over(there: str, tmp_path: Path) -> None:
    mine = tmp_path / there
    mine.parent.mkdir(parents=True, exist_ok=True)
    mine.symlink_to("nowhere")  # a link that leads nowhere is somebody's file, too

    result = init(str(tmp_path))

    assert isinstance(result.exception, ReconcilerError)
    assert f"1 file that would be overwritten: {there}" in str(result.exception)
    assert [path for path in tmp_path.rglob("*") if not path.is_dir()] == [mine]


def test_what_is_there_beside_stays(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "notes.txt").write_text("mine", encoding="utf-8")

    assert init(str(tmp_path)).exit_code == 0
    assert (tmp_path / "config" / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_nothing_is_left_when_not_all_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "schemas").write_text("a file where a folder should be", encoding="utf-8")
    before = tree(tmp_path)

    with pytest.raises(ReconcilerError, match="cannot be written: not a directory; nothing is"):
        write(tmp_path, {"a/b/c.yaml": "x", "README.md": "x", "schemas/site.json": "{}"})

    assert tree(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == ["schemas"]


@pytest.mark.parametrize("name", [n for n in starter("", "", "") if n.startswith("config/")])
def test_every_file_tells_editors_what_it_is(made: Path, name: str) -> None:
    first, *rest = (made / name).read_text(encoding="utf-8").splitlines()
    kind = next(line for line in rest if line.startswith("kind: ")).removeprefix("kind: ")

    assert first == modeline(kind, "../" * name.count("/") + "schemas")
    assert (made / name).parent.joinpath(first.partition("=")[2]).is_file()


def test_an_editor_finds_nothing_wrong(made: Path) -> None:
    needs_node()
    with Editor(made) as editor:
        for name in (n for n in starter("", "", "") if n.startswith("config/")):
            assert editor.open(name, (made / name).read_text(encoding="utf-8")) == [], name


def test_every_json_file_is_json(made: Path) -> None:
    for path in made.rglob("*.json"):
        assert isinstance(json.loads(path.read_text(encoding="utf-8")), dict)


def test_owners_have_a_place_for_the_exam_office_and_for_data_protection(made: Path) -> None:
    text = (made / ".github/CODEOWNERS").read_text(encoding="utf-8")
    owners = [line.split() for line in text.splitlines() if line and not line.startswith("#")]

    assert ["*", "@your-organisation/exam-office"] in owners
    assert ["/config/**/templates/", "@your-organisation/data-protection"] in owners
    assert all(len(words) > 1 for words in owners)


def test_the_first_commit_leaves_nothing_out(pushed: Path) -> None:
    assert set(git(pushed, "ls-files").splitlines()) == set(starter("", "", ""))


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    """What a user installs, made from what git would hold."""
    source = tmp_path / "source"
    shutil.copytree(ROOT / "reconciler", source / "reconciler")
    for name in ("pyproject.toml", "README.md", ".gitignore"):
        shutil.copy(ROOT / name, source)
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel"],
        cwd=source, check=True, capture_output=True,
    )  # fmt: skip
    (built,) = (source / "dist").iterdir()
    return built


def test_the_hidden_files_are_in_the_wheel(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")

    done = subprocess.run(
        [sys.executable, "-m", "reconciler", "init", "exams"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path / "installed")},
        check=True, capture_output=True, text=True,
    )  # fmt: skip

    assert len(done.stdout.splitlines()) == len(starter("", "", ""))
    assert {name.split("/", 1)[1] for name in done.stdout.splitlines()} == set(starter("", "", ""))


@pytest.fixture
def terminal(pushed: Path) -> Iterator[Terminal]:
    port = _free_port()
    site = pushed / "config" / "site.yaml"
    site.write_text(site.read_text(encoding="utf-8").replace(PORT, port), encoding="utf-8")
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    shell = Terminal(pushed, {**os.environ, "PATH": path, "PORT": port}, [])
    yield shell
    for server in shell.serving:
        server.terminate()
        server.communicate()


@pytest.mark.slow
def test_the_commands_of_its_page_run_one_after_the_other(terminal: Terminal) -> None:
    blocks = FENCE.findall((terminal.home / "README.md").read_text(encoding="utf-8"))

    assert len(blocks) == 3
    for block in blocks:
        for line in block.splitlines():
            terminal.type(line)


HOOK = """\
repos:
  - repo: {repo}
    rev: {rev}
    hooks: [{{id: reconciler-validate, language: system}}]
"""


def pre_commit(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    home = str(folder.parent / "pre-commit")
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", *words, "--color", "never"],
        cwd=folder, env={**os.environ, "PATH": path, "PRE_COMMIT_HOME": home},
        check=False, capture_output=True, text=True,
    )  # fmt: skip


@pytest.mark.slow
def test_its_hook_validates_the_whole_tree(pushed: Path) -> None:
    good = pre_commit(pushed, "run", "--all-files")
    (pushed / "config/base/role.yaml").write_text("kind: Role\ntitel: R\n", encoding="utf-8")
    git(pushed, "add", "--all")
    bad = pre_commit(pushed, "run")

    assert (good.returncode, bad.returncode) == (0, 1), good.stdout + bad.stdout
    assert "Passed" in good.stdout
    assert 'config/base/role.yaml:2:1: error: "titel" is not a key of a Role' in bad.stdout


def test_our_hook_does_the_same_from_its_repository(pushed: Path, tmp_path: Path) -> None:
    # Installed from the environment of this test; what pip would install is not what is tested.
    ours = tmp_path / "ours"
    ours.mkdir()
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", ours)
    git(ours, "init", "--quiet")
    git(ours, "add", "--all")
    git(ours, "commit", "--quiet", "--message", "Hook")
    rev = git(ours, "rev-parse", "HEAD").strip()
    config = HOOK.format(repo=ours, rev=rev)
    (pushed / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    git(pushed, "add", "--all")
    (pushed / "config/site.yaml").unlink()  # nobody commits that file, and yet it is missed

    said = pre_commit(pushed, "run", "--all-files")

    assert said.returncode == 1, said.stdout
    assert "the configuration has no Site document" in said.stdout


def test_hook_and_configuration_are_what_pre_commit_takes(made: Path) -> None:
    for words in (("validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")),
                  ("validate-config", str(made / ".pre-commit-config.yaml"))):  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-m", "pre_commit", *words],
            check=False,
            capture_output=True,
            text=True,
        )
        assert (done.returncode, done.stdout + done.stderr) == (0, "")
