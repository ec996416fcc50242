"""Disks of a ledger that take no more."""

import resource
from contextlib import suppress
from pathlib import Path


def no_writes(_ledger: Path) -> None:
    """Let this process write no file any more; sockets still work."""
    _limit(0)


def no_growth(ledger: Path) -> None:
    """Let no file of this process grow beyond the ledger, so that it fails in mid-transaction."""
    _limit(ledger.stat().st_size)


def fill(ledger: Path) -> None:
    """Take all the room that is left on the ledger's disk."""
    with (ledger.parent / "filler").open("wb", buffering=0) as filler, suppress(OSError):
        while True:
            filler.write(bytes(1024))


def _limit(size: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
