"""From YAML nodes to plain values: one walk that keeps every place and refuses what is not ours."""

from dataclasses import dataclass, field
from typing import Final

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from reconciler.model.number import Number
from reconciler.model.place import Place, YamlPath
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


@dataclass(frozen=True, slots=True)
class Parsed:
    """One YAML document as plain values, with the place of every key and of every value."""

    content: object
    keys: dict[YamlPath, Place]
    values: dict[YamlPath, Place]


@dataclass(slots=True)
class Walk:
    """The walk through one document of a file; *line* is where *text* starts in it.

    *marked*: some node may have a tag or an anchor, so each has to be looked at.
    """

    file: str
    text: str
    line: int
    marked: bool
    keys: dict[YamlPath, Place] = field(default_factory=dict)
    values: dict[YamlPath, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def parsed(self, node: Node) -> Parsed:
        """The whole document below *node*."""
        self.keys[()] = self._place(node)
        content = self._value(node, ())
        return Parsed(content, self.keys, self.values)

    def _place(self, node: Node) -> Place:
        mark = node.start_mark
        return Place(self.file, mark.line + self.line, mark.column + 1)

    def _unread(self, node: Node) -> tuple[str, str, str] | None:
        at = node.start_mark.index
        return _UNREAD.get(self.text[at : at + 1])

    def _value(self, node: Node, path: YamlPath) -> object:
        mark = node.start_mark
        place = self.values[path] = Place(self.file, mark.line + self.line, mark.column + 1)
        unread = self._unread(node) if self.marked else None
        if unread:
            # Not walked into: this is also what keeps nested aliases from exploding.
            code, message, hint = unread
            self.problems.append(Problem(code, message, place, hint))
            return None
        match node:
            case ScalarNode():
                return self._scalar(node, place)
            case MappingNode():
                return self._mapping(node, path, place)
            case SequenceNode():
                return self._sequence(node, path, place)
            case _:
                raise AssertionError(f"{node!r} is no YAML node")

    def _scalar(self, node: ScalarNode, place: Place) -> object:
        tag, text = node.tag, node.value
        if tag == TEXT or node.style in _QUOTED:
            return text
        if tag == _BOOL:
            return text in ("true", "True", "TRUE")
        if tag == _NULL:
            message = "null is not a value here" if text else "the key has no value"
            self.problems.append(
                Problem("null", message, place, "write a value, or leave the key out")
            )
            return None
        return Number(text)

    def _mapping(self, node: MappingNode, path: YamlPath, place: Place) -> dict[str, object]:
        content: dict[str, object] = {}
        if self._too_deep(path, place):
            return content
        for key_node, value_node in node.value:
            key = key_node.value
            if key_node.tag != TEXT or key == "<<" or (self.marked and self._unread(key_node)):
                self._refuse_key(key_node)
            elif key in content:
                self._twice(key_node, (*path, key))
            else:
                below = (*path, key)
                mark = key_node.start_mark
                self.keys[below] = Place(self.file, mark.line + self.line, mark.column + 1)
                content[key] = self._value(value_node, below)
        return content

    def _sequence(self, node: SequenceNode, path: YamlPath, place: Place) -> list[object]:
        if self._too_deep(path, place):
            return []
        content = []
        for index, item in enumerate(node.value):
            below = (*path, index)
            self.keys[below] = self._place(item)
            content.append(self._value(item, below))
        return content

    def _too_deep(self, path: YamlPath, place: Place) -> bool:
        deep = len(path) >= MAX_DEPTH
        if deep:
            message = f"values are nested deeper than {MAX_DEPTH} levels"
            self.problems.append(Problem("nested-too-deep", message, place, "flatten them"))
        return deep

    def _twice(self, node: ScalarNode, path: YamlPath) -> None:
        message = f'the key "{node.value}" stands here twice; first in line {self.keys[path].line}'
        place = self._place(node)
        self.problems.append(Problem("duplicate-key", message, place, "keep one of them"))

    def _refuse_key(self, node: Node) -> None:
        place = self._place(node)
        unread = self._unread(node)
        if unread:
            code, message, hint = unread
        elif not isinstance(node, ScalarNode):
            code, message, hint = (
                "key-not-text",
                "a key is a text, not a map or list",
                "write a word",
            )
        elif node.value == "<<":
            code, message = "yaml-merge", "merge keys (<<) are not read"
            hint = "write the values out; templates can use extends"
        else:
            code, message = "key-not-text", f"the key {node.value or 'null'} is not a text"
            hint = f'put it in quotes: "{node.value}"'
        self.problems.append(Problem(code, message, place, hint))
