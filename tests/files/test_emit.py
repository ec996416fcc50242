"""What is written is what our loader, and any other YAML reader, takes for the same."""

import re

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from reconciler.files.emit import emit
from reconciler.model.document import Document
from reconciler.model.drafted import Item
from reconciler.model.ref import Ref
from reconciler.steps.load import read
from reconciler.steps.load.files import Source

TRICKY = [
    "0123", "1e5", "0x1f", "1_000", "12:30", "1.0", ".inf", "-", "~", "null", "NULL", "true", "yes",
    "No", "on", "OFF", "y", "N", "=", "<<", "*star", "&and", "!bang", "%percent", "@at", "`tick",
    "#hash", "a #b", "a: b", "a:", ": a", "- a", "? a", "[a", "a]", "{a}", "a, b", "'a'", '"a"',
    "a\nb", "a\n", "\n", " a", "a ", "a\tb", "\\", "\\n", "---", "...", "a\u2028b", "a\x85b",
    "\x07", "résumé", "日本", "😀", "e\u0301", "\ufeffa", "\xa0a", "a\u200bb", "2026-11-25",
    "HIST-210 résumé/2", "a" * 300,
]  # fmt: skip

texts = st.one_of(st.sampled_from(TRICKY), st.text(st.characters(codec="utf-8"), min_size=1))
leaves = st.one_of(texts, st.booleans())
keys = texts.filter(lambda text: text != "<<")
maps = st.dictionaries(keys, leaves, min_size=1, max_size=5)
items = st.one_of(
    leaves,
    maps,
    st.lists(leaves, min_size=1, max_size=5),
    st.lists(maps, min_size=1, max_size=3),
    st.dictionaries(keys, maps, min_size=1, max_size=3),
)


def loaded(text):
    (document,) = read(Source("f.yaml", "base", text))
    assert isinstance(document, Document), document
    return document


@settings(deadline=None, max_examples=300)
@given(name=texts, more=st.dictionaries(keys.filter(lambda k: k not in ("kind", "id")), items))
@example(name="0123", more={"why": "a, b", "list": ["yes", "1e5"], "map": {"on": True}})
def test_what_is_written_is_read_back_the_same(name, more):
    content = {"kind": "Template", "id": name, **more}

    text = emit(content, "# schema.json")

    document = loaded(text)
    assert document.ref == Ref("Template", name)
    assert document.content == content
    # YAML 1.1 and 1.2 readers agree, so that no tool of a user sees something else.
    assert yaml.safe_load(text) == content
    assert YAML(typ="safe", pure=True).load(text) == content


def test_a_document_is_written_in_the_style_of_the_example():
    content: dict[str, Item] = {
        "kind": "Template",
        "id": "0123",
        "name": "Tom's test, the second",
        "recording": {"video": True, "desk": "none"},
        "lock_down": {"full_screen": "none", "one_screen": True, "new_tabs": "x", "more": True},
        "accept": [{"rule": "a-rule", "why": "found, today"}],
    }  # fmt: skip

    text = emit(content, "# yaml-language-server: $schema=../t.json", "What it is for.")

    assert text == (
        "# yaml-language-server: $schema=../t.json\n"
        "# What it is for.\n"
        "kind: Template\n"
        'id: "0123"\n'
        "name: Tom's test, the second\n"
        "recording: {video: true, desk: none}\n"
        "lock_down:\n"
        "  full_screen: none\n"
        "  one_screen: true\n"
        "  new_tabs: x\n"
        "  more: true\n"
        "accept:\n"
        '  - {rule: a-rule, why: "found, today"}\n'
    )


@given(st.lists(st.text("abc ,", min_size=1, max_size=40), min_size=1, max_size=9))
def test_no_line_between_brackets_is_long(words):
    text = emit({"kind": "Role", "title": "x", "can": words}, "# s")

    assert all(len(line) <= 130 for line in text.splitlines() if re.search(r"\[.*\]", line))
