"""The lock of an environment as a row of the ledger's SQLite file."""

import sqlite3
from uuid import uuid4

from reconciler.ledger import fault
from reconciler.ledger.holder import Holder, read_holder, write_holder
from reconciler.ledger.lease import Entry
from reconciler.ledger.sqlite_file import SqliteFile

# Made by the first lock, so that a file that has only events needs no new form.
_TABLE = """CREATE TABLE IF NOT EXISTS lock (
    environment TEXT PRIMARY KEY, mark TEXT NOT NULL, line TEXT NOT NULL)"""


class SqliteSlot:
    """Where the lock of *environment* stands in the file; each change is one transaction."""

    def __init__(self, file: SqliteFile, environment: str) -> None:
        self._file = file
        self._environment = environment

    @property
    def environment(self) -> str:
        """The environment that the lock is for."""
        return self._environment

    def read(self) -> Entry | None:
        """The lock as it stands, whether or not its time has run out; None when there is none."""
        with self._file.reading() as connection:
            row = self._row(connection) if connection else None
        return self._entry(*row) if row else None

    def put(self, before: Entry | None, holder: Holder) -> Entry | None:
        """Put a lock of *holder* in place of *before*; None when *before* no longer stands."""
        entry = Entry(uuid4().hex, holder)
        with self._file.writing() as connection:
            connection.execute(_TABLE)
            if not self._stands(connection, before):
                return None
            values = (self._environment, entry.mark, write_holder(holder))
            connection.execute("INSERT OR REPLACE INTO lock VALUES (?, ?, ?)", values)
        return entry

    def clear(self, before: Entry) -> bool:
        """Take *before* away; False when it no longer stands."""
        with self._file.writing() as connection:
            if not self._stands(connection, before):
                return False
            connection.execute("DELETE FROM lock WHERE environment = ?", (self._environment,))
        return True

    def _stands(self, connection: sqlite3.Connection, before: Entry | None) -> bool:
        row = self._row(connection)
        return (row and row[0]) == (before and before.mark)

    def _row(self, connection: sqlite3.Connection) -> tuple[str, str] | None:
        table = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'lock'"
        if connection.execute(table).fetchone() is None:
            return None
        query = "SELECT mark, line FROM lock WHERE environment = ?"
        row: tuple[str, str] | None = connection.execute(query, (self._environment,)).fetchone()
        return row

    def _entry(self, mark: str, line: str) -> Entry:
        try:
            return Entry(mark, read_holder(line))
        except (ValueError, KeyError, TypeError) as error:
            raise fault.unreadable_lock(self._file.path, self._environment) from error
