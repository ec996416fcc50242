"""The first look at what an answer holds."""

from reconciler.errors import PlatformError
from reconciler.model.observed import Raw


def json_object(content: object, name: str) -> Raw:
    """The content as a JSON object; raises PlatformError, saying it of *name*, if it is none."""
    if isinstance(content, dict):
        return content
    raise PlatformError(f"the platform answered with {_kind(content)} in place of {name}")


def _kind(content: object) -> str:
    match content:
        case None:
            return "nothing"
        case list():
            return "a list"
        case _:
            return "a bare value"
