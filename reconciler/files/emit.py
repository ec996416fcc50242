"""New documents as text, in the style of the example: short maps and lists on one line."""

from collections.abc import Collection, Sequence
from io import StringIO

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from reconciler.files.scalars import scalar
from reconciler.model.document import Content

_WIDTH = 96
_FEW = 3  # entries of a map that a reader takes in on one line


def emit(content: Content, modeline: str, comment: str = "") -> str:
    """The text of a file with one document below its *modeline* and a *comment*, where given."""
    head = [modeline, comment and f"# {comment}"]
    return "\n".join([*filter(None, head), _text(content)])


def _text(content: Content) -> str:
    yaml = YAML()
    yaml.width = 2**20  # a text that is folded over lines is hard to read and to change
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = StringIO()
    document = {scalar(key): _node(value, len(key) + 2) for key, value in content.items()}
    yaml.dump(CommentedMap(document), out)
    return out.getvalue()


def _node(value: object, before: int, *, flow: bool = False) -> object:
    """*value* as ruamel.yaml writes it; *before* is how much of the line is taken."""
    match value:
        case dict():
            return _map(value, before)
        case list():
            return _list(value, before)
        case str():
            return scalar(value, flow=flow)
        case _:
            return value


def _map(content: Content, before: int) -> CommentedMap:
    flow = len(content) <= _FEW and _fits([*content, *content.values()], before)
    node = CommentedMap(
        {
            scalar(key, flow=flow): _node(value, len(key) + 4, flow=flow)
            for key, value in content.items()
        }
    )
    if flow:
        node.fa.set_flow_style()
    return node


def _list(items: Sequence[object], before: int) -> CommentedSeq:
    flow = _fits(items, before)
    node = CommentedSeq([_node(item, 4, flow=flow) for item in items])
    if flow:
        node.fa.set_flow_style()
    return node


def _fits(items: Collection[object], before: int) -> bool:
    if any(isinstance(item, dict | list) for item in items):
        return False
    return before + sum(len(str(item)) + 2 for item in items) <= _WIDTH
