"""The SQLite file that holds a ledger: made by the first write and never by a look."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISDIR
from threading import Lock
from urllib.parse import quote

from reconciler.ledger import fault

_OURS = 0x70726F63  # "proc": says in the file's head that it is a ledger
_VERSION = 1
_SCHEMA = (
    """CREATE TABLE event (
         number INTEGER PRIMARY KEY, environment TEXT NOT NULL, line TEXT NOT NULL)""",
    "CREATE INDEX event_of_environment ON event (environment, number)",
    """CREATE TRIGGER no_update BEFORE UPDATE ON event
       BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
    """CREATE TRIGGER no_delete BEFORE DELETE ON event
       BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
    # INSERT OR REPLACE deletes the old row without waking the trigger above.
    """CREATE TRIGGER no_replace BEFORE INSERT ON event
       WHEN EXISTS (SELECT 1 FROM event WHERE number = NEW.number)
       BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
    f"PRAGMA application_id = {_OURS}",
    f"PRAGMA user_version = {_VERSION}",
)


class SqliteFile:
    """One connection to the file, for one thread at a time; opened when it is needed."""

    def __init__(self, path: Path, wait_seconds: float) -> None:
        self.path = path
        self._wait_seconds = wait_seconds
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection | None]:
        """The ledger for a look, or None when there is none yet."""
        with self._lock, fault.told(self.path):
            if not self._exists():
                yield None
                return
            connection = self._opened("rw")
            yield connection if self._begun(connection) else None

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The ledger, made if need be, in a transaction that the end of the block commits."""
        with self._lock, fault.told(self.path):
            if not self._exists():
                self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = self._opened("rwc")
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                if not self._begun(connection):
                    _begin(connection)
                yield connection

    def close(self) -> None:
        """Let go of the file; a later call opens it again."""
        with self._lock, fault.told(self.path):
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def _exists(self) -> bool:
        # Not Path.exists: it takes a folder that may not be entered for an absent file.
        try:
            mode = self.path.stat().st_mode
        except FileNotFoundError:
            return False
        if S_ISDIR(mode):
            raise fault.is_a_folder(self.path)
        return True

    def _opened(self, mode: str) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = _connect(self.path, mode, self._wait_seconds)
        return self._connection

    def _begun(self, connection: sqlite3.Connection) -> bool:
        version, owner, tables = connection.execute(
            "SELECT user_version, application_id, (SELECT count(*) FROM sqlite_schema) "
            "FROM pragma_user_version, pragma_application_id",
        ).fetchone()
        if (version, owner, tables) == (0, 0, 0):
            return False
        if owner != _OURS:
            raise fault.not_a_ledger(self.path)
        if version != _VERSION:
            raise fault.too_new(self.path, version)
        return True


def _connect(path: Path, mode: str, wait_seconds: float) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"file:{quote(str(path))}?mode={mode}",
        uri=True,
        timeout=wait_seconds,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        # A rollback journal keeps the ledger one file, which can be copied or cached; EXTRA makes
        # its removal durable too, or a power cut could undo what append had promised.
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("PRAGMA fullfsync = ON")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _begin(connection: sqlite3.Connection) -> None:
    for statement in _SCHEMA:
        connection.execute(statement)
