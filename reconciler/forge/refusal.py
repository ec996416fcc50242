"""What GitHub means when it says no: in words, and whether it may say yes soon."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Final

from reconciler.errors import ForgeError

LONGEST_WAIT_SECONDS: Final = 60


class Passing(ForgeError):
    """A failure that may be over soon: worth *wait* seconds and another try."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class NotThere(ForgeError):
    """GitHub knows nothing at an address, or does not show it to us."""


def refusal(
    status: int, headers: Mapping[str, str], content: str, *, asked: str, need: str
) -> ForgeError:
    """Why GitHub did not do what was *asked*, with the permission that it may take."""
    if _limited(status, headers):
        return _slower(_wait(headers))
    match status:
        case HTTPStatus.UNAUTHORIZED:
            why = "GitHub does not accept GITHUB_TOKEN; is it that of a run which is over?"
        case HTTPStatus.FORBIDDEN:
            why = f"GITHUB_TOKEN may not do this ({asked}); give the job `permissions: {need}`"
        case HTTPStatus.NOT_FOUND:
            return NotThere(
                f"GitHub knows nothing there ({asked}), or GITHUB_TOKEN may not see it; give the "
                f"job `permissions: {need}`"
            )
        case HTTPStatus.UNPROCESSABLE_ENTITY:
            why = f"GitHub refuses the content ({asked}): {_reasons(content)}"
        case _ if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return Passing(f"GitHub has trouble of its own (HTTP {status}); run again in a while")
        case _:
            why = f"GitHub answered {asked} with HTTP {status}"
    return ForgeError(why)


def _limited(status: int, headers: Mapping[str, str]) -> bool:
    """Whether this is a limit on how much is asked, not a lack of permission."""
    named = "retry-after" in headers or headers.get("x-ratelimit-remaining") == "0"
    return status == HTTPStatus.TOO_MANY_REQUESTS or (status == HTTPStatus.FORBIDDEN and named)


def _wait(headers: Mapping[str, str]) -> float | None:
    if "retry-after" in headers:
        return _number(headers["retry-after"])
    if headers.get("x-ratelimit-remaining") == "0":
        ends = _number(headers.get("x-ratelimit-reset", ""))
        return max(0.0, ends - datetime.now(UTC).timestamp())
    return None


def _slower(wait: float | None) -> ForgeError:
    if wait is not None and wait > LONGEST_WAIT_SECONDS:
        return ForgeError(f"GitHub's limit on requests holds for {wait:.0f} s; run again then")
    return Passing("GitHub asks us to be slower; run again in a while", wait)


def _number(text: str) -> float:
    return float(text) if text.isdecimal() else LONGEST_WAIT_SECONDS


def _reasons(content: str) -> str:
    try:
        said = json.loads(content)
    except ValueError:
        said = None
    match said:
        case {"message": str() as message, "errors": list() as errors}:
            named = [e["message"] for e in errors if isinstance(e, dict) and "message" in e]
            return "; ".join([message, *map(str, named)])
        case {"message": str() as message}:
            return message
        case _:
            return "it does not say why"
