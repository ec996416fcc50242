"""`reconciler sandbox`: the stand-in tenant, until it is told to stop."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reconciler.errors import ReconcilerError

if TYPE_CHECKING:
    from reconciler.sandbox import Sandbox

_SQLITE = b"SQLite format 3\0"  # how every database begins that is not empty


class Moment(click.ParamType[datetime]):
    """A time; one without an offset is UTC, as all times of the platform are."""

    name = "time"

    def convert(
        self, value: str | datetime, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """The time that *value* writes."""
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a time such as 2026-11-24T21:13", param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8600,
    show_default=True,
    help="Where it answers on this machine; 0 takes a free one.",
)
@click.option(
    "--seed",
    type=click.Choice(["demo", "generated"]),
    default="demo",
    show_default=True,
    help="The tenant that it begins with.",
)
@click.option(
    "--database",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file that keeps the tenant; left out: memory.",
)
@click.option("--now", type=Moment(), help="Stop its clock at this time; left out: real time.")
def sandbox(port: int, seed: str, database: Path | None, now: datetime | None) -> None:
    """Run a stand-in tenant on this machine until Ctrl-C, to try everything on."""
    # Imported here so that --help stays fast.
    from reconciler.sandbox import Generated, Sandbox  # noqa: PLC0415

    if database:
        _check(database)
    with _deaf() as stop:
        try:
            tenant = Sandbox(
                Generated() if seed == "generated" else "demo",
                database=database,
                port=port,
                now=now,
            )
        except OSError as error:
            raise ReconcilerError(
                f"the sandbox cannot listen on port {port} ({error.strerror}); take another --port"
            ) from error
        with tenant:
            click.echo(_welcome(tenant))
            signal.sigwait(stop)


def _check(database: Path) -> None:
    """Return when the tenant can be kept there; raises ReconcilerError when it cannot."""
    why = ""
    if not database.parent.is_dir():
        why = f"there is no folder {database.parent}"
    elif database.exists() and not _is_database(database):
        why = "that is not a database; name another file"
    if why:
        raise ReconcilerError(f"the tenant cannot be kept in {database}: {why}")


def _is_database(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            start = file.read(len(_SQLITE))
    except OSError as error:
        raise ReconcilerError(
            f"the tenant cannot be kept in {path} ({error.strerror}); name another file"
        ) from error
    return start in (b"", _SQLITE)


@contextmanager
def _deaf() -> Iterator[set[signal.Signals]]:
    """Keep the signals that stop a process for sigwait: no thread started inside gets them."""
    stop = {signal.SIGINT, signal.SIGTERM}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, stop)
    try:
        yield stop
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _welcome(tenant: "Sandbox") -> str:
    return "\n".join(
        (
            f"A stand-in tenant answers at {tenant.url} until Ctrl-C. Its tokens:",
            f"export CIRRUS_TOKEN={tenant.integrations_token}",
            f"export CONSOLE_TOKEN={tenant.console_token}",
            "In site.yaml:",
            f'integrations: {{url: "{tenant.integrations_url}", token: {{env: CIRRUS_TOKEN}}}}',
            f'console: {{url: "{tenant.console_url}", token: {{env: CONSOLE_TOKEN}}}}',
        )
    )
