"""Turns what came back into content, or into the one error that says what to do."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import assert_never

from pydantic import SecretStr

from reconciler.errors import Ambiguous, Moved, PlatformError, Refused
from reconciler.platform.numbered import MEANINGS
from reconciler.platform.replies import Answer, Busy, Denied, Fault, Lost, Reply, Unreached
from reconciler.platform.request import Request

LONGEST_REASON = 300
SHORTEST_SECRET = 8


@dataclass(frozen=True, slots=True)
class Line:
    """What messages may say of a channel: its name, its address, where its token came from.

    The *token* is here to be taken out of what the platform says.
    """

    channel: str
    address: str
    token_source: str
    token: SecretStr

    def __str__(self) -> str:
        return f"{self.channel} ({self.address})"


def answered(reply: Reply, request: Request, line: Line) -> Answer:
    """The API's own answer; raises PlatformError, or Ambiguous for a write, when there is none."""
    could_not = f"could not {request.purpose} over {line}"
    match reply:
        case Answer():
            return reply
        case Busy():
            raise PlatformError(
                f"{could_not}: it still asks us to slow down (429), nothing was done;"
                " try later, or lower pace.requests_per_second in site.yaml"
            )
        case Unreached(why=why):
            raise PlatformError(f"{could_not}, nothing was sent: {why}")
        case Denied(why=why):
            raise PlatformError(f"{could_not}: {why}; check the address and {line.token_source}")
        case Lost(why=why) if request.writes:
            raise lost(why, request, line)
        case Lost(why=why):
            raise PlatformError(f"{could_not}: {why}")
        case _:
            assert_never(reply)


def accepted(answer: Answer, request: Request, line: Line) -> object:
    """The content of a yes; raises Moved or Refused with the platform's reasons for a no."""
    if answer.yes:
        return answer.content
    if answer.status == HTTPStatus.PRECONDITION_FAILED:
        raise Moved(f"could not {request.purpose} over {line}: it has changed since it was read")
    if answer.status == HTTPStatus.NOT_FOUND:
        raise _missing(request, line)
    raise Refused(f"{line} refused to {request.purpose}: {reasons(answer, line)} ({answer.status})")


def _missing(request: Request, line: Line) -> PlatformError:
    if request.writes:
        return Moved(f"could not {request.purpose} over {line}: it is no longer there")
    return PlatformError(
        f"could not {request.purpose} over {line}: there is no such path (404); is the address"
        f" right? it should end in /api/v1/{line.channel}"
    )


def lost(why: str, request: Request, line: Line) -> Ambiguous:
    """The error for a write that may or may not have been done."""
    return Ambiguous(
        f"no certain answer to the request to {request.purpose} over {line}: {why};"
        " it may have been done, so look before it is tried again"
    )


def reasons(answer: Answer, line: Line) -> str:
    """The platform's reasons on one line, fit to show."""
    return "; ".join(_reason(fault, line) for fault in answer.faults) or "it gave no reason"


def _reason(fault: Fault, line: Line) -> str:
    text = _shown(fault.text, line) or MEANINGS.get(fault.code, "")
    code = f"code {_shown(fault.code, line)}" if fault.code else ""
    return ": ".join(part for part in (code, text) if part) or "it gave no reason"


def _shown(text: str, line: Line) -> str:
    token = line.token.get_secret_value()
    # Only what is long enough to be a secret: a short one would take harmless words out too.
    safe = text.replace(token, "[token]") if len(token) >= SHORTEST_SECRET else text
    # The platform's words go to terminals and logs: one line, no control characters, not endless.
    plain = "".join(letter if letter.isprintable() else " " for letter in safe).strip()
    return plain if len(plain) <= LONGEST_REASON else f"{plain[:LONGEST_REASON]}…"
