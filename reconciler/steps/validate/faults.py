"""From pydantic's findings to faults in our words: what is wrong, and what to write instead."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from reconciler.model.address import NEVER_IN_FILES
from reconciler.model.number import Number
from reconciler.model.place import YamlPath
from reconciler.steps.validate import anatomy
from reconciler.steps.validate.words import a, dotted, nearest, secret, shown

_TRUE: Final = frozenset({"yes", "on", "y", "true", "t"})
_FALSE: Final = frozenset({"no", "off", "n", "false", "f"})
_KEY: Final = "[key]"  # how pydantic says that it is about the key, not the value


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a document, and where in it."""

    code: str
    message: str
    hint: str
    path: YamlPath
    at_key: bool = False


def fault(model: type[BaseModel], detail: ErrorDetails) -> Fault:
    """What pydantic found in a document, said for people."""
    path, at_key = _path(detail)
    finding = _Finding(model, path, detail, at_key)
    explain = _EXPLAIN.get(detail["type"], _unforeseen)
    return explain(finding)


@dataclass(frozen=True, slots=True)
class _Finding:
    model: type[BaseModel]
    path: YamlPath
    detail: ErrorDetails
    at_key: bool

    @property
    def name(self) -> str:
        return dotted(self.path) or a(self.kind)

    @property
    def kind(self) -> str:
        return self.model.__name__

    @property
    def value(self) -> str:
        return shown(self.detail["input"])

    @property
    def example(self) -> str:
        info = anatomy.field(self.model, self.path)
        first = (info.examples or [""])[0] if info else ""
        if self.at_key and isinstance(first, dict):
            first = next(iter(first))
        if isinstance(first, list) and self.path and isinstance(self.path[-1], int):
            first = first[0]
        return written(first)

    def bound(self, name: str) -> object:
        return self.detail.get("ctx", {}).get(name)

    def fault(self, code: str, message: str, hint: str = "") -> Fault:
        return Fault(code, message, hint, self.path, self.at_key)


def written(value: object) -> str:
    """An example as it would be written in one line of a file."""
    match value:
        case bool():
            return str(value).lower()
        case dict():
            return "{" + ", ".join(f"{key}: {written(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(written(item) for item in value) + "]"
        case _:
            return str(value)


def _path(detail: ErrorDetails) -> tuple[YamlPath, bool]:
    """The path of a finding in the file; the tags of unions are no part of it."""
    loc = [key for key in detail["loc"] if not (isinstance(key, str) and key.startswith("<"))]
    at_key = detail["type"] == "extra_forbidden" or loc[-1:] == [_KEY]
    path = tuple(key for key in loc if key != _KEY)
    free_key = detail.get("ctx", {}).get("key")
    if free_key is not None:
        return (*path, str(free_key)), True
    return path, at_key


def _unknown_key(finding: _Finding) -> Fault:
    *above, key = finding.path
    path, word = tuple(above), str(key)
    known = anatomy.keys(finding.model, path)
    where = dotted(path) or a(finding.kind)
    message = f'"{word}" is not a key of {where}'
    near, home = nearest(word, known), anatomy.home(finding.model, path, word)
    if secret(word) and not near:
        return finding.fault("literal-token", message, NEVER_IN_FILES)
    if word in known:
        message = f'"{word}" does not go with the other keys of {where}'
        return finding.fault("keys-do-not-mix", message, "keep it or the others")
    if word == "absent":
        hint = f"{a(finding.kind)} is never deleted; remove the document to release it"
        return finding.fault("unknown-key", message, hint)
    if home:
        return finding.fault("unknown-key", message, f"it stands under {home}")
    hint = f'write "{near}"' if near else f"its keys are {', '.join(known)}"
    return finding.fault("unknown-key", message, hint)


def _missing(finding: _Finding) -> Fault:
    *above, key = finding.path
    where = dotted(tuple(above)) or a(finding.kind)
    message, hint = f"{where} needs {key}", f"add {key}: {finding.example}"
    return Fault("key-missing", message, hint, tuple(above))


