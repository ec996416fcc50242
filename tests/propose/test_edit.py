"""A document says something else, and every other byte of its file stays."""

from copy import deepcopy

import pytest

from reconciler.files.edit import Unwritable, restated
from reconciler.model.content import GONE, put
from reconciler.steps.load import Source, read

PAGE = """\
# Kept, above
kind: Role
title: 'Exam board'   # quoted, and explained
can:
  - one
  # about the second
  - two  # beside it
grants:
  - permission: A/b
    until: "2026-12-01"
    why: |
      two
      lines

# Kept, below
---
kind: Role
title: Other
can: [ a , "b",c ]  # odd spaces
permissions: {A/x: true,   "A/y": false}
"""

GRANTS = PAGE[PAGE.index("grants") : PAGE.index("\n# Kept, below")]


def documents(text):
    return list(read(Source("page.yaml", "base", text)))


def said(text, number, change):
    """The page after *change* to the content of one of its documents."""
    found = documents(text)[number]
    content = deepcopy(dict(found.content))
    content = change(content) or content
    after = restated(text, found.place, found.content, content)
    others = [d.content for i, d in enumerate(documents(text)) if i != number]
    again = [d.content for d in documents(after)]
    assert again.pop(number) == content
    assert again == others
    return after


@pytest.mark.parametrize(
    ("number", "change", "old", "new"),
    [
        pytest.param(
            0, lambda c: c.update(title="true"), "title: 'Exam board'   #", "title: 'true'   #",
            id="quotes stay",
        ),
        pytest.param(
            0, lambda c: c["can"].remove("two"), "  - two  # beside it\n", "",
            id="an item goes with its line",
        ),
        pytest.param(
            0, lambda c: c["can"].append("yes"), "- two  # beside it\n",
            '- two  # beside it\n  - "yes"\n',
            id="an item comes below the last one",
        ),
        pytest.param(
            0, lambda c: put(c, ("grants",), GONE), GRANTS, "",
            id="a key goes with all below it",
        ),
        pytest.param(
            0, lambda c: c.update(type="Author"), "      lines\n", "      lines\ntype: Author\n",
            id="a key comes behind a text of several lines",
        ),
        pytest.param(
            1, lambda c: c["permissions"].update({"A/x": False}), "{A/x: true,", "{A/x: false,",
            id="a value inside braces",
        ),
        pytest.param(
            1, lambda c: c["permissions"].update({"B/a, b: c": True}), '"A/y": false}',
            '"A/y": false, "B/a, b: c": true}',
            id="a key inside braces",
        ),
        pytest.param(
            1, lambda c: c["can"].remove("b"), '[ a , "b",c ]', "[ a,c ]",
            id="an item inside brackets",
        ),
        pytest.param(
            1, lambda c: c["can"].remove("a"), '[ a , "b",c ]', '[ "b",c ]',
            id="the first item inside brackets",
        ),
        pytest.param(
            1, lambda c: c.update(can=["a"]), '[ a , "b",c ]', "[ a ]",
            id="the last items inside brackets",
        ),
        pytest.param(
            1, lambda c: c.update(can=["q", "on"]), '[ a , "b",c ]', '[q, "on"]',
            id="other items inside brackets",
        ),
        pytest.param(
            1, lambda c: put(c, ("tweak", "lock_down", "x"), value=False), "false}\n",
            "false}\ntweak:\n  lock_down: {x: false}\n",
            id="maps where there were none",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_only_the_lines_that_are_meant_change(number, change, old, new, end):
    expected = PAGE.replace(old, new, 1).replace("\n", end)

    assert PAGE.count(old) == 1
    assert said(PAGE.replace("\n", end), number, change) == expected


def test_a_file_without_a_last_line_end_keeps_it_away():
    after = said("kind: Role\ntitle: x", 0, lambda c: c.update(type="Author"))

    assert after == "kind: Role\ntitle: x\ntype: Author"


def test_several_changes_of_one_document_at_once():
    def change(content):
        content["can"].remove("two")
        content["can"].append("three")
        content["grants"][0]["why"] = "short"
        content["type"] = "Author"

    after = said(PAGE, 0, change)

    assert "  - one\n  - three\n  # about the second\n" in after
    assert "    why: short\ntype: Author\n" in after


def test_what_cannot_be_changed_by_lines_is_refused():
    text = "kind: Role\ntitle: x\ncan:\n  - # why\n    one\n  - two\n"
    found = documents(text)[0]

    with pytest.raises(Unwritable, match="a comment stands between the dash and its item"):
        restated(text, found.place, found.content, {**found.content, "can": ["two"]})
