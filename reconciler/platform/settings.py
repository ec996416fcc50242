"""Where a tenant is reached, with which token and at which pace."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import SecretStr


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address and its token; *token_source* says in words where the token came from.

    The address is not shown either: somebody may have put a password into it.
    """

    url: str = field(repr=False)
    token: SecretStr
    token_source: str


@dataclass(frozen=True, slots=True)
class Pace:
    """How hard a tenant may be worked, over all its channels together."""

    requests_per_second: float = 10
    in_flight: int = 8


@dataclass(frozen=True, slots=True)
class Access:
    """The channels of one environment; *channels* names the one that the site chose for a kind."""

    integrations: Endpoint | None = None
    console: Endpoint | None = None
    channels: Mapping[str, str] = field(default_factory=dict)
    pace: Pace = Pace()
    default_template: str | None = None
