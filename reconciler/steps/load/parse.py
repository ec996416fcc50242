"""Text to documents, with every syntax error at its mark."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from reconciler.model.place import Place, Places
from reconciler.model.problem import Problem
from reconciler.steps.load.nodes import nodes
from reconciler.steps.load.plain import plain
from reconciler.steps.load.spots import Keys, Stream, Values
from reconciler.steps.load.syntax import explain
from reconciler.steps.load.walk import Walk, marked, place

_DOCUMENT_START = re.compile(r"^---(?=\s|\Z)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Parsed:
    """One YAML document as plain values, with the place of every key and of every value."""

    file: str
    content: object
    keys: Places
    values: Places


def parse(file: str, text: str) -> Iterator[Parsed | Problem]:
    """The documents of *text*; after a syntax error, reading goes on at the next `---`."""
    line, rest = 1, text
    while rest:
        try:
            yield from _documents(Stream(file, rest, line))
        except yaml.MarkedYAMLError as error:
            yield explain(file, rest, line, error)
            following = _following(rest, error)
            line += rest.count("\n", 0, following)
            rest = rest[following:]
        else:
            break
    if not text.strip():
        yield _empty(Place(file, 1))


def _documents(stream: Stream) -> Iterator[Parsed | Problem]:
    content = plain(stream.text)
    if content is None:
        yield from exact(stream)
    else:
        yield Parsed(stream.file, content, Keys(stream, 0), Values(stream, 0))


def exact(stream: Stream) -> Iterator[Parsed | Problem]:
    """The documents of a stream by the reader that knows places; raises MarkedYAMLError."""
    file, text, line = stream.file, stream.text, stream.line
    unread, number = marked(text), -1
    for number, node in enumerate(nodes(text)):
        if isinstance(node, yaml.ScalarNode) and not node.value:
            yield _empty(place(file, line, node)._replace(column=1))
            continue
        walk = Walk(file, text, line, unread)
        yield Parsed(file, walk.value(node), Keys(stream, number), Values(stream, number))
        yield from dict.fromkeys(walk.problems)
    if number < 0 and text.strip():
        yield _empty(Place(file, line))


def _following(text: str, error: yaml.MarkedYAMLError) -> int:
    """Where the next document starts after an error; the end of *text* if there is none."""
    mark = error.problem_mark
    stopped = mark.index if mark else len(text)
    start = _DOCUMENT_START.search(text, max(stopped, 1))
    return start.start() if start else len(text)


def _empty(place: Place) -> Problem:
    hint = "write one, or remove it"
    return Problem("empty-document", "there is no document here", place, hint)
