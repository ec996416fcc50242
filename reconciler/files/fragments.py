"""New YAML as a person would write it: one line where it fits, quotes where they are needed."""

from collections.abc import Mapping
from io import StringIO
from typing import Final

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, SingleQuotedScalarString

_ONE_LINE: Final = 80  # characters
_FEW: Final = 3  # entries of a map on one line
_QUOTES: Final = {'"': DoubleQuotedScalarString, "'": SingleQuotedScalarString}
# Texts in YAML 1.2, which is read here, and booleans to the many readers of 1.1.
_WERE_BOOLEANS: Final = frozenset({"y", "n", "yes", "no", "on", "off"})


def scalar(value: object, quote: str | None = None, *, flow: bool = False) -> str:
    """One value; a text in the *quote* that it had, else in none or in double ones."""
    if isinstance(value, str):
        plain = flow_text([str(value)])[1:-1] if flow else _dumped({"k": str(value)})[3:]
        needed = plain[:1] in _QUOTES or "\n" in value or value.lower() in _WERE_BOOLEANS
        style = _QUOTES.get(quote or "", DoubleQuotedScalarString if needed else None)
        return flow_text([style(value)])[1:-1] if style else plain
    return _dumped({"k": value})[3:]


def flow_text(value: object) -> str:
    """A map or a list on one line."""
    return _dumped(_on_one_line(value))


def pair(key: str, value: object) -> list[str]:
    """The lines of a key and its value in a block map that starts in the first column."""
    return _dumped(CommentedMap({_text(key): _laid_out(value)})).split("\n")


def item(value: object) -> list[str]:
    """The lines of an item in a block list that starts in the first column."""
    first, *others = _dumped(_laid_out(value)).split("\n")
    return [f"- {first}", *(f"  {line}" for line in others)]


def _laid_out(value: object) -> object:
    if not isinstance(value, Mapping | list):
        return _text(value)
    parts = list(value.values()) if isinstance(value, Mapping) else value
    deep = any(isinstance(part, Mapping | list) for part in parts)
    many = isinstance(value, Mapping) and len(value) > _FEW
    if not deep and not many and len(flow_text(value)) <= _ONE_LINE:
        return _on_one_line(value)
    if isinstance(value, Mapping):
        return CommentedMap({_text(key): _laid_out(part) for key, part in value.items()})
    return CommentedSeq([_on_one_line(part) for part in value])


def _on_one_line(value: object) -> object:
    match value:
        case Mapping():
            made = CommentedMap({_text(k): _on_one_line(part) for k, part in value.items()})
            made.fa.set_flow_style()
            return made
        case list():
            items = CommentedSeq([_on_one_line(part) for part in value])
            items.fa.set_flow_style()
            return items
        case _:
            return _text(value)


def _text(value: object) -> object:
    """A text that ruamel would put in single quotes or on several lines, in double quotes."""
    if not isinstance(value, str) or type(value) in _QUOTES.values():
        return value
    if "\n" in value or value.lower() in _WERE_BOOLEANS or _single_quoted(str(value)):
        return DoubleQuotedScalarString(value)
    return str(value)


def _single_quoted(text: str) -> bool:
    probe = CommentedSeq([text])
    probe.fa.set_flow_style()
    return _dumped(probe).startswith("['")


def _dumped(value: object) -> str:
    yaml = YAML()
    yaml.width = 1_000_000  # a line is broken by people, never by us
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = StringIO()
    yaml.dump(value, stream)
    return stream.getvalue().removesuffix("...\n").rstrip("\n")
