"""Checks an address and a token before anything is sent to the one with the other."""

from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from reconciler.errors import PlatformError
from reconciler.platform.settings import Endpoint


def checked(channel: str, endpoint: Endpoint) -> str:
    """The base address of a channel, without a slash at its end.

    Raises PlatformError for an address or a token that cannot work or would give the token away.
    """
    parts = _parts(channel, endpoint.url)
    shown = f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/")
    if fault := _fault(parts):
        raise PlatformError(f"the address of the {channel} channel ({shown}) {fault}")
    if not _sendable(endpoint.token.get_secret_value()):
        raise PlatformError(
            f"the token of the {channel} channel is empty or holds blanks, line breaks or letters"
            f" outside ASCII: check {endpoint.token_source}"
        )
    return shown


def loopback(host: str) -> bool:
    """Whether a host name is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _parts(channel: str, url: str) -> SplitResult:
    # Neither address is shown: there may be a password in it, and the reason may quote it.
    if "@" in url:
        raise PlatformError(
            f"the address of the {channel} channel holds an @, as a user name or password does:"
            " take it out; the token is all that is sent"
        )
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        parts = None
    if parts is None or any(letter.isspace() for letter in url):
        raise PlatformError(f"the address of the {channel} channel is not a web address")
    return parts


def _fault(parts: SplitResult) -> str:
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return "is not a web address: it should start with https://"
    if parts.query or parts.fragment:
        return "holds a ? or # part: only the path of the API belongs there"
    if parts.scheme == "http" and not loopback(parts.hostname):
        return "is not https, so the token could be read on its way: use https://"
    return ""


def _sendable(token: str) -> bool:
    return bool(token) and all("!" <= letter <= "~" for letter in token)
