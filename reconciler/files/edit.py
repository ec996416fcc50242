"""Make one document of a file say something else, and leave every other byte of it alone.

ruamel.yaml tells where each node stands. The text is then changed there and nowhere else: written
out whole, a file would lose the indentation, the spaces and the line ends that somebody gave it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from reconciler.files import fragments
from reconciler.model.document import Content
from reconciler.model.place import Place


class Unwritable(Exception):
    """A document is laid out in a way in which it cannot be changed by itself."""


class Patch(NamedTuple):
    """The text from *start* to *end* becomes *text*."""

    start: int
    end: int
    text: str


class _Member(NamedTuple):
    """One pair of a map or item of a list: where it stands, and whether it stays."""

    start: int
    end: int
    kept: bool


def restated(text: str, at: Place, before: Content, after: Content) -> str:
    """The file *text*, where the document that starts *at* says *after* and no longer *before*.

    Raises Unwritable when that cannot be done line by line.
    """
    try:
        nodes = list(YAML(pure=True).compose_all(text))
    except YAMLError:
        raise Unwritable(
            "its file is written in a way that only some readers of YAML take"
        ) from None
    for node in nodes:
        mark = node.start_mark
        if (mark.line + 1, mark.column + 1) == (at.line, at.column):
            page = _Page(text, _newline(text, mark.index))
            return _patched(text, page.patches(node, before, after, flow=False))
    raise Unwritable("its file has line ends that only some readers of YAML take")


def _newline(text: str, index: int) -> str:
    """How lines end from *index* on."""
    end = text.find("\n", index)
    return "\r\n" if text[max(end - 1, 0) : end] == "\r" else "\n"


def _patched(text: str, patches: Iterator[Patch]) -> str:
    done, parts = 0, []
    # Stable: what is put in at one place stays in the order in which it was found.
    for patch in sorted(patches, key=lambda patch: patch[:2]):
        if patch.start < done:
            raise Unwritable("two changes meet in one line")
        parts += [text[done : patch.start], patch.text]
        done = patch.end
    return "".join([*parts, text[done:]])


@dataclass(frozen=True, slots=True)
class _Page:
    text: str
    newline: str

    def patches(self, node: Node, before: object, after: object, *, flow: bool) -> Iterator[Patch]:
        """What to change so that *node* says *after*; *flow*: it stands inside brackets."""
        if before == after:
            return
        match node, before, after:
            case MappingNode(), Mapping(), Mapping():
                yield from self._mapping(node, before, after)
            case SequenceNode(), list(), list():
                yield from self._sequence(node, before, after)
            case _:
                yield self._instead(node, after, flow=flow)

    def _mapping(self, node: MappingNode, before: Content, after: Content) -> Iterator[Patch]:
        pairs = {key.value: (key, value) for key, value in node.value}
        kept = [key for key in pairs if key in after]
        if not kept:
            yield self._instead(node, after, flow=bool(node.flow_style))
            return
        for key in kept:
            value = pairs[key][1]
            yield from self.patches(value, before[key], after[key], flow=bool(node.flow_style))
        yield from self._without(node, [
            _Member(key.start_mark.index, self._end(value), name in after)
            for name, (key, value) in pairs.items()
        ])  # fmt: skip
        added = {key: value for key, value in after.items() if key not in pairs}
        if node.flow_style:
            texts = [fragments.flow_text({key: value})[1:-1] for key, value in added.items()]
        else:
            texts = [line for key, value in added.items() for line in fragments.pair(key, value)]
        yield from self._behind(node, pairs[kept[-1]][1], texts)

    def _sequence(
        self, node: SequenceNode, before: list[object], after: list[object]
    ) -> Iterator[Patch]:
        pairs = _aligned(before, after)
        stays = {index for index, _ in pairs}
        if not pairs:
            yield self._instead(node, after, flow=bool(node.flow_style))
            return
        for index, other in pairs:
            item = node.value[index]
            yield from self.patches(item, before[index], after[other], flow=bool(node.flow_style))
        yield from self._without(node, list(self._items(node, stays)))
        added = after[len(pairs) :]
        if node.flow_style:
            texts = [fragments.flow_text([value])[1:-1] for value in added]
        else:
            texts = [line for value in added for line in fragments.item(value)]
        yield from self._behind(node, node.value[pairs[-1][0]], texts)

    def _items(self, node: SequenceNode, stays: set[int]) -> Iterator[_Member]:
        for index, item in enumerate(node.value):
            start = item.start_mark.index
            if not node.flow_style:
                start = len(self.text[:start].rstrip()) - 1
                if self.text[start] != "-":
                    raise Unwritable("a comment stands between the dash and its item")
            yield _Member(start, self._end(item), index in stays)

    def _without(self, node: CollectionNode, members: Sequence[_Member]) -> Iterator[Patch]:
        """Take members away: lines in a block, with a comma inside brackets."""
        for index, member in enumerate(members):
            if member.kept:
                continue
            if not node.flow_style:
                yield self._line(member)
            elif any(other.kept for other in members[:index]):
                yield Patch(members[index - 1].end, member.end, "")
            else:
                yield Patch(member.start, members[index + 1].start, "")

    def _line(self, member: _Member) -> Patch:
        """The lines of a member with the line end before them."""
        start = self.text.rfind("\n", 0, member.start)
        if start < 0 or self.text[start : member.start].strip():
            raise Unwritable("something else stands in the same line")
        start -= self.text[start - 1 : start] == "\r"
        return Patch(start, self._line_end(member.end), "")

    def _behind(self, node: CollectionNode, last: Node, texts: Sequence[str]) -> Iterator[Patch]:
        """Put new members behind the last one that stays."""
        end = self._end(last)
        if node.flow_style:
            yield from (Patch(end, end, f", {text}") for text in texts)
        else:
            indent = self.newline + " " * node.start_mark.column
            end = self._line_end(end)
            yield from (Patch(end, end, indent + text) for text in texts)

    def _instead(self, node: Node, value: object, *, flow: bool) -> Patch:
        start, end = node.start_mark.index, self._end(node)
        if not isinstance(value, Mapping | list):
            quote = node.style if isinstance(node, ScalarNode) else None
            return Patch(start, end, fragments.scalar(value, quote, flow=flow))
        if flow or not value or getattr(node, "flow_style", False):
            return Patch(start, end, fragments.flow_text(value))
        if isinstance(value, list):
            lines = [line for part in value for line in fragments.item(part)]
        else:
            lines = [line for key, part in value.items() for line in fragments.pair(key, part)]
        indent = self.newline + " " * node.start_mark.column
        return Patch(start, end, indent.join(lines))

    def _end(self, node: Node) -> int:
        """Where the last character of a node stands, without the comments that follow it."""
        if isinstance(node, MappingNode) and not node.flow_style:
            return self._end(node.value[-1][1])
        if isinstance(node, SequenceNode) and not node.flow_style:
            return self._end(node.value[-1])
        # A text of several lines takes the empty ones below it along.
        return len(self.text[: node.end_mark.index].rstrip())

    def _line_end(self, index: int) -> int:
        end = self.text.find("\n", index)
        if end < 0:
            return len(self.text)
        return end - (self.text[end - 1 : end] == "\r")


def _aligned(before: list[object], after: list[object]) -> list[tuple[int, int]]:
    """Which items of two lists belong together: those that stay, and then new ones follow."""
    moved = [(was, now) for was, now in zip(before, after, strict=False) if was != now]
    if len(before) == len(after) and all(isinstance(part, dict) for pair in moved for part in pair):
        return [(index, index) for index in range(len(after))]
    pairs: list[tuple[int, int]] = []
    for index, item in enumerate(before):
        if len(pairs) < len(after) and item == after[len(pairs)]:
            pairs.append((index, len(pairs)))
    return pairs
