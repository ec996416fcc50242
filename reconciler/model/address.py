"""Where a channel is reached, and which variable or file holds its token."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field, PlainValidator, WithJsonSchema

from reconciler.model.resource import Shape

# Plain http would show the token to everybody on the way: loopback only.
_URL = (
    r"^(https://[A-Za-z0-9.\-]+|https://\[[0-9A-Fa-f:]+\]"
    r"|http://(localhost|127(\.[0-9]{1,3}){3}|\[::1\]))(:[0-9]{1,5})?(/[^\s?#@]*)?$"
)
_ADVICE = (
    "takes an address such as https://api.example.com/api/v1 "
    "(http only for localhost; no user name, no ?query, no #fragment)"
)
_VARIABLE = r"^[A-Za-z_][A-Za-z0-9_]*$"
NEVER_IN_FILES = (
    "a token does not belong in a file that git keeps; "
    "write token: {env: NAME_OF_A_VARIABLE} or token: {file: /path/to/it}"
)


def _url(value: object) -> str:
    # The value is not repeated in the message: it may hold a password.
    if isinstance(value, str) and re.search(_URL, value):
        return value.strip().rstrip("/")
    raise ValueError(_ADVICE)


def _variable(value: str) -> str:
    if not re.search(_VARIABLE, value):
        raise ValueError(f"takes the name of a variable: {NEVER_IN_FILES}")
    return value


Url = Annotated[str, PlainValidator(_url), WithJsonSchema({"type": "string", "pattern": _URL})]


class EnvironmentToken(Shape):
    """A token in an environment variable of the process that runs the reconciler."""

    env: Annotated[str, AfterValidator(_variable)] = Field(
        description="Name of the variable, never the token itself",
        examples=["CIRRUS_TOKEN"],
        json_schema_extra={"type": "string", "pattern": _VARIABLE},
    )


class FileToken(Shape):
    """A token in a file, such as a mounted secret."""

    file: str = Field(
        min_length=1,
        description="Path of the file, never the token itself",
        examples=["/run/secrets/cirrus"],
    )
