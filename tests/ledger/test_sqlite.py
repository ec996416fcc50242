"""What the SQLite file refuses, and the sentence that a person reads then."""

import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reconciler.errors import LedgerError
from reconciler.ledger.fault import told
from reconciler.ledger.holder import Runner
from reconciler.ledger.line import write_line
from reconciler.ledger.sqlite import SqliteLedger
from reconciler.model.event import Event, Happened

EVENT = Event(Happened.DONE, datetime(2026, 3, 1, tzinfo=UTC), "production", "r1", "ann")
# Root may write everything, so the other process gives that up before it tries.
AS_NOBODY = "if os.geteuid() == 0: os.setuid(65534)"
# A file that may not grow past its size stands in for a disk that answers with errors.
NO_GROWTH = "resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))"
ELSEWHERE = """
import os, resource, sys
from datetime import UTC, datetime
from pathlib import Path
from reconciler.errors import LedgerError
from reconciler.ledger.sqlite import SqliteLedger
from reconciler.model.event import Event, Happened
ledger = SqliteLedger(Path(sys.argv[1]))
event = Event(Happened.DONE, datetime.now(UTC), "production", "r2", "ann")
exec(sys.argv[2])
try:
    ledger.append([event] * int(sys.argv[3]))
    print(len(list(ledger.events("production"))))
except LedgerError as error:
    print(error)
"""


@pytest.fixture
def path(tmp_path):
    with SqliteLedger(tmp_path / "ledger.db") as ledger:
        ledger.append([EVENT] * 200)
    return tmp_path / "ledger.db"


def said_by(look) -> str:
    with pytest.raises(LedgerError) as raised:
        look()
    return str(raised.value)


def said_of(path: Path) -> str:
    """What reading says, after making sure that appending says the same."""
    with SqliteLedger(path, wait_seconds=0) as ledger:
        sentence = said_by(lambda: list(ledger.events("production")))
        assert said_by(lambda: ledger.append([EVENT])) == sentence
    return sentence


def said_elsewhere(path: Path, first: str, *, appends: int = 0) -> str:
    """What another process, after doing *first*, says of the ledger: its size or an error."""
    command = [sys.executable, "-c", ELSEWHERE, str(path), first, str(appends)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def public(path):
    """The same ledger where another user may look: pytest's own folders are closed to others."""
    with tempfile.TemporaryDirectory() as folder:
        moved = path.rename(Path(folder) / "ledger.db")
        moved.chmod(0o444)
        moved.parent.chmod(0o555)
        yield moved
        moved.parent.chmod(0o700)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET line = ''",
        "DELETE FROM event",
        "INSERT OR REPLACE INTO event VALUES (1, 'production', '')",
    ],
)
def test_a_line_that_was_written_cannot_be_changed(path, statement):
    refused = pytest.raises(sqlite3.IntegrityError, match="the ledger is append-only")
    with closing(sqlite3.connect(path)) as connection, refused:
        connection.execute(statement)

    with SqliteLedger(path) as ledger:
        assert list(ledger.events("production")) == [EVENT] * 200


def test_the_ledger_is_one_file_at_rest(path):
    assert [file.name for file in path.parent.iterdir()] == ["ledger.db"]


def test_it_is_durable_only_where_the_site_says_so(tmp_path):
    assert not SqliteLedger(tmp_path / "ledger.db").durable
    assert SqliteLedger(tmp_path / "ledger.db", durable=True).durable


def test_a_file_that_knew_no_locks_takes_one(path):
    with SqliteLedger(path) as ledger:
        assert ledger.holder("production") is None
        with ledger.lease("production", Runner("ann", "r1"), clock=lambda: EVENT.at) as lease:
            assert ledger.holder("production") == lease.holder

        assert list(ledger.events("production")) == [EVENT] * 200


def test_a_lock_of_a_newer_version(path):
    with SqliteLedger(path) as ledger:
        with ledger.lease("production", Runner("ann", "r1"), clock=lambda: EVENT.at):
            pass
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("INSERT INTO lock VALUES ('production', '1', '{}')")

        assert said_by(lambda: ledger.holder("production")) == (
            f"the lock of environment production in the ledger {path} cannot be understood; "
            "use the version of reconciler that wrote it"
        )


def test_an_empty_file_is_a_ledger_without_events(tmp_path):
    (tmp_path / "empty").touch()

    with SqliteLedger(tmp_path / "empty") as ledger:
        assert list(ledger.events("production")) == []
        ledger.append([EVENT])
        assert list(ledger.events("production")) == [EVENT]


