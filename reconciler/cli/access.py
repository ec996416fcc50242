"""What site.yaml says of an environment, made ready: addresses, tokens, ledger and limits."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

from pydantic import SecretStr

from reconciler.errors import PlatformError
from reconciler.ledger.port import Ledger
from reconciler.ledger.sqlite import SqliteLedger
from reconciler.model.address import Endpoint as Declared
from reconciler.model.address import EnvironmentToken, FileToken
from reconciler.model.allowance import Allowance
from reconciler.model.environment import Environment
from reconciler.model.scalars import Share
from reconciler.model.site import Site
from reconciler.model.windows import windows
from reconciler.platform.settings import Access, Endpoint, Pace


@dataclass(frozen=True, slots=True)
class Limits:
    """What the person at the keyboard allows in place of the site's limits."""

    changes: int | None = None
    deletes: int | None = None
    break_glass: bool = False
    signed_off: tuple[str, ...] = ()


def access(name: str, environment: Environment, home: Path) -> Access:
    """How the tenant is reached; raises PlatformError when a token is not where it should be.

    Relative paths start in *home*, the folder that holds the configuration's.
    """
    declared = {"integrations": environment.integrations, "console": environment.console}
    ends = {
        channel: _endpoint(f"the {channel} token of environment {name}", end, home)
        for channel, end in declared.items()
        if end is not None
    }
    return Access(
        integrations=ends.get("integrations"),
        console=ends.get("console"),
        channels=environment.channels.model_dump(exclude_none=True),
        pace=Pace(environment.pace.requests_per_second, environment.pace.in_flight),
        default_template=environment.default_template,
    )


def ledger(name: str, environment: Environment, home: Path) -> Ledger:
    """The ledger of an environment; nothing is opened or made yet."""
    match environment.ledger:
        case None:
            return SqliteLedger(home / ".reconciler" / f"{name}.db")
        case "git":
            from reconciler.ledger.git import GitLedger  # noqa: PLC0415 -- most have a file

            return GitLedger(home)
        case declared:
            return SqliteLedger(home / declared.sqlite, durable=declared.durable)


def allowance(site: Site, environment: Environment, asked: Limits, *, durable: bool) -> Allowance:
    """The site's limits, with what the command line gave in place of its own."""
    limits = environment.limits
    limit = limits.changes if asked.changes is None else asked.changes
    return Allowance(
        share=limit.percent if isinstance(limit, Share) else None,
        changes=None if isinstance(limit, Share) else limit,
        deletes=limits.deletes if asked.deletes is None else asked.deletes,
        in_flight=environment.pace.in_flight,
        reactivations=limits.reactivations,
        inactive_at_once=limits.inactive_at_once,
        lead=environment.lead_time,
        windows=windows(site, environment),
        durable=durable,
        break_glass=asked.break_glass,
        too_late_stops=environment.too_late == "error",
        approvals=tuple(environment.approvals),
        signed_off=frozenset(asked.signed_off),
    )


def _endpoint(what: str, declared: Declared, home: Path) -> Endpoint:
    match declared.token:
        case EnvironmentToken(env=variable):
            token, source = os.environ.get(variable, ""), f"the variable {variable}"
            if not token:
                raise PlatformError(f"{what} is missing: {source} is not set or empty; set it")
        case FileToken(file=file):
            path = home / file
            token, source = _read(what, path), f"the file {path}"
        case _:
            assert_never(declared.token)
    return Endpoint(declared.url, SecretStr(token), source)


def _read(what: str, path: Path) -> str:
    try:
        token = path.read_text(encoding="utf-8").rstrip("\r\n")
    except OSError as error:
        raise PlatformError(
            f"{what} cannot be read from the file {path} ({error.strerror}); "
            "write it there, or let site.yaml name another file"
        ) from error
    except UnicodeDecodeError:
        # The bytes are not repeated: they may be most of a token.
        raise PlatformError(f"{what} cannot be read: the file {path} is not text") from None
    if not token:
        raise PlatformError(f"{what} is missing: the file {path} is empty; write it there")
    return token
