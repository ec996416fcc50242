"""What is wrong when a text is not YAML, said for people who do not write YAML every day."""

from collections.abc import Mapping
from typing import Final

import yaml

from reconciler.model.place import Place
from reconciler.model.problem import Problem

_ALIAS = (
    "yaml-alias",
    "anchors and aliases (& and *) are not read",
    "write the value out where it is used",
)
_UNCLOSED = "unclosed"
_NO_COLON = "this line has no colon"
# libyaml's words (scanner.c, parser.c) to ours.
_WORDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "mapping values are not allowed in this context": (
        "yaml-syntax",
        "a colon is not expected here",
        'check the indentation of this line and the one above; a text with ": " needs quotes',
    ),
    "did not find expected key": (
        "yaml-syntax",
        "a key is expected here",
        "indent the keys of one map alike; put quotes around a whole text or none of it",
    ),
    "did not find expected '-' indicator": (
        "yaml-syntax",
        'an item that starts with "- " is expected here',
        "indent the items of one list alike, and do not mix items with keys",
    ),
    "block sequence entries are not allowed in this context": (
        "yaml-syntax",
        'an item that starts with "- " is not expected here',
        "put the items on lines of their own below the key",
    ),
    "could not find expected ':'": (
        "yaml-syntax",
        _NO_COLON,
        "write key: value",
    ),
    "found unknown escape character": (
        "yaml-syntax",
        "this backslash is not an escape that YAML knows",
        "use single quotes, or write \\\\",
    ),
    "did not find expected node content": (
        "yaml-syntax",
        "a value is expected here",
        "put it in quotes if it starts with a sign that YAML knows",
    ),
    "did not find expected <document start>": (
        "yaml-syntax",
        "something follows the end of the document",
        "start another document with ---",
    ),
    "found undefined tag handle": (
        "yaml-tag",
        "tags (!) are not read",
        "remove it; put the value in quotes to keep it a text",
    ),
    "exceeded maximum nesting depth": (
        "nested-too-deep",
        "values are nested deeper than 20 levels",
        "flatten them",
    ),
    "found undefined alias": _ALIAS,
    "second occurrence": _ALIAS,
    "found unexpected end of stream": ("yaml-syntax", _UNCLOSED, "close it with the same quote"),
    "found unexpected document indicator": (
        "yaml-syntax",
        _UNCLOSED,
        "close it with the same quote",
    ),
    "did not find expected ',' or '}'": ("yaml-syntax", _UNCLOSED, "add a comma or the closing }"),
    "did not find expected ',' or ']'": ("yaml-syntax", _UNCLOSED, "add a comma or the closing ]"),
}


def explain(file: str, text: str, line: int, error: yaml.MarkedYAMLError) -> Problem:
    """The problem that *error* is, at the mark where a person would start to look."""
    problem = error.problem or "the text is not YAML"
    code, message, hint = _WORDS.get(problem, ("yaml-syntax", f"not YAML: {problem}", ""))
    mark = error.problem_mark
    if message == _UNCLOSED and error.context_mark:
        mark = error.context_mark
        message = f"what opens with {text[mark.index : mark.index + 1]} is not closed"
    if message == _NO_COLON:
        mark = error.context_mark or mark
    if mark is None:
        return Problem(code, message, Place(file, line), hint)
    if problem == "found character that cannot start any token":
        message, hint = _character(text[mark.index : mark.index + 1])
    return Problem(code, message, Place(file, mark.line + line, mark.column + 1), hint)


def _character(character: str) -> tuple[str, str]:
    if character == "\t":
        return "a tab cannot indent", "indent with spaces"
    return f"a value cannot start with {character}", "put the value in quotes"
