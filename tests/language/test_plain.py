"""Two readers, one meaning: what the quick one takes, the exact one reads just so."""

from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reconciler.steps.load.files import Source, sources
from reconciler.steps.load.parse import Parsed, exact, parse
from reconciler.steps.load.plain import plain
from reconciler.steps.load.spots import Stream

ROOT = Path(__file__).parents[2]
# Where YAML readers are known to part ways, alone and in front of, inside and after one another.
PIECES = [
    *"\n|\n  |\n    |\n |\n\n|\r\n|\r|\t| |\xa0|\x85|\ufeff".split("|"),  # noqa: SIM905 -- pieces, not words
    *"a b: c: : :: :a - -- [ ] {} { } , ,, # # ' \" '' it''s 'q' \"q\" | |- > >- ? ?a".split(" "),  # noqa: SIM905 -- easier to read so
    *"--- ... true false False TRUE yes on 1 0x1 1_0 1:2 .5 - + null ~ é 😀 = @ `".split(" "),  # noqa: SIM905 -- easier to read so
    *"a#b &x *x !t %Y \\ \\u0041 <<: 2024-01-01 :a: ] }".split(" "),  # noqa: SIM905 -- easier to read so
    *("- ", ": ", " # c\n", "key with space: v", "list:\n  - x\n", "x: {a: b}", "x: [a, b]"),
    *('{"a": b}', "[{a: b}]", '{a: "]"', "]: ", "x, {a: b}", "x y", "--- "),
]
TOKENS = st.sampled_from(PIECES)


def read(text, by=parse):
    """What comes of a text: contents, and the codes of what is wrong with it."""
    found = by("a.yaml", text) if by is parse else by(Stream("a.yaml", text, 1))
    try:
        return [repr(item.content) if isinstance(item, Parsed) else item.code for item in found]
    except yaml.MarkedYAMLError:
        return ["not YAML"]


def agree(text):
    content = plain(text)
    assert content is None or read(text, exact) == [repr(content)]


@settings(max_examples=2_000, deadline=None)
@given(st.lists(TOKENS, min_size=1, max_size=14).map("".join))
@example("a: {b: c, d\n  e: f}")
@example('a: {"]": b, c\n  d: "["}')
@example('a: {b: c, d # ]\n  e: "["}')
@example("...\na: b")
@example("\r...\na: b")
@example("a: {:b: c}")
@example("a: {?b: c}")
@example("a: {b, {c: {d: e}}}")
@example("a: |\n")
@example("a: >\n b")
@example("\ta: b")
@example("a: b\na: c")
@example('a: "\\ud83d\\ude00"')
@example("a: \u2028b")
@example("\ufeffa: b")
@example("a: !t b")
@example("a: &t b")
@example("a: &t b\nc: *t")
@example("<<: {a: b}")
@example("%YAML 1.1\n---\na: b")
@example("? [a]\n: b")
def test_what_the_quick_reader_takes_is_what_the_exact_one_reads(text):
    agree(text)


def files():
    for folder in ("config", "reconciler/starter", "tests"):
        for source in sources(ROOT / folder):
            if isinstance(source, Source):
                yield source


def test_both_read_every_file_of_this_repository_alike():
    taken = 0
    for source in files():
        agree(source.text)
        taken += plain(source.text) is not None

    assert taken > 20  # the quick one does read: the comparison is not an empty one


@pytest.mark.parametrize("text", ["a: 1", "a: ~", "a:", "1: a", "a: 1.5", "a: 0x1F", "a: .inf"])
def test_numbers_and_nulls_are_for_the_exact_reader(text):
    assert plain(text) is None


@pytest.mark.parametrize("text", ["- " * 100_000 + "a", "a: " + "[" * 100_000, "? " * 100_000])
def test_no_depth_is_too_deep_to_be_told(text):
    assert all(code in ("nested-too-deep", "yaml-syntax", "not-YAML") for code in read(text))


def test_twenty_levels_are_read_and_one_more_is_not():
    def nested(levels):
        return "\n".join(f"{' ' * level}a:" for level in range(levels)) + " b\n"

    assert plain(nested(20)) is not None
    agree(nested(20))
    assert plain(nested(21)) is None
    assert "nested-too-deep" in read(nested(21))


def test_plain_documents_have_their_places_too():
    (document,) = parse("a.yaml", "# first\nkind: Role\ncan: [a,  b]\n")
    assert isinstance(document, Parsed)

    assert plain("# first\nkind: Role\ncan: [a,  b]\n") is not None
    assert str(document.keys["can",]) == "a.yaml:3:1"
    assert str(document.values["can", 1]) == "a.yaml:3:11"
