"""The door to GitHub's REST API: one request, what it brought, and when to try again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from reconciler.errors import ForgeError
from reconciler.forge.actions import Run
from reconciler.forge.refusal import NotThere, Passing, refusal

Item = dict[str, Any]
Result = TypeVar("Result")

PAGE: Final = 100
_ATTEMPTS = 4
_PAGES = 100  # ten thousand comments or issues: who has more has another problem
_ANSWER_SECONDS = 30


class Rest:
    """The REST API of one repository, with the permissions of the run's token."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def get(self, path: str, need: str) -> Iterator[Item]:
        """Every item of a list, over all of its pages. *need* is the permission it takes."""
        address: str | None = f"{path}{'&' if '?' in path else '?'}per_page={PAGE}"
        for _ in range(_PAGES):
            if address is None:
                return
            answer = self._send("GET", address, need)
            yield from self._list(answer)
            address = answer.links.get("next", {}).get("url")
            if address and _origin(address) != _origin(str(self._client.base_url)):
                # Nothing that an answer says makes us send the token to somebody else.
                raise ForgeError("GitHub named a next page on another server; nothing was sent")
        raise ForgeError(f"GitHub lists more than {_PAGES * PAGE} things where a few belong")

    def find(self, path: str, need: str) -> Item | None:
        """One thing; None when it is not there."""
        try:
            return self._one(self._send("GET", path, need))
        except NotThere:
            return None

    def post(self, path: str, body: Item, need: str) -> Item:
        """Make something new."""
        return self._one(self._send("POST", path, need, body))

    def patch(self, path: str, body: Item, need: str) -> Item:
        """Change something that is there."""
        return self._one(self._send("PATCH", path, need, body))

    def _send(self, method: str, path: str, need: str, body: Item | None = None) -> httpx.Response:
        try:
            answer = self._client.request(method, path, json=body)
        except httpx.RequestError as error:
            # What httpx raises holds the request, and so the token.
            raise Passing(f"GitHub does not answer ({type(error).__name__})") from None
        if answer.is_success:
            return answer
        asked = f"{method} {urlsplit(path).path}"
        raise refusal(answer.status_code, answer.headers, answer.text, asked=asked, need=need)

    @staticmethod
    def _list(answer: httpx.Response) -> list[Item]:
        content = _content(answer)
        if isinstance(content, list) and all(isinstance(item, dict) for item in content):
            return content
        raise ForgeError("GitHub answered something other than a list where one was asked for")

    @staticmethod
    def _one(answer: httpx.Response) -> Item:
        content = _content(answer)
        if isinstance(content, dict):
            return content
        raise ForgeError("GitHub answered something other than an object where one was asked for")


@contextmanager
def connected(run: Run) -> Iterator[Rest]:
    """The API of the run's repository, until the end of the block."""
    _demand_safe(run.api)
    headers = {
        "Authorization": f"Bearer {run.token.get_secret_value()}",
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
        "User-Agent": "proctoring-reconciler",
    }
    base = f"{run.api}/repos/{run.repository}"
    with httpx.Client(base_url=base, headers=headers, timeout=_ANSWER_SECONDS) as client:
        yield Rest(client)


def patiently(action: Callable[[], Result], first_seconds: float = 1) -> Result:
    """What *action* gives, once GitHub lets it; it is done again and must bear that.

    Raises ForgeError when GitHub does not let it in time.
    """

    def pause(state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.wait if isinstance(error, Passing) else None
        return first_seconds * 2 ** (state.attempt_number - 1) if asked is None else asked

    again = retry_if_exception_type(Passing)
    return Retrying(retry=again, wait=pause, stop=stop_after_attempt(_ATTEMPTS), reraise=True)(
        action
    )


def _origin(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc


def _demand_safe(api: str) -> None:
    try:
        scheme, host = urlsplit(api).scheme, urlsplit(api).hostname
    except ValueError:
        scheme, host = "", None
    if not host or (scheme != "https" and host not in {"127.0.0.1", "localhost", "::1"}):
        raise ForgeError("GITHUB_API_URL is no address that starts with https://; nothing was sent")


def _content(answer: httpx.Response) -> object:
    try:
        return answer.json()
    except ValueError:
        raise ForgeError("GitHub's answer is not JSON; is GITHUB_API_URL its API?") from None
