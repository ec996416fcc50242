"""SQLite below the tenant: objects as JSON text, so that a page of a list is read, not rebuilt."""

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from reconciler.sandbox.envelope import Item, dumps

_SCHEMA = """
CREATE TABLE IF NOT EXISTS objects (
  number INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  key TEXT,
  sort TEXT NOT NULL,
  text TEXT NOT NULL,
  more TEXT NOT NULL,
  version INTEGER NOT NULL,
  changed_at TEXT NOT NULL,
  changed_by TEXT NOT NULL,
  archived INTEGER AS (json_extract(text, '$.ArchiveState')) STORED,
  ends TEXT AS (json_extract(text, '$.EndDateTime')) STORED,
  started INTEGER AS (json_extract(text, '$.CandidatesStarted')) STORED,
  activated INTEGER AS (json_extract(text, '$.IsActivated')) STORED,
  assessment TEXT AS (json_extract(text, '$.AssessmentExtId')) STORED,
  template TEXT AS (json_extract(text, '$.ProctorioTemplateExternalId')) STORED,
  UNIQUE (kind, sort)
);
CREATE TABLE IF NOT EXISTS audit (
  number INTEGER PRIMARY KEY, at TEXT NOT NULL, object TEXT NOT NULL, text TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE VIEW IF NOT EXISTS seen AS
SELECT number, kind, key, text, more, version, changed_at, changed_by, sort, assessment, template,
  CASE
    WHEN kind <> 'Schedule' THEN NULL
    WHEN archived = 2 THEN 'Archived'
    WHEN ends < tenant_now() THEN 'Ended'
    WHEN started > 0 THEN 'Started'
    WHEN activated THEN 'Activated'
    ELSE 'Draft'
  END AS state
FROM objects;
"""
_SEEN = "SELECT number, kind, key, text, more, version, changed_at, changed_by, state FROM seen "
_FILTER = """
WHERE kind = :kind
  AND (:assessment IS NULL OR assessment = :assessment)
  AND (:state IS NULL OR state = :state)
"""
_COUNT = "SELECT count(*) FROM seen" + _FILTER  # noqa: S608 - constants only
_PAGE = _SEEN + _FILTER + "ORDER BY sort LIMIT :size OFFSET :skip"
# Objects without a key come last, in the order they were made.
_AFTER_EVERY_KEY = "\U0010ffff"


@dataclass(frozen=True)
class Row:
    """One stored object: what the console shows of it, and what it keeps to itself."""

    number: int
    kind: str
    key: str | None
    text: str
    private: str
    version: int
    changed_at: str
    changed_by: str
    state: str | None

    @property
    def item(self) -> Item:
        """Return a fresh copy of what the console shows."""
        item: Item = json.loads(self.text)
        return item

    @property
    def more(self) -> Item:
        """Return a fresh copy of what the console does not show."""
        more: Item = json.loads(self.private)
        return more

    @property
    def name(self) -> str:
        """Return the object's name in the audit log."""
        return f"{self.kind}/{self.key if self.key is not None else f'#{self.number}'}"


@dataclass(frozen=True)
class Filter:
    """Which objects of a kind a list shows."""

    kind: str
    assessment: str | None = None
    state: str | None = None


class Store:
    """One connection behind one lock; each transaction is a whole request."""

    def __init__(self, path: str, now: Callable[[], str]) -> None:
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.create_function("tenant_now", 0, now)
        self._connection.execute("PRAGMA journal_mode = WAL")
        # The operating system keeps what was committed when only this process dies.
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit the block as one, or nothing of it."""
        with self._lock:
            self._connection.execute("BEGIN")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def copy_into(self, other: "Store") -> None:
        """Make *other* what this store is now."""
        with self._lock:
            self._connection.backup(other._connection)  # noqa: SLF001 - one class, two stores

    def find(self, kind: str, key: str) -> Row | None:
        """Return the object with this key."""
        found = self._connection.execute(_SEEN + "WHERE kind = ? AND sort = ?", (kind, key))
        row = found.fetchone()
        return row and Row(*row)

    def all(self, kind: str) -> list[Row]:
        """Return every object of a kind, in order of key."""
        rows = self._connection.execute(_SEEN + "WHERE kind = ? ORDER BY sort", (kind,))
        return [Row(*row) for row in rows]

    def page(self, which: Filter, size: int, skip: int) -> tuple[list[Row], int]:
        """Return one page of a list and the length of the whole list."""
        where = {"kind": which.kind, "assessment": which.assessment, "state": which.state}
        (total,) = self._connection.execute(_COUNT, where).fetchone()
        rows = self._connection.execute(_PAGE, where | {"size": size, "skip": skip})
        return [Row(*row) for row in rows], total

    def template_users(self, template: str | None) -> list[Row]:
        """Return the schedules that name *template*."""
        rows = self._connection.execute(
            _SEEN + "WHERE kind = 'Schedule' AND template IS ?", (template,)
        )
        return [Row(*row) for row in rows]

    def insert(self, row: Row) -> Row:
        """Keep a new object; its number is given here."""
        (number,) = self._connection.execute(
            "SELECT coalesce(max(number), 0) + 1 FROM objects"
        ).fetchone()
        self._connection.execute(
            "INSERT INTO objects (number, kind, key, sort, text, more, version, changed_at,"
            " changed_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (number, row.kind, *_columns(row, number)),
        )
        return self._numbered(number)

    def update(self, row: Row) -> Row:
        """Keep what *row* says under its number."""
        self._connection.execute(
            "UPDATE objects SET key = ?, sort = ?, text = ?, more = ?, version = ?,"
            " changed_at = ?, changed_by = ? WHERE number = ?",
            (*_columns(row, row.number), row.number),
        )
        return self._numbered(row.number)

    def delete(self, row: Row) -> None:
        """Forget an object."""
        self._connection.execute("DELETE FROM objects WHERE number = ?", (row.number,))

    def log(self, entry: Item) -> None:
        """Add an entry to the audit log."""
        self._connection.execute(
            "INSERT INTO audit (at, object, text) VALUES (?, ?, ?)",
            (entry["At"], entry["Object"], dumps(entry)),
        )

    def logged(
        self, since: str | None, name: str | None, size: int, skip: int
    ) -> tuple[list[str], int]:
        """Return a page of the audit log as JSON texts, newest first, and its whole length."""
        where = {"since": since, "name": name, "size": size, "skip": skip}
        condition = (
            " FROM audit WHERE (:since IS NULL OR at >= :since)"
            " AND (:name IS NULL OR object = :name)"
        )
        (total,) = self._connection.execute("SELECT count(*)" + condition, where).fetchone()
        rows = self._connection.execute(
            "SELECT text" + condition + " ORDER BY number DESC LIMIT :size OFFSET :skip", where
        )
        return [text for (text,) in rows], total

    def get(self, name: str) -> Any:  # noqa: ANN401 - whatever JSON was put there
        """Return a value of the tenant's own, or None."""
        row = self._connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return row and json.loads(row[0])

    def put(self, name: str, value: object) -> None:
        """Keep a value of the tenant's own."""
        self._connection.execute(
            "INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (name, dumps(value))
        )

    def _numbered(self, number: int) -> Row:
        found = self._connection.execute(_SEEN + "WHERE number = ?", (number,))
        return Row(*found.fetchone())


def _columns(row: Row, number: int) -> tuple[object, ...]:
    sort = f"{_AFTER_EVERY_KEY}{number:012}" if row.key is None else row.key
    return row.key, sort, row.text, row.private, row.version, row.changed_at, row.changed_by
