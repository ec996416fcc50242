"""From YAML nodes to plain values: one walk that refuses what is not ours, and says where."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from reconciler.model.number import Number
from reconciler.model.place import Place
from reconciler.model.problem import Problem

MAX_DEPTH = 20
COLLECTION = "tag:yaml.org,2002:collection"  # told apart by its type alone
TEXT = "tag:yaml.org,2002:str"
_BOOL = "tag:yaml.org,2002:bool"
_NULL = "tag:yaml.org,2002:null"
_QUOTED: Final = frozenset("'\"|>")
_UNREAD: Final = {
    "&": (
        "yaml-alias",
        "anchors and aliases (& and *) are not read",
        "write the value out where it is used",
    ),
    "!": (
        "yaml-tag",
        "tags (!) are not read",
        "remove it; put the value in quotes to keep it a text",
    ),
}


def marked(text: str) -> bool:
    """Whether some node may have a tag or an anchor, so that each has to be looked at."""
    return "&" in text or "!" in text


@dataclass(slots=True)
class Walk:
    """The walk through one document of a *marked* text, which starts in *line* of its file."""

    file: str
    text: str
    line: int
    marked: bool
    problems: list[Problem] = field(default_factory=list)

    def value(self, node: Node, depth: int = 0) -> object:
        """The plain value of *node*; what is wrong below it is added to the problems."""
        unread = self._unread(node) if self.marked else None
        if unread:
            # Not walked into: this is also what keeps nested aliases from exploding.
            self._refuse(node, *unread)
            return None
        match node:
            case ScalarNode():
                return self._scalar(node)
            case MappingNode():
                return self._mapping(node, depth)
            case SequenceNode():
                return self._sequence(node, depth)
            case _:
                raise AssertionError(f"{node!r} is no YAML node")

    def _scalar(self, node: ScalarNode) -> object:
        tag, text = node.tag, node.value
        if tag == TEXT or node.style in _QUOTED:
            return text
        if tag == _BOOL:
            return text in ("true", "True", "TRUE")
        if tag == _NULL:
            message = "null is not a value here" if text else "the key has no value"
            self._refuse(node, "null", message, "write a value, or leave the key out")
            return None
        return Number(text)

    def _mapping(self, node: MappingNode, depth: int) -> dict[str, object]:
        content: dict[str, object] = {}
        if self._too_deep(node, depth):
            return content
        for key_node, value_node in node.value:
            key = key_node.value
            if key_node.tag != TEXT or key == "<<" or (self.marked and self._unread(key_node)):
                self._refuse_key(key_node)
            elif key in content:
                self._twice(node, key_node)
            else:
                content[key] = self.value(value_node, depth + 1)
        return content

    def _sequence(self, node: SequenceNode, depth: int) -> list[object]:
        if self._too_deep(node, depth):
            return []
        return [self.value(item, depth + 1) for item in node.value]

    def _unread(self, node: Node) -> tuple[str, str, str] | None:
        at = node.start_mark.index
        return _UNREAD.get(self.text[at : at + 1])

    def _refuse(self, node: Node, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(code, message, place(self.file, self.line, node), hint))

    def _too_deep(self, node: Node, depth: int) -> bool:
        deep = depth >= MAX_DEPTH
        if deep:
            message = f"values are nested deeper than {MAX_DEPTH} levels"
            self._refuse(node, "nested-too-deep", message, "flatten them")
        return deep

    def _twice(self, mapping: MappingNode, node: ScalarNode) -> None:
        first = next(key for key, _ in mapping.value if key.value == node.value)
        line = first.start_mark.line + self.line
        message = f'the key "{node.value}" stands here twice; first in line {line}'
        self._refuse(node, "duplicate-key", message, "keep one of them")

    def _refuse_key(self, node: Node) -> None:
        unread = self._unread(node)
        if unread:
            self._refuse(node, *unread)
        elif not isinstance(node, ScalarNode):
            self._refuse(node, "key-not-text", "a key is a text, not a map or list", "write a word")
        elif node.value == "<<":
            hint = "write the values out; templates can use extends"
            self._refuse(node, "yaml-merge", "merge keys (<<) are not read", hint)
        else:
            message = f"the key {node.value or 'null'} is not a text"
            self._refuse(node, "key-not-text", message, f'put it in quotes: "{node.value}"')


def place(file: str, line: int, node: Node) -> Place:
    """Where *node* starts, in a file whose text was read from *line* on."""
    mark = node.start_mark
    return Place(file, mark.line + line, mark.column + 1)


def children(node: Node, content: object) -> Iterator[tuple[str | int, Node, Node, object]]:
    """The name, key, value and content of each part of *node* that was read into *content*."""
    if isinstance(node, MappingNode) and isinstance(content, dict):
        read = set(content)
        for key, value in node.value:
            if key.tag == TEXT and key.value in read:
                read.remove(key.value)
                yield key.value, key, value, content[key.value]
    elif isinstance(node, SequenceNode) and isinstance(content, list):
        for index, (item, part) in enumerate(zip(node.value, content, strict=False)):
            yield index, item, item, part
