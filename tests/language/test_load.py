"""Loading keeps every place, takes texts as written, and no file hides another."""

import os
import random
from pathlib import Path

import pytest

from reconciler.model.document import Configuration
from reconciler.model.number import Number
from reconciler.model.place import Place
from reconciler.model.ref import Ref
from reconciler.steps.load import load, read
from reconciler.steps.load.files import MAX_BYTES, Source


def documents(text, file="config/base/a.yaml"):
    return list(read(Source(file, "base", text)))


def messages(problems):
    return [str(problem) for problem in problems]


def test_every_key_and_value_has_its_place():
    text = 'kind: Role\ntitle: "Prüfer"\npermissions:\n  Ü/A: true\ncan: [a,  b]\n'

    (document,) = documents(text)

    assert document.place == Place("config/base/a.yaml", 1, 1)
    assert document.key_place("title") == Place("config/base/a.yaml", 2, 1)
    assert document.value_place("title") == Place("config/base/a.yaml", 2, 8)
    assert document.key_place("permissions", "Ü/A") == Place("config/base/a.yaml", 4, 3)
    assert document.value_place("permissions", "Ü/A") == Place("config/base/a.yaml", 4, 8)
    assert document.value_place("can", 1) == Place("config/base/a.yaml", 5, 11)
    assert document.value_place("can", 1, "deeper") == document.value_place("can", 1)


def test_places_go_on_through_several_documents():
    first, second = documents("kind: Role\ntitle: A\n---\n# between\nkind: Role\ntitle: B\n")

    assert (first.ref, second.ref) == (Ref("Role", "A"), Ref("Role", "B"))
    assert second.value_place("title").line == 6


@pytest.mark.parametrize(
    "text", ["0123", "1e5", "12", "0x1F", "0o17", "-3", "1.50", "2026-01-01", "NO", "1_000"]
)
def test_identity_is_text_as_written(text):
    (document,) = documents(f"kind: Role\ntitle: {text}\n")

    assert document.ref == Ref("Role", text)
    assert document.content["title"] == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0123", 123),
        ("0x1F", 31),
        ("0o17", 15),
        ("-3", -3),
        ("+4", 4),
        ("1e5", 1e5),
        ("1.5", 1.5),
        (".INF", float("inf")),
    ],
)
def test_number_has_the_value_that_yaml_gives_it(text, value):
    assert Number(text).value == value


def test_words_of_yaml_1_1_are_texts():
    (document,) = documents("kind: Role\ntitle: R\nothers: off\n")

    assert document.content["others"] == "off"


def test_syntax_error_does_not_hide_the_other_documents_of_the_file():
    text = "kind: Role\ntitle: A\n---\nkind: Role\ntitle: {B\n---\nkind: Role\ntitle: C\n--- @\n"

    first, broken, third, sign = documents(text)

    assert (first.ref.name, third.ref.name) == ("A", "C")
    assert third.value_place("title").line == 8
    assert messages([broken, sign]) == [
        (
            "config/base/a.yaml:5:8: error: what opens with { is not closed; "
            "add a comma or the closing }"
        ),
        "config/base/a.yaml:9:5: error: a value cannot start with @; put the value in quotes",
    ]


def test_windows_line_ends_are_read():
    (document,) = documents("kind: Role\r\ntitle: R\r\n")

    assert document.ref == Ref("Role", "R")
    assert document.value_place("title") == Place("config/base/a.yaml", 2, 8)


def test_folders_below_a_layer_are_free_and_other_files_are_left_alone(tmp_path):
    write(tmp_path / "base/deep/er/a.yml", "kind: Role\ntitle: A\n")
    write(tmp_path / "base/b.yaml", "kind: Role\ntitle: B\n")
    write(tmp_path / "base/README.md", "kind: [")
    write(tmp_path / "base/.hidden.yaml", "kind: [")
    write(tmp_path / ".git/config.yaml", "kind: [")

    configuration, problems = load(tmp_path)

    assert not problems
    assert {d.ref.name: d.layer for d in configuration.documents} == {"A": "base", "B": "base"}


