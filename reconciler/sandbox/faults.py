"""Faults on request: which requests go wrong, how, and how often."""

import json
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass as checked_dataclass

from reconciler.sandbox.envelope import dumps
from reconciler.sandbox.tenant import Tenant

Kind = Literal[
    "status",  # any status, with Retry-After if given
    "delay",  # the answer comes late
    "drop",  # the connection breaks without an answer
    "html",  # a sign-in or maintenance page where JSON should be
    "oversized",  # an answer without end
    "malformed",  # JSON that breaks off, in a complete answer
    "truncated",  # the connection breaks in the middle of the answer
    "redirect",
    "empty",  # a list answers that there is nothing
    "stale",  # a read answers what was true when the fault was set
]
_MEBIBYTE = 1 << 20


@checked_dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Fault:
    """A rule; *path* is a regex matched from the start of the percent-encoded path.

    *times* None goes on until the faults are cleared; the first *skip* matches are spared. With
    *after* the request is carried out first, and only its answer suffers.
    """

    kind: Kind
    method: str | None = None
    path: str = ""
    times: int | None = 1
    skip: int = 0
    after: bool = False
    status: int | None = None
    retry_after: str | int | None = None
    seconds: float = 0.0
    size: int = 32 * _MEBIBYTE
    location: str = "/login"
    error: str = "the sandbox was asked to fail"


@dataclass(frozen=True)
class Reply:
    """What goes over the wire; *cut* sends half of the body and hangs up."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False


@dataclass
class Armed:
    """A fault with what is left of it, and the past that a stale one answers from."""

    fault: Fault
    skip: int
    left: int | None
    past: Tenant | None


class Faults:
    """The rules in force; the first that matches a request is used up by one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._armed: list[Armed] = []

    def add(self, fault: Fault, past: Tenant | None = None) -> None:
        """Put a rule behind the others."""
        re.compile(fault.path)
        with self._lock:
            self._armed.append(Armed(fault, fault.skip, fault.times, past))

    def clear(self) -> None:
        """Take all rules away."""
        with self._lock:
            for armed in self._armed:
                if armed.past:
                    armed.past.store.close()
            self._armed.clear()

    def rules(self) -> list[Armed]:
        """Return the rules and what is left of them."""
        with self._lock:
            return list(self._armed)

    def take(self, method: str, path: str) -> Armed | None:
        """Return the rule that this request falls under, if any."""
        with self._lock:
            for armed in self._armed:
                if armed.left != 0 and _matches(armed.fault, method, path) and _due(armed):
                    return armed
        return None


def spoiled(fault: Fault, reply: Reply) -> Reply | None:
    """Return what the client gets in place of *reply*; None is nothing at all."""
    match fault.kind:
        case "drop":
            return None
        case "malformed":
            return replace(reply, body=reply.body[: len(reply.body) // 2])
        case "truncated":
            return replace(reply, cut=True)
        case "empty":
            return _emptied(reply)
        case "delay" | "stale":
            return reply
        case _:
            return _MADE_UP[fault.kind](fault)


def carried_out(fault: Fault) -> bool:
    """Tell whether the request is carried out before its answer suffers."""
    return fault.after or fault.kind in {"delay", "malformed", "truncated", "empty", "stale"}


def _matches(fault: Fault, method: str, path: str) -> bool:
    return fault.method in {None, method} and re.match(fault.path, path) is not None


def _due(armed: Armed) -> bool:
    """Use the rule up by one: a match that is skipped, or one that strikes."""
    if armed.skip:
        armed.skip -= 1
        return False
    if armed.left is not None:
        armed.left -= 1
    return True


def _emptied(reply: Reply) -> Reply:
    envelope = json.loads(reply.body)
    envelope["Content"] |= {"Items": [], "Total": 0}
    return replace(reply, body=dumps(envelope).encode())


def _failure(fault: Fault) -> Reply:
    errors = [{"Code": "Fault", "Error": fault.error}]
    body = dumps({"Content": None, "Success": False, "Errors": errors}).encode()
    retry = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
    return Reply(fault.status or 503, body, retry)


def _page(fault: Fault) -> Reply:
    page = b"<!DOCTYPE html><html><body><h1>Scheduled maintenance</h1></body></html>"
    return Reply(fault.status or 200, page, {"Content-Type": "text/html; charset=utf-8"})


def _elsewhere(fault: Fault) -> Reply:
    return Reply(fault.status or 302, b"", {"Location": fault.location})


def _endless(fault: Fault) -> Reply:
    return Reply(200, b'{"Content":"' + b"x" * fault.size + b'"}')


_MADE_UP: Mapping[Kind, Callable[[Fault], Reply]] = {
    "status": _failure,
    "html": _page,
    "redirect": _elsewhere,
    "oversized": _endless,
}
