"""The ledger in one SQLite file, the default: for runners that keep their disk."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Self

from reconciler.ledger import fault
from reconciler.ledger.batch import environment_of
from reconciler.ledger.holder import Holder, Runner
from reconciler.ledger.lease import LEASE_MINUTES, Lease, broken, holder_of, leased
from reconciler.ledger.line import read_line, read_lines, write_line
from reconciler.ledger.sqlite_file import SqliteFile
from reconciler.ledger.sqlite_lock import SqliteSlot
from reconciler.ledger.together import Together
from reconciler.model.event import Event

WAIT_SECONDS = 30.0
LINES_AT_ONCE = 500


class SqliteLedger:
    """Events and locks in an SQLite file, made with its folder by the first write.

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
        self._file = SqliteFile(path, wait_seconds)
        self._durable = durable
        self._together = Together(self._insert)

    @property
    def durable(self) -> bool:
        """Whether the site declares that the file outlives the machine that runs us."""
        return self._durable

    def append(self, events: Sequence[Event]) -> None:
        """Add events of one environment, all or none; on stable storage when this returns."""
        if not events:
            return
        environment = environment_of(events)
        self._together([(environment, write_line(event)) for event in events])

    def events(self, environment: str) -> Iterator[Event]:
        """All events of an environment, as they stand now, in the order of their appending."""
        # Nothing is taken out again, and a new line has a higher number: what stands now ends here.
        return self._up_to(self._last(environment), environment)

    def count(self, environment: str) -> int:
        """How many events an environment has by now; to ask is cheap beside reading them."""
        query = "SELECT count(*) FROM event WHERE environment = ?"
        with self._file.reading() as connection:
            found = connection.execute(query, (environment,)).fetchone() if connection else (0,)
        return int(found[0])

    def lease(
        self,
        environment: str,
        runner: Runner,
        *,
        clock: Callable[[], datetime],
        minutes: float = LEASE_MINUTES,
    ) -> AbstractContextManager[Lease]:
        """The lock of an environment until the end of the block; raises Locked when it is taken."""
        return leased(SqliteSlot(self._file, environment), runner, clock, minutes)

    def holder(self, environment: str) -> Holder | None:
        """Who holds the lock of an environment, also when its time has run out."""
        return holder_of(SqliteSlot(self._file, environment))

    def unlock(self, environment: str) -> Holder | None:
        """Break the lock of an environment and say whose it was; the caller records why."""
        return broken(SqliteSlot(self._file, environment))

    def close(self) -> None:
        """Let go of the file; a later call opens it again."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _insert(self, batches: Sequence[Sequence[tuple[str, str]]]) -> None:
        with self._file.writing() as connection:
            query = "INSERT INTO event (environment, line) VALUES (?, ?)"
            connection.executemany(query, chain.from_iterable(batches))

    def _last(self, environment: str) -> int:
        query = "SELECT max(number) FROM event WHERE environment = ?"
        with self._file.reading() as connection:
            found = connection.execute(query, (environment,)).fetchone() if connection else (None,)
            return found[0] or 0

    def _up_to(self, last: int, environment: str) -> Iterator[Event]:
        # Look after look: a reader that took its time over one would keep every writer waiting,
        # and all lines at once are as large as the file.
        read = 0
        while read < last:
            rows = self._rows(environment, read, last)
            if not rows:
                raise fault.moved(self._file.path)
            yield from self._events(rows)
            read = rows[-1][0]

    def _rows(self, environment: str, after: int, last: int) -> list[tuple[int, str]]:
        query = (
            "SELECT number, line FROM event WHERE environment = ? AND number > ? AND number <= ?"
            " ORDER BY number LIMIT ?"
        )
        with self._file.reading() as connection:
            bounds = (environment, after, last, LINES_AT_ONCE)
            return connection.execute(query, bounds).fetchall() if connection else []

    def _events(self, rows: list[tuple[int, str]]) -> Iterable[Event]:
        try:
            return read_lines([line for _, line in rows])
        except (ValueError, KeyError, TypeError):
            return (self._event(number, line) for number, line in rows)  # that names the line

    def _event(self, number: int, line: str) -> Event:
        try:
            return read_line(line)
        except (ValueError, KeyError, TypeError) as error:
            raise fault.unreadable_line(self._file.path, number) from error
