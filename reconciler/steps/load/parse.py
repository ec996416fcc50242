"""The YAML door: text to documents, with every syntax error at its mark."""

import re
from collections.abc import Iterator

import yaml
from yamlcore import CCoreLoader

from reconciler.model.place import Place
from reconciler.model.problem import Problem
from reconciler.steps.load.syntax import explain
from reconciler.steps.load.walk import COLLECTION, TEXT, Parsed, Walk

_RESOLVERS = CCoreLoader.yaml_implicit_resolvers  # YAML 1.2 core, by first character
_DOCUMENT_START = re.compile(r"^---(?=\s|\Z)", re.MULTILINE)


def parse(file: str, text: str) -> Iterator[Parsed | Problem]:
    """The documents of *text*; after a syntax error, reading goes on at the next `---`."""
    line, rest = 1, text
    while rest:
        try:
            yield from _documents(file, rest, line)
        except yaml.MarkedYAMLError as error:
            yield explain(file, rest, line, error)
            following = _following(rest, error)
            line += rest.count("\n", 0, following)
            rest = rest[following:]
        else:
            break
    if not text.strip():
        yield _empty(Place(file, 1))


class _Loader(CCoreLoader):  # type: ignore[misc]  # yamlcore has no types
    """yamlcore's loader without PyYAML's tags by path: unused here, and a fifth of the time."""

    def descend_resolver(self, _node: yaml.Node | None, _index: object) -> None:
        """Nothing: no tag depends on a path."""

    def ascend_resolver(self) -> None:
        """Nothing: no tag depends on a path."""

    def resolve(self, kind: type[yaml.Node], value: str, implicit: tuple[bool, bool]) -> str:
        """The tag of a node that names none."""
        if kind is not yaml.ScalarNode:
            return COLLECTION
        if implicit[0]:
            for tag, expression in _RESOLVERS.get(value[:1], ()):
                if expression.match(value):
                    return str(tag)
        return TEXT


def _documents(file: str, text: str, line: int) -> Iterator[Parsed | Problem]:
    loader = _Loader(text)
    marked = "&" in text or "!" in text
    empty = True
    while loader.check_node():
        empty = False
        node = loader.get_node()
        walk = Walk(file, text, line, marked)
        if isinstance(node, yaml.ScalarNode) and not node.value:
            yield _empty(Place(file, node.start_mark.line + line))
            continue
        yield walk.parsed(node)
        yield from dict.fromkeys(walk.problems)
    if empty and text.strip():
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
