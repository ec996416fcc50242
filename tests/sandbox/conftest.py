"""A running demo tenant whose clock stands still, and doors to its three APIs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from reconciler.sandbox import Sandbox

NOW = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Door:
    """One API of a sandbox, with the headers that let a client in."""

    client: httpx.Client
    url: str
    headers: Mapping[str, str]

    def __call__(
        self, method: str, path: str, body: object = None, **headers: str
    ) -> httpx.Response:
        """Send one request; *headers* have underscores for dashes."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.request(
            method, self.url + path, json=body, headers={**self.headers, **named}
        )

    def content(self, method: str, path: str, body: object = None) -> Any:
        """Send one request and return the Content of its answer."""
        return self(method, path, body).json()["Content"]


@pytest.fixture(scope="session")
def client() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False) as client:
        yield client


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(now=NOW) as sandbox:
        yield sandbox


@pytest.fixture
def console(sandbox, client):
    return console_of(sandbox, client)


@pytest.fixture
def integrations(sandbox, client):
    headers = {
        "Authorization": f"EAPI {sandbox.integrations_token}",
        "Content-type": "application/json",
    }
    return Door(client, sandbox.integrations_url, headers)


@pytest.fixture
def control(sandbox, client):
    return Door(client, sandbox.control_url, {})


@pytest.fixture
def open_console(client):
    """Return a function that opens the console door of any sandbox."""
    return lambda sandbox: console_of(sandbox, client)


@pytest.fixture
def settings(console):
    """Return the settings of the high-stakes template, as they are live."""
    return console.content("GET", "/proctorio/templates/high-stakes")["Settings"]


def console_of(sandbox: Sandbox, client: httpx.Client) -> Door:
    headers = {"Authorization": f"Bearer {sandbox.console_token}"}
    return Door(client, sandbox.console_url, headers)
