"""What an editor shows while somebody types, by the modeline alone: every kind, any folder."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from reconciler.kinds import KINDS
from reconciler.model.modeline import SCHEMAS, modeline
from tests.editor.lsp import Editor
from tests.node import needs_node

ROOT = Path(__file__).parents[2]
HERE = "‸"  # where the cursor stands, once in each text


@dataclass(frozen=True)
class Typed:
    """A document with something wrong in it, and what editors should say of it."""

    kind: str
    path: str
    text: str
    wrong: str
    hovered: str
    told: str
    offered: frozenset[str]


TYPED = (
    Typed(
        "Site",
        "config/other.yaml",
        f"kind: Site\nname: N\ntime_zone: Europe/Paris\nenvironments: {{}}\nregion: {HERE}uk\n",
        '"eu", "ca", "sg", "au"',
        "time_zone",
        "IANA time zone of all local times",
        frozenset({"eu", "ca", "sg", "au"}),
    ),
    Typed(
        "Template",
        "config/base/templates/strict.yaml",
        f"kind: Template\nid: x\nlock_down:\n  full_screen: hard\n  {HERE}\n",
        '"none", "lenient", "moderate", "severe"',
        "full_screen",
        "Outside full screen: out after 30 s (lenient), 15 s (moderate) or at once",
        frozenset({"one_screen", "disable_clipboard", "block_downloads"}),
    ),
    Typed(
        "Role",
        "config/base/roles/department/reviewer.yaml",
        f"kind: Role\ntitle: R\ntpye: Author\ncan:\n  - {HERE}\n",
        "tpye",
        "title",
        "Title of the role",
        frozenset({"void attempts", "invigilate"}),
    ),
    Typed(
        "Assessment",
        "config/base/assessment.yaml",
        f"kind: Assessment\nid: A\nproctoring: maybe\nreview:\n  by: R\n  when: {HERE}\n",
        'Expected "boolean"',
        "by",
        "Title of the role that reviews",
        frozenset({"before marking", "during marking", "before publishing results"}),
    ),
    Typed(
        "Schedule",
        "config/production/schedules/2026/winter/x.yaml",
        f"kind: Schedule\nid: A\nuntil: tomorrow\ntweak:\n  tools:\n    {HERE}\n",
        "does not match the pattern",
        "until",
        "The last day of this exception",
        frozenset({"calculator", "whiteboard"}),
    ),
    Typed(
        "Policy",
        "config/policies/several.yaml",
        f"kind: Policy\nname: n\nassert: 'true'\nwhy: w\nlevel: fatal\njudges: {HERE}\n",
        '"error", "warning"',
        "assert",
        "A CEL expression that holds for each of them",
        frozenset({"documents", "changes"}),
    ),
)


@pytest.fixture(scope="module")
def editor() -> Iterator[Editor]:
    needs_node()
    with Editor(ROOT) as opened:
        yield opened


def placed(typed: Typed, word: str) -> tuple[int, int]:
    """The line and column of a word in the file, whose first line is the modeline."""
    before, found, _ = typed.text.partition(word)
    assert found, word
    return before.count("\n") + 1, len(before) - before.rfind("\n") - 1


def to_schemas(path: str) -> str:
    """The folder of the schemas as a file at *path* of a repository names it."""
    return "../" * path.count("/") + str(SCHEMAS)


@pytest.mark.parametrize("typed", TYPED, ids=lambda typed: typed.kind)
def test_an_editor_helps_with_every_kind(editor: Editor, typed: Typed) -> None:
    first = modeline(typed.kind, to_schemas(typed.path))
    text = f"{first}\n{typed.text.replace(HERE, '')}"

    squiggles = [squiggle["message"] for squiggle in editor.open(typed.path, text)]

    assert any(typed.wrong in message for message in squiggles), squiggles
    line, column = placed(typed, f"{typed.hovered}:")
    assert typed.told in editor.hover(typed.path, line, column + 1)
    assert typed.offered <= editor.complete(typed.path, *placed(typed, HERE))


def test_every_kind_is_typed() -> None:
    assert [typed.kind for typed in TYPED] == ["Site", *(kind.name for kind in KINDS), "Policy"]


EXAMPLES = sorted((ROOT / "config").rglob("*.yaml"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: str(path.relative_to(ROOT)))
def test_an_editor_finds_nothing_wrong_with_the_example(editor: Editor, path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()

    assert editor.open(name, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_starts_with_its_modeline(path: Path) -> None:
    first, *rest = path.read_text(encoding="utf-8").splitlines()
    kind = next(line.removeprefix("kind: ") for line in rest if line.startswith("kind: "))

    assert first == modeline(kind, to_schemas(path.relative_to(ROOT).as_posix()))
    schema = first.partition("=")[2]
    assert (path.parent / schema).is_file()
