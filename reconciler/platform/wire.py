"""Sends one request over a channel and brings back what it proves; the only place that does."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from reconciler.platform.address import checked
from reconciler.platform.answers import read_reply
from reconciler.platform.clock import Clock, Patience
from reconciler.platform.gate import Gate
from reconciler.platform.judge import Line, accepted, answered
from reconciler.platform.meter import Meter
from reconciler.platform.replies import Answer, Busy, Lost, Reply, Unreached
from reconciler.platform.request import Request
from reconciler.platform.retry import persist
from reconciler.platform.settings import Endpoint
from reconciler.platform.transport import WriteError, opened, unreached

LARGEST_ANSWER_BYTES = 32 * 1024 * 1024
NOTHING_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)


@dataclass(frozen=True, slots=True)
class Shared:
    """What the channels of one tenant have in common."""

    gate: Gate
    meter: Meter
    clock: Clock
    patience: Patience


class Wire:
    """One channel's connections. Safe to use from many threads."""

    def __init__(self, client: httpx.Client, line: Line, shared: Shared) -> None:
        self._client = client
        self._line = line
        self._shared = shared

    def ask(self, request: Request) -> Answer:
        """The API's own answer, yes or no; a write is never sent again once it may have arrived.

        Raises PlatformError, or Ambiguous for a write, when there is none.
        """
        shared = self._shared
        reply = persist(
            lambda: self._attempt(request),
            writes=request.writes,
            clock=shared.clock,
            patience=shared.patience,
        )
        return answered(reply, request, self._line)

    def accept(self, answer: Answer, request: Request) -> object:
        """The content of a yes; raises Moved or Refused for a no."""
        return accepted(answer, request, self._line)

    def _attempt(self, request: Request) -> Reply:
        shared = self._shared
        with shared.gate.turn():
            reply = self._exchange(request)
        if not isinstance(reply, Unreached):
            shared.meter.count(writes=request.writes)
        if isinstance(reply, Busy) and reply.wait is not None:
            shared.gate.close_for(min(reply.wait, shared.patience.longest_wait_seconds))
        return reply

    def _exchange(self, request: Request) -> Reply:
        # What httpx raises holds the request and so the token: it becomes data here and ends here.
        try:
            return self._send(request)
        except WriteError:
            return Unreached("this run only reads", passing=False)
        except httpx.InvalidURL:
            return Unreached("its address is not one that can be reached", passing=False)
        except NOTHING_SENT as error:
            return unreached(error)
        except httpx.TimeoutException:
            return Lost(f"no answer within {self._shared.patience.answer_seconds:g} seconds")
        except httpx.RequestError:
            return Lost("the connection broke before the whole answer was here")

    def _send(self, request: Request) -> Reply:
        clock = self._shared.clock
        content = None if request.body is None else json.dumps(request.body, allow_nan=False)
        with self._client.stream(
            request.method,
            f"{self._line.address}{request.path}",
            params=request.query or None,
            content=content,
            headers=request.headers,
        ) as response:
            body = self._bounded(response)
            if isinstance(body, Lost):
                return body
            return read_reply(response.status_code, response.headers, body, clock.now())

    def _bounded(self, response: httpx.Response) -> bytes | Lost:
        clock, limit = self._shared.clock, self._shared.patience.whole_answer_seconds
        body, began = bytearray(), clock.monotonic()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > LARGEST_ANSWER_BYTES:
                mebibytes = LARGEST_ANSWER_BYTES // 1024**2
                return Lost(f"it answered more than {mebibytes} MiB", passing=False)
            if clock.monotonic() - began > limit:
                return Lost(f"its answer was not complete after {limit:g} seconds", passing=False)
        return bytes(body)


@contextmanager
def connected(
    channel: str, scheme: str, endpoint: Endpoint, shared: Shared, *, read_only: bool
) -> Iterator[Wire]:
    """A channel's wire with *scheme* before its token, closed at the end.

    Raises PlatformError for an address or token that cannot work.
    """
    address = checked(channel, endpoint)
    headers = {
        "Authorization": f"{scheme} {endpoint.token.get_secret_value()}",
        "Content-Type": "application/json",
        "Accept": "application/json",
        "User-Agent": "proctoring-reconciler",
    }
    line = Line(channel, address, endpoint.token_source, endpoint.token)
    with opened(address, headers, shared.patience, read_only=read_only) as client:
        yield Wire(client, line, shared)
