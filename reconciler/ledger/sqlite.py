"""The ledger in one SQLite file, the default: for runners that keep their disk."""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from stat import S_ISDIR
from threading import Lock
from typing import Self
from urllib.parse import quote

from reconciler.ledger import fault
from reconciler.ledger.line import read_line, write_line
from reconciler.model.event import Event

WAIT_SECONDS = 30.0

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


class SqliteLedger:
    """Events in an SQLite file, made with its folder by the first append and never by a look.

    Threads may share one, and processes may share the file; who finds it in use waits up to
    *wait_seconds*. Close it, or use it in a `with`.
    """

    def __init__(
        self,
        path: Path,
        *,
        durable: bool = False,
        wait_seconds: float = WAIT_SECONDS,
    ) -> None:
        self._path = path
        self._durable = durable
        self._wait_seconds = wait_seconds
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None

    @property
    def durable(self) -> bool:
        """Whether the site declares that the file outlives the machine that runs us."""
        return self._durable

    def append(self, events: Sequence[Event]) -> None:
        """Add events, all or none; they are on stable storage when this returns."""
        rows = [(event.environment, write_line(event)) for event in events]
        if not rows:
            return
        with self._lock, fault.told(self._path):
            if not self._exists():
                self._path.parent.mkdir(parents=True, exist_ok=True)
            connection = self._opened("rwc")
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                if not self._begun(connection):
                    _begin(connection)
                connection.executemany("INSERT INTO event (environment, line) VALUES (?, ?)", rows)

    def events(self, environment: str) -> Iterator[Event]:
        """All events of an environment, as they stand now, in the order of their appending."""
        # Fetched whole: a reader that took its time would keep every writer waiting.
        return (self._event(number, line) for number, line in self._rows(environment))

    def close(self) -> None:
        """Let go of the file; a later call opens it again."""
        with self._lock, fault.told(self._path):
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _rows(self, environment: str) -> list[tuple[int, str]]:
        with self._lock, fault.told(self._path):
            if not self._exists():
                return []
            connection = self._opened("rw")
            if not self._begun(connection):
                return []
            query = "SELECT number, line FROM event WHERE environment = ? ORDER BY number"
            return connection.execute(query, (environment,)).fetchall()

    def _exists(self) -> bool:
        # Not Path.exists: it takes a folder that may not be entered for an absent file.
        try:
            mode = self._path.stat().st_mode
        except FileNotFoundError:
            return False
        if S_ISDIR(mode):
            raise fault.is_a_folder(self._path)
        return True

    def _opened(self, mode: str) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = _connect(self._path, mode, self._wait_seconds)
        return self._connection

    def _begun(self, connection: sqlite3.Connection) -> bool:
        version, owner, tables = connection.execute(
            "SELECT user_version, application_id, (SELECT count(*) FROM sqlite_schema) "
            "FROM pragma_user_version, pragma_application_id",
        ).fetchone()
        if (version, owner, tables) == (0, 0, 0):
            return False
        if owner != _OURS:
            raise fault.not_a_ledger(self._path)
        if version != _VERSION:
            raise fault.too_new(self._path, version)
        return True

    def _event(self, number: int, line: str) -> Event:
        try:
            return read_line(line)
        except (ValueError, KeyError, TypeError) as error:
            raise fault.unreadable_line(self._path, number) from error


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
