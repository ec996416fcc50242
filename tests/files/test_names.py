"""Names of objects as names of files."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.files.names import file_names
from reconciler.model.ref import Ref


def names(*refs):
    return dict(file_names([Ref.parse(ref) for ref in refs]))


@pytest.mark.parametrize(
    ("ref", "name"),
    [
        ("Assessment/ANAT-101", "ANAT-101"),
        ("Schedule/HIST-210 résumé/2", "HIST-210-resume-2"),
        ("Role/Proctoring reviewer", "proctoring-reviewer"),
        ("Template/.hidden", "hidden"),
        ("Template/../../etc/passwd", "etc-passwd"),
        ("Template/con", "con-2"),
        ("Template/aux.txt", "aux-txt"),
        ("Template/💥", "unnamed"),
        ("Template/日本 語", "日本-語"),
        ("Template/" + "a" * 200, "a" * 60),
    ],
)
def test_a_name_becomes_a_file_name(ref, name):
    assert names(ref) == {Ref.parse(ref): name}


def test_names_that_a_file_system_might_take_for_one_are_kept_apart():
    found = names("Schedule/A 1", "Schedule/A-1", "Schedule/a/1", "Template/A-1")

    assert [found[ref] for ref in sorted(found)] == ["A-1", "A-1-2", "a-1-3", "A-1"]


@given(st.sets(st.text(st.characters(codec="utf-8"), min_size=1, max_size=100), max_size=20))
def test_no_two_are_alike_and_none_is_odd(texts):
    found = list(dict(file_names(Ref("Schedule", text) for text in texts)).values())

    folded = {unicodedata.normalize("NFKD", name).casefold() for name in found}
    assert len(folded) == len(texts)
    for name in found:
        assert len(f"{name}.yaml".encode()) <= 255
        assert name.strip("-._") == name
        assert not set(name) & set('/\\:*?"<>| \0\n')
