"""Where everything of a document stands: looked up in its text by the first who asks.

Most documents are in order and as the platform has them, so that nobody ever does.
"""

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from yaml import MarkedYAMLError
from yaml.nodes import Node

from reconciler.model.place import Place, Places, YamlPath
from reconciler.steps.load.nodes import nodes
from reconciler.steps.load.walk import Walk, children, marked, place


@dataclass(slots=True)
class Spots:
    """The place of every key and of every value of one document."""

    keys: dict[YamlPath, Place] = field(default_factory=dict)
    values: dict[YamlPath, Place] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Stream:
    """One text that was read, which starts in *line* of its file, and where its parts stand."""

    file: str
    text: str
    line: int
    found: tuple[Spots, ...] = ()

    def spots(self, number: int) -> Spots:
        """The places of a document, in the text as it was read, whatever the disk has by now."""
        if number >= len(self.found):
            self.found = tuple(self._all())
        return self.found[number]

    def _all(self) -> Iterator[Spots]:
        unread = marked(self.text)
        # After its last document, the text may no longer be YAML.
        with suppress(MarkedYAMLError):
            for node in nodes(self.text):
                content = Walk(self.file, self.text, self.line, unread).value(node)
                yield self._spots(node, content)

    def _spots(self, root: Node, content: object) -> Spots:
        spots = Spots({(): self._place(root)}, {(): self._place(root)})
        self._below(spots, root, content, ())
        return spots

    def _below(self, spots: Spots, node: Node, content: object, path: YamlPath) -> None:
        for name, key, value, part in children(node, content):
            below = (*path, name)
            spots.keys[below] = self._place(key)
            spots.values[below] = self._place(value)
            self._below(spots, value, part, below)

    def _place(self, node: Node) -> Place:
        return place(self.file, self.line, node)


@dataclass(frozen=True, slots=True, eq=False)
class _Found(Mapping[YamlPath, Place]):
    """Places in one document of a stream."""

    stream: Stream
    number: int

    @property
    @abstractmethod
    def places(self) -> Places:
        """All of them."""

    def __getitem__(self, path: YamlPath) -> Place:
        return self.places[path]

    def __iter__(self) -> Iterator[YamlPath]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)


class Keys(_Found):
    """Where the keys of one document stand."""

    @property
    def places(self) -> Places:
        """All of them."""
        return self.stream.spots(self.number).keys


class Values(_Found):
    """Where the values of one document stand."""

    @property
    def places(self) -> Places:
        """All of them."""
        return self.stream.spots(self.number).values