def _unknown_value(finding: _Finding) -> Fault:
    options = re.findall(r"'([^']*)'", str(finding.bound("expected")))
    value = finding.detail["input"]
    near = nearest(value, options) if isinstance(value, str) else None
    of = f"key of {dotted(finding.path[:-1])}" if finding.at_key else f"value of {finding.name}"
    message = f"{finding.value} is not a {of}"
    known = ", ".join(options)
    hint = f'write "{near}" (one of {known})' if near else f"write one of {known}"
    return finding.fault("unknown-value", message, hint)


def _not_boolean(finding: _Finding) -> Fault:
    value = finding.detail["input"]
    word = value.lower() if isinstance(value, str) else ""
    meant = "true" if word in _TRUE else "false" if word in _FALSE else "true or false"
    message = f"{finding.name} takes true or false, not {finding.value}"
    return finding.fault("not-true-or-false", message, f"write {meant}, without quotes")


def _not_text(finding: _Finding) -> Fault:
    value = finding.detail["input"]
    message = f"{finding.name} takes a text, not {finding.value}"
    quoted = f'write "{shown(value)}" if that is the text'
    hint = quoted if isinstance(value, bool) else f"write it like {finding.example}"
    return finding.fault("not-a-text", message, hint)


def _not_map(finding: _Finding) -> Fault:
    message = f"{finding.name} takes a map of keys to values, not {finding.value}"
    return finding.fault("not-a-map", message, f"write it like {finding.example}")


def _not_list(finding: _Finding) -> Fault:
    value = finding.detail["input"]
    message = f"{finding.name} takes a list, not {finding.value}"
    plain = isinstance(value, str)
    return finding.fault(
        "not-a-list", message, f"write [{value}]" if plain else f"write it like {finding.example}"
    )


def _not_number(finding: _Finding) -> Fault:
    message = f"{finding.name} takes a whole number, not {finding.value}"
    value = finding.detail["input"]
    if isinstance(value, str) and not isinstance(value, Number) and value.isdecimal():
        return finding.fault("not-a-number", message, f"write {value} without quotes")
    return finding.fault("not-a-number", message, f"write it like {finding.example}")


def _empty(finding: _Finding) -> Fault:
    message = f"{finding.name} is empty"
    return finding.fault("empty", message, f"write it like {finding.example}")


def _too_small(finding: _Finding) -> Fault:
    least = finding.bound("ge")
    message = f"{finding.name} is at least {least}, not {finding.value}"
    return finding.fault("out-of-range", message, f"write {least} or more")


def _too_big(finding: _Finding) -> Fault:
    most = finding.bound("le")
    message = f"{finding.name} is at most {most}, not {finding.value}"
    return finding.fault("out-of-range", message, f"write {most} or less")


def _form(finding: _Finding) -> Fault:
    what = f'the key "{finding.path[-1]}"' if finding.at_key else finding.value
    above = finding.path[:-1] if finding.at_key else finding.path
    message = f"{what} has not the form that {dotted(above)} takes"
    return finding.fault("wrong-form", message, f"write it like {finding.example}")


def _own_words(finding: _Finding) -> Fault:
    """What a validator of ours says; one that begins with `takes` wants to hear of whom."""
    words = str(finding.bound("error") or finding.detail["msg"])
    message, _, hint = words.partition("; ")
    if message.startswith("takes "):
        message = f"{finding.name} {message}"
        hint = hint or ("" if "such as" in message else f"write it like {finding.example}")
    return finding.fault("wrong-value", message, hint)


def _unforeseen(finding: _Finding) -> Fault:
    words = finding.detail["msg"]
    return finding.fault("wrong-value", f"{finding.name}: {words[:1].lower()}{words[1:]}")


_EXPLAIN: Final[Mapping[str, Callable[[_Finding], Fault]]] = {
    "extra_forbidden": _unknown_key,
    "missing": _missing,
    "literal_error": _unknown_value,
    "enum": _unknown_value,
    "bool_type": _not_boolean,
    "string_type": _not_text,
    "dict_type": _not_map,
    "model_type": _not_map,
    "list_type": _not_list,
    "int_type": _not_number,
    "string_too_short": _empty,
    "too_short": _empty,
    "greater_than_equal": _too_small,
    "less_than_equal": _too_big,
    "string_pattern_mismatch": _form,
    "value_error": _own_words,
    "map_key": _own_words,
}
