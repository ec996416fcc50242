"""Reads what came back: checks its shape before anything in it is believed."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from reconciler.platform.replies import Answer, Busy, Denied, Fault, Lost, Reply

ENVELOPED = frozenset(
    {
        HTTPStatus.OK,
        HTTPStatus.CREATED,
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.CONFLICT,
        HTTPStatus.PRECONDITION_FAILED,
    }
)
WEB_PAGE = (
    "it answered a web page, not the API: is the address right?"
    " it should end in /api/v1/console or /api/v1/integrations"
)


class _MalformedError(Exception):
    """A body that is not the API's envelope; the message says in what."""


def read_reply(status: int, headers: Mapping[str, str], body: bytes, now: datetime) -> Reply:
    """What a complete response proves; *now* is what a Retry-After date is measured against."""
    if status in ENVELOPED:
        return _enveloped(status, headers.get("content-type", ""), body)
    wait = _retry_after(headers.get("retry-after"), now)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Busy(wait)
    if status == HTTPStatus.REQUEST_TIMEOUT or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Lost(f"it answered {status}, an error of its own", wait=wait)
    if status < HTTPStatus.MULTIPLE_CHOICES:
        return Lost(f"it answered {status}, which the API does not use", passing=False)
    return Denied(_denial(status))


def _denial(status: int) -> str:
    if status == HTTPStatus.UNAUTHORIZED:
        return "it does not accept the token (401)"
    if status == HTTPStatus.FORBIDDEN:
        return "it does not let the token in (403): a wrong token, or one without the right"
    if status < HTTPStatus.BAD_REQUEST:
        return f"it answered a redirect ({status}), which is not followed: use the final address"
    return f"it answered {status}, which the API does not use"


def _enveloped(status: int, media: str, body: bytes) -> Reply:
    if status == HTTPStatus.PRECONDITION_FAILED:
        return Answer(status)
    if "html" in media:
        return _not_the_api(status, WEB_PAGE, passing=False)
    try:
        return _parsed(status, media, body)
    except (ValueError, RecursionError):
        return _not_the_api(status, "it answered what is not whole JSON: a cut or mangled body")
    except _MalformedError as fault:
        return _not_the_api(status, f"{fault}: is the address right?", passing=False)


def _not_the_api(status: int, why: str, *, passing: bool = True) -> Reply:
    # A status that says no is a no in any wording; one that says yes proves nothing without a body.
    return Denied(f"{why} ({status})") if _no(status) else Lost(why, passing)


def _no(status: int) -> bool:
    return status >= HTTPStatus.BAD_REQUEST


def _parsed(status: int, media: str, body: bytes) -> Answer:
    kind = media.partition(";")[0].strip().lower()
    if kind != "application/json":
        raise _MalformedError(f"it answered {kind or 'no content type'}, not application/json")
    match json.loads(body, parse_constant=_no_constant):
        case {"Success": bool() as success, **rest} if not (success and _no(status)):
            faults = _faults(rest.get("Errors"))
            if not success and not faults:
                faults = (Fault("", "it gave no reason"),)
            return Answer(status, rest.get("Content"), faults)
        case _:
            raise _MalformedError(
                "it answered JSON that is not the API's {Content, Success, Errors}"
            )


def _no_constant(name: str) -> object:
    raise ValueError(name)


def _faults(errors: object) -> tuple[Fault, ...]:
    match errors:
        case None:
            return ()
        case list():
            return tuple(_fault(error) for error in errors)
        case _:
            raise _MalformedError("it answered Errors that are not a list")


def _fault(error: object) -> Fault:
    match error:
        case str():
            return Fault("", error)
        case {"Code": int() | str() as code, **rest}:
            return Fault(str(code), _text(rest.get("Error")))
        case {"Error": str() as text}:
            return Fault("", text)
        case _:
            raise _MalformedError("it answered an error without a code or a text")


def _text(error: object) -> str:
    return error if isinstance(error, str) else ""


def _retry_after(header: str | None, now: datetime) -> float | None:
    if header is None:
        return None
    if header.strip().isdecimal():
        return float(header)
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - now).total_seconds())