def test_a_text_file(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("buy milk")

    assert said_of(path) == (
        f"the ledger {path} is not a ledger; name another file, or move this one away"
    )
    assert path.read_text() == "buy milk"


def test_the_database_of_another_program(tmp_path):
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE event (x)")

    assert said_of(path).startswith(f"the ledger {path} is not a ledger; name another file")


def test_a_newer_form(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 7")

    assert said_of(path) == (
        f"the ledger {path} is of form 7, which this version of reconciler does not know; "
        "use the version that wrote it, or a newer one"
    )


def test_a_line_of_a_newer_version(path):
    with closing(sqlite3.connect(path)) as connection, connection:
        line = '{"happened": "dreamt"}'
        connection.execute("INSERT INTO event VALUES (900, 'production', ?)", (line,))

    with SqliteLedger(path) as ledger:
        assert said_by(lambda: list(ledger.events("production"))) == (
            f"line 900 of the ledger {path} cannot be understood; "
            "use the version of reconciler that wrote it, or put back a copy"
        )


def test_a_line_with_more_than_an_event(path):
    with closing(sqlite3.connect(path)) as connection, connection:
        line = f"{write_line(EVENT)}, {write_line(EVENT)}"
        connection.execute("INSERT INTO event VALUES (900, 'production', ?)", (line,))

    with SqliteLedger(path) as ledger:
        assert said_by(lambda: list(ledger.events("production"))).startswith(
            f"line 900 of the ledger {path} cannot be understood"
        )


def test_a_file_that_goes_away_during_a_look_is_not_taken_for_all_there_was(path):
    with SqliteLedger(path) as ledger:
        ledger.append([EVENT] * 1_000)
        look = ledger.events("production")
        next(look)
        path.rename(path.with_suffix(".old"))

        assert said_by(lambda: list(look)) == (
            f"the ledger {path} was moved or deleted during the run; put it back and run again"
        )


def test_a_damaged_file(path):
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))

    assert said_of(path).startswith(f"the ledger {path} is damaged; put back a copy")


def test_a_folder_in_place_of_the_file(tmp_path):
    assert said_of(tmp_path) == f"the ledger {tmp_path} is a folder; name a file in it"


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").touch()
    path = tmp_path / "file" / "ledger.db"

    with SqliteLedger(path) as ledger:
        sentence = said_by(lambda: ledger.append([EVENT]))

    assert sentence == (
        f"the ledger {path} cannot be reached (Not a directory); "
        "check that its folder exists or can be made, or name another file"
    )


def test_a_file_in_use_for_longer_than_we_wait(path):
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")

        assert said_of(path) == (
            f"the ledger {path} is in use by another run; let that run end and run again"
        )


def test_a_file_that_was_moved_during_the_run(path):
    with SqliteLedger(path) as ledger:
        ledger.append([EVENT])
        path.unlink()

        assert said_by(lambda: ledger.append([EVENT])) == (
            f"the ledger {path} was moved or deleted during the run; put it back and run again"
        )


def test_a_read_only_file_can_be_read(public):
    assert said_elsewhere(public, AS_NOBODY) == "200"


def test_a_read_only_file_cannot_be_appended_to(public):
    assert said_elsewhere(public, AS_NOBODY, appends=1) == (
        f"the ledger {public} cannot be written; "
        "make the file and its folder writable for this user"
    )


def test_a_file_that_may_not_be_read(public):
    public.chmod(0)

    assert said_elsewhere(public, AS_NOBODY) == (
        f"the ledger {public} cannot be opened; "
        "make the file and its folder readable and writable for this user"
    )


def test_a_folder_that_may_not_be_entered_is_not_taken_for_an_empty_ledger(public):
    public.parent.chmod(0)

    assert said_elsewhere(public, AS_NOBODY) == (
        f"the ledger {public} cannot be reached (Permission denied); "
        "check that its folder exists or can be made, or name another file"
    )


def test_a_full_disk(tmp_path):
    path = tmp_path / "ledger.db"

    def fill() -> None:
        with closing(sqlite3.connect(":memory:")) as connection, told(path):
            connection.execute("PRAGMA max_page_count = 1")
            connection.execute("CREATE TABLE t (x)")

    assert said_by(fill) == (
        f"the ledger {path} cannot grow, the disk is full; make room and run again"
    )


def test_a_disk_that_answers_with_errors(path):
    assert said_elsewhere(path, NO_GROWTH, appends=5000) == (
        f"the ledger {path} cannot be read or written, the disk answers with an error; "
        "check the disk and its quota, and run again"
    )


def test_an_unforeseen_fault_keeps_the_words_of_sqlite(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE event")

    with SqliteLedger(path) as ledger:
        sentence = said_by(lambda: ledger.append([EVENT]))

    assert sentence == (
        f"the ledger {path} cannot be used (no such table: event); "
        "check the file, or put back a copy"
    )
