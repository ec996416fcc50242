"""Where a channel is reached, and which variable or file holds its token."""

import re
from typing import Annotated

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    PlainValidator,
    Tag,
    WithJsonSchema,
)

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


def _no_literal_token(value: object) -> object:
    if isinstance(value, str):
        raise ValueError(NEVER_IN_FILES)  # noqa: TRY004 -- pydantic gathers ValueError only
    return value


# Tags in < > cannot be keys of a file, so the places of errors stay unambiguous.
Token = Annotated[
    Annotated[EnvironmentToken, Tag("<env>")] | Annotated[FileToken, Tag("<file>")],
    Discriminator(
        lambda value: "<file>" if isinstance(value, dict) and "file" in value else "<env>"
    ),
    BeforeValidator(_no_literal_token),
]


class Endpoint(Shape):
    """An address, and where its token is found."""

    url: Url = Field(
        description="Address of the API; http only for loopback",
        examples=["https://api.cirrusplatform.com/api/v1/integrations"],
    )
    token: Token = Field(
        description="The variable or file that holds the token, never the token itself",
        examples=[{"env": "CIRRUS_TOKEN"}, {"file": "/run/secrets/cirrus"}],
    )
