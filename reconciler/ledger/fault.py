"""What went wrong with a ledger file, in one sentence: what, where, and what to do."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reconciler.errors import LedgerError

_NOT_ONE = "is not a ledger; name another file, or move this one away"
_MOVED = "was moved or deleted during the run; put it back and run again"
_SAYINGS = {
    "SQLITE_NOTADB": _NOT_ONE,
    "SQLITE_CORRUPT": "is damaged; put back a copy, or move it away and let the next apply begin a "
    "new one (plans will then not know who made the differences they name)",
    "SQLITE_READONLY_DBMOVED": _MOVED,
    "SQLITE_READONLY": "cannot be written; make the file and its folder writable for this user",
    "SQLITE_FULL": "cannot grow, the disk is full; make room and run again",
    "SQLITE_BUSY": "is in use by another run; let that run end and run again",
    "SQLITE_CANTOPEN": "cannot be opened; make the file and its folder readable and writable for "
    "this user",
    "SQLITE_IOERR": "cannot be read or written, the disk answers with an error; check the disk and "
    "its quota, and run again",
}


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what the disk or SQLite raises about *path* into a LedgerError for people."""
    try:
        yield
    except sqlite3.Error as error:
        raise LedgerError(f"the ledger {path} {_saying(error)}") from error
    except OSError as error:
        raise LedgerError(
            f"the ledger {path} cannot be reached ({error.strerror}); "
            "check that its folder exists or can be made, or name another file",
        ) from error


def not_a_ledger(path: Path) -> LedgerError:
    """The error for a file that is something else."""
    return LedgerError(f"the ledger {path} {_NOT_ONE}")


def is_a_folder(path: Path) -> LedgerError:
    """The error for a path that is a folder."""
    return LedgerError(f"the ledger {path} is a folder; name a file in it")


def too_new(path: Path, version: int) -> LedgerError:
    """The error for a file in a form that came after us."""
    return LedgerError(
        f"the ledger {path} is of form {version}, which this version of reconciler does not know; "
        "use the version that wrote it, or a newer one",
    )


def moved(path: Path) -> LedgerError:
    """The error for a file that is another one, or none, before the end of a look."""
    return LedgerError(f"the ledger {path} {_MOVED}")


def unreadable_line(path: Path, number: int) -> LedgerError:
    """The error for one line that holds no event that we know."""
    return LedgerError(
        f"line {number} of the ledger {path} cannot be understood; "
        "use the version of reconciler that wrote it, or put back a copy",
    )


def unreadable_lock(path: Path, environment: str) -> LedgerError:
    """The error for a lock that names no holder that we know."""
    return LedgerError(
        f"the lock of environment {environment} in the ledger {path} cannot be understood; "
        "use the version of reconciler that wrote it",
    )


def _saying(error: sqlite3.Error) -> str:
    # SQLite's extended codes read SQLITE_IOERR_FSYNC: the first two words are the family.
    name = getattr(error, "sqlite_errorname", "")
    family = "_".join(name.split("_")[:2])
    unknown = f"cannot be used ({error}); check the file, or put back a copy"
    return _SAYINGS.get(name) or _SAYINGS.get(family, unknown)
