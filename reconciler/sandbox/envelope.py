"""Calls as the handlers get them, and the envelope that every answer comes in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Item = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """One request: path keys already decoded, header names in lower case."""

    keys: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    """One answer of a handler."""

    body: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class Refusal(Exception):
    """The platform says no: a status, and errors in the words of the API that says it."""

    def __init__(self, status: int, *errors: object) -> None:
        super().__init__(status, *errors)
        self.status = status
        self.errors = errors

    def answer(self) -> Answer:
        """Return the refusal in its envelope."""
        body = {"Content": None, "Success": False, "Errors": list(self.errors)}
        return Answer(dumps(body), self.status)


def dumps(value: object) -> str:
    """Return *value* as compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def content(text: str, status: int = 200) -> Answer:
    """Answer with *text*, which is JSON already, as the Content."""
    return Answer(f'{{"Content":{text},"Success":true,"Errors":null}}', status)


def done() -> Answer:
    """Answer without a Content, as the public API does for some writes."""
    return Answer('{"Success":true,"Errors":null}')


def refuse(status: int, code: str, error: str) -> Refusal:
    """Return a refusal in the console's words; *code* is for people and logs."""
    return Refusal(status, {"Code": code, "Error": error})