def test_paths_are_those_that_the_user_typed(tmp_path, monkeypatch):
    write(tmp_path / "conf/base/a.yaml", "kind: Role\ntitle: A\n")
    monkeypatch.chdir(tmp_path)

    configuration, _ = load(Path("conf/../conf"))

    assert configuration.documents[0].place.file == "conf/base/a.yaml"


def test_missing_folder_is_a_problem(tmp_path):
    configuration, problems = load(tmp_path / "nowhere")

    assert configuration == Configuration(str(tmp_path / "nowhere"), ())
    assert messages(problems) == [
        (
            f"error: the configuration {tmp_path}/nowhere does not exist; "
            "name the folder that holds site.yaml"
        ),
    ]


def test_file_instead_of_a_folder_is_a_problem(tmp_path):
    write(tmp_path / "site.yaml", "kind: Site\n")

    _, problems = load(tmp_path / "site.yaml")

    assert "is not a folder" in str(problems[0])


def test_too_large_file_is_not_read(tmp_path):
    write(tmp_path / "base/a.yaml", "#" * (MAX_BYTES + 1))

    _, problems = load(tmp_path)

    assert messages(problems) == [
        (
            f"{tmp_path}/base/a.yaml:1:1: error: the file is larger than 1024 KiB; "
            "split it into several files"
        ),
    ]


def test_symbolic_links_stay_within_the_configuration(tmp_path):
    write(tmp_path / "outside.yaml", "kind: Role\ntitle: Outside\n")
    write(tmp_path / "config/shared/a.yaml", "kind: Role\ntitle: A\n")
    (tmp_path / "config/base").mkdir()
    (tmp_path / "config/base/away.yaml").symlink_to("../../outside.yaml")
    (tmp_path / "config/base/dangling.yaml").symlink_to("nowhere.yaml")
    (tmp_path / "config/base/folder").symlink_to("..")
    (tmp_path / "config/base/within.yaml").symlink_to("../shared/a.yaml")

    configuration, problems = load(tmp_path / "config")

    base = f"{tmp_path}/config/base"
    assert messages(problems) == [
        (
            f"{base}/away.yaml:1:1: error: the symbolic link leads out of the configuration; "
            "put the file itself there"
        ),
        (
            f"{base}/dangling.yaml:1:1: error: this is not a file that can be read; "
            "put a plain file there, or remove it"
        ),
        (
            f"{base}/folder:1:1: error: a symbolic link to a folder is not followed; "
            "put the files there, or link single files"
        ),
    ]
    assert [(d.layer, d.ref.name) for d in configuration.documents] == [
        ("base", "A"),
        ("shared", "A"),
    ]


def test_pipe_is_not_waited_for(tmp_path):
    (tmp_path / "base").mkdir()
    os.mkfifo(tmp_path / "base/a.yaml")

    _, problems = load(tmp_path)

    assert "this is not a file that can be read" in str(problems[0])


def test_ten_thousand_aliases_of_aliases_end(tmp_path):
    lines = ["kind: Role", "title: R", "a0: &a0 [x]"]
    lines += [f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 10_000)]
    write(tmp_path / "base/a.yaml", "\n".join(lines))

    _, problems = load(tmp_path)

    assert {problem.code for problem in problems} == {"yaml-alias"}


def test_noise_gives_problems_and_never_an_exception(tmp_path):
    dice = random.Random(7)  # noqa: S311 -- no secret
    alphabet = "ab:-[]{}&*!|>'\"%@`,#?\n \t<é\u2028\x00\x85~0"
    for number in range(1500):
        text = "".join(dice.choices(alphabet, k=dice.randrange(40)))
        write(tmp_path / f"base/{number}.yaml", text)

    configuration, problems = load(tmp_path)

    assert not configuration.documents
    assert {problem.place.file for problem in problems if problem.place} == {
        str(path) for path in (tmp_path / "base").iterdir()
    }


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
