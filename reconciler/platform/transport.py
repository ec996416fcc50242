"""Makes the HTTP client of one channel; for a run that only reads, one that cannot write."""

import socket
import ssl
from collections.abc import Iterator
from functools import cache
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx

from reconciler.errors import PlatformError
from reconciler.platform.address import loopback
from reconciler.platform.clock import Patience
from reconciler.platform.replies import Unreached

# An idle connection is let go before the other side is likely to: a write on one that is just being
# closed there would have no certain answer. How many there are, the gate decides.
LIMITS = httpx.Limits(max_connections=None, keepalive_expiry=3)


ADVICE = "is the address right, is the platform running, and is the network up?"


class WriteError(httpx.RequestError):
    """Something tried to write in a run that only reads; nothing was sent."""


class ReadOnly(httpx.BaseTransport):
    """Passes GET on and stops everything else before a byte of it is sent."""

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer to a GET; raises WriteError for any other method."""
        if request.method != "GET":
            raise WriteError("this run only reads")
        return self._inner.handle_request(request)

    def close(self) -> None:
        """Close the connections below."""
        self._inner.close()


def opened(
    address: str, headers: dict[str, str], patience: Patience, *, read_only: bool
) -> httpx.Client:
    """A client for one base address that follows no redirect and verifies TLS.

    Raises PlatformError for a proxy that cannot be used.
    """
    seconds = patience.answer_seconds
    direct = httpx.HTTPTransport(verify=_trust(), limits=LIMITS, proxy=_proxy(address))
    return httpx.Client(
        headers=headers,
        timeout=httpx.Timeout(seconds, connect=patience.connect_seconds),
        transport=ReadOnly(direct) if read_only else direct,
        follow_redirects=False,
        trust_env=False,
    )


@cache
def _trust() -> ssl.SSLContext:
    # Reading the certificates of all authorities takes longer than a request: once is enough.
    return httpx.create_ssl_context()


def _proxy(address: str) -> str | None:
    # httpx looks for the machine's proxy only when it makes the transport itself.
    parts = urlsplit(address)
    host = parts.hostname or ""
    named = None if loopback(host) or proxy_bypass(host) else getproxies().get(parts.scheme)
    if named is None:
        return None
    proxy = named if "://" in named else f"http://{named}"
    if not proxy.startswith(("http://", "https://")):
        raise PlatformError(
            f"the machine's proxy for {host} is not an http proxy: check HTTPS_PROXY"
        )
    return proxy


def unreached(error: Exception) -> Unreached:
    """Why no connection was made, in words for people."""
    named = filter(None, map(_named, _causes(error)))
    return next(named, Unreached(f"no connection: {ADVICE}"))


def _named(cause: BaseException) -> Unreached | None:
    why, passing = "", True
    match cause:
        case ssl.SSLCertVerificationError(verify_message=fault):
            why, passing = f"its TLS certificate is not trusted: {fault}", False
        case ssl.SSLError():
            why, passing = "no TLS connection: is it really https there?", False
        case socket.gaierror(errno=number):
            why = "its host name is not known: is the address right?"
            passing = number == socket.EAI_AGAIN
        case ConnectionRefusedError():
            why = f"the connection was refused: {ADVICE}"
        case httpx.TimeoutException():
            why = f"no connection in time: {ADVICE}"
        case httpx.ProxyError():
            why = "the machine's proxy lets nothing through: check HTTPS_PROXY"
        case _:
            return None
    return Unreached(why, passing)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    # The cause that names it best is the innermost one, so that comes first.
    if error is not None:
        yield from _causes(error.__cause__ or error.__context__)
        yield error
