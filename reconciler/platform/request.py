"""One request as the channels word it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import quote

from reconciler.errors import PlatformError
from reconciler.model.observed import Raw

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a channel; *purpose* completes the sentence "could not …"."""

    method: Method
    path: str
    purpose: str
    query: Mapping[str, str] = field(default_factory=dict)
    body: Raw | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def writes(self) -> bool:
        """Whether it may change the platform, and so may not be sent twice."""
        return self.method != "GET"


def segment(key: str) -> str:
    """A key as one segment of a path: everything encoded, slashes too.

    Raises PlatformError for a key that no path can carry.
    """
    try:
        encoded = quote(key, safe="")
    except UnicodeEncodeError:
        encoded = ""
    # A dot segment would be folded away on its way and reach another object.
    if encoded in {"", ".", ".."}:
        raise PlatformError(f"{key!r} cannot be a key: no address can carry it; rename the object")
    return encoded
