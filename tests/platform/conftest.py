import json
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BufferedIOBase

import pytest
from pydantic import SecretStr

from reconciler.model.observed import Seen
from reconciler.platform.clock import Clock
from reconciler.platform.routing import Routed, connect
from reconciler.platform.settings import Access, Endpoint, Pace
from reconciler.sandbox import Sandbox

TOKEN = "sesame-open-0f3a"  # noqa: S105 - opens nothing


@dataclass
class Hourglass:
    """A clock that only sleeping moves."""

    slept: list[float] = field(default_factory=list)
    seconds: float = 0.0
    now: datetime = datetime(2026, 6, 1, 12, tzinfo=UTC)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds

    @property
    def clock(self) -> Clock:
        return Clock(self.sleep, lambda: self.seconds, lambda: self.now)


@dataclass(frozen=True)
class Asked:
    """One request as it came over the wire."""

    line: str
    headers: dict[str, str]
    body: bytes


Script = Sequence[bytes | Callable[[socket.socket], object]]


class Loopback:
    """A server that says what it is told, answer after answer; the last one again and again."""

    def __init__(self, script: Script) -> None:
        self.asked: list[Asked] = []
        self._script = list(script)
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/api/v1/console"

    @contextmanager
    def running(self) -> Iterator["Loopback"]:
        thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()

    def _handler(self) -> type[socketserver.BaseRequestHandler]:
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                try:
                    asked = outer._read(self.rfile)
                except UnicodeDecodeError:  # TLS, which this server does not speak
                    return
                if asked is None:
                    return
                outer.asked.append(asked)
                number = min(len(outer.asked), len(outer._script)) - 1
                answer = outer._script[number]
                if callable(answer):
                    answer(self.connection)
                else:
                    self.wfile.write(answer)

        return Handler

    def _read(self, stream: BufferedIOBase) -> Asked | None:
        line = stream.readline().decode().strip()
        if not line:
            return None
        headers = {}
        while pair := stream.readline().decode().strip():
            name, _, value = pair.partition(":")
            headers[name.lower()] = value.strip()
        return Asked(line, headers, stream.read(int(headers.get("content-length", 0))))


def answer(
    status: int, body: object = None, media: str = "application/json", **headers: str
) -> bytes:
    """A whole HTTP answer; *body* is bytes as they are, or JSON."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {"content-type": media, "content-length": str(len(data)), "connection": "close"}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"HTTP/1.1 {status} Whatever\r\n{head}\r\n".encode() + data


def envelope(
    content: object = None, *, success: bool = True, errors: object = None
) -> dict[str, object]:
    return {"Content": content, "Success": success, "Errors": errors}


def yes(content: object = None) -> bytes:
    return answer(200, envelope(content))


def no(status: int, *errors: object) -> bytes:
    return answer(status, envelope(success=False, errors=list(errors)))


def endpoint(url: str, token: str = TOKEN) -> Endpoint:
    return Endpoint(url, SecretStr(token), "environment variable CONSOLE_TOKEN")


@pytest.fixture
def hourglass() -> Hourglass:
    return Hourglass()


def whole(seen: Seen) -> Seen:
    """Keep an answer as it is."""
    return seen


NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
FAST = Pace(requests_per_second=10_000, in_flight=8)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(seed="demo", now=NOW) as running:
        yield running


def console_of(sandbox: Sandbox) -> Endpoint:
    return Endpoint(sandbox.console_url, SecretStr(sandbox.console_token), "CONSOLE_TOKEN")


def integrations_of(sandbox: Sandbox) -> Endpoint:
    token = SecretStr(sandbox.integrations_token)
    return Endpoint(sandbox.integrations_url, token, "CIRRUS_TOKEN")


@pytest.fixture
def console(sandbox: Sandbox, hourglass: Hourglass) -> Iterator[Routed]:
    access = Access(console=console_of(sandbox), pace=FAST)
    with connect(access, read_only=False, clock=hourglass.clock) as platform:
        yield platform


@pytest.fixture
def integrations(sandbox: Sandbox, hourglass: Hourglass) -> Iterator[Routed]:
    access = Access(integrations=integrations_of(sandbox), pace=FAST)
    with connect(access, read_only=False, clock=hourglass.clock) as platform:
        yield platform
