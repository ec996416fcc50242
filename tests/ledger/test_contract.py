"""What every backend promises of events; a new backend is one more word in BACKENDS."""

import signal
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from reconciler.ledger.line import write_line
from reconciler.model.event import Event, Happened
from reconciler.model.ref import Ref

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
RICH = Event(
    happened=Happened.DONE,
    at=datetime(2026, 3, 29, 2, 30, 0, 123456, tzinfo=timezone(timedelta(hours=5, minutes=45))),
    environment="prüfung/☃",
    run="r1",
    actor='O\'Brien "Zoë"; DROP TABLE event',
    commit="3f9a",
    ref=Ref("Template", "high/stakes — №1"),
    fields={"on": True, "off": False, "one": 1, "zero": 0, "big": 2**70, "text": "1", "no": None},
    detail={"empty": "", "lines": "a\nb\x00c", "half": "\ud800"},
)


def event(run: str, *, environment: str = "production") -> Event:
    return Event(Happened.INTENDED, NOON, environment, run, "ann")


def child(backend, path: Path, body: str) -> subprocess.Popen[str]:
    """Another process with the ledger open; its body gets the lines of standard input."""
    code = "\n".join(
        (
            "import os, signal, sys",
            "from pathlib import Path",
            "from reconciler.ledger.line import read_line",
            f"from {backend.__module__} import {backend.__name__} as Backend",
            "ledger = Backend(Path(sys.argv[1]))",
            "given = [read_line(text) for text in sys.stdin]",
            body,
        )
    )
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", code, str(path)]
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)


def finished(process: subprocess.Popen[str], *events: Event) -> int:
    process.communicate("".join(write_line(event) + "\n" for event in events))
    return process.returncode


def kept(backend, path: Path, environment: str = "production") -> list[str]:
    with backend(path) as ledger:
        return [event.run for event in ledger.events(environment)]


def test_events_come_back_in_the_order_of_their_appending(backend, path):
    with backend(path) as ledger:
        ledger.append([event("b"), event("a")])
        ledger.append([event("c")])

        assert [event.run for event in ledger.events("production")] == ["b", "a", "c"]


def test_a_long_ledger_comes_whole_and_in_order_and_is_not_moved_meanwhile(backend, path):
    runs = [f"r{number}" for number in range(1_201)]
    with backend(path) as ledger:
        ledger.append([event(run) for run in runs])
        look = ledger.events("production")
        first = next(look)
        ledger.append([event("later")])

        assert [first.run, *(seen.run for seen in look)] == runs


def test_environments_are_kept_apart(backend, path):
    with backend(path) as ledger:
        ledger.append([event("ours")])
        ledger.append([event("theirs", environment="test")])

    assert kept(backend, path) == ["ours"]
    assert kept(backend, path, "test") == ["theirs"]
    assert kept(backend, path, "nowhere") == []


def test_how_many_there_are_is_told_whoever_appended_them(backend, path):
    with backend(path) as ledger, backend(path) as other:
        assert ledger.count("production") == 0
        ledger.append([event("b"), event("a")])
        ledger.append([event("theirs", environment="test")])
        assert ledger.count("production") == 2
        assert len(list(ledger.events("production"))) == 2
        other.append([event("c")])

        assert ledger.count("production") == 3
        assert ledger.count("nowhere") == 0


def test_every_value_comes_back_as_it_went_in(backend, path):
    plain = event("r2", environment=RICH.environment)
    with backend(path) as ledger:
        ledger.append([RICH, plain])

    with backend(path) as ledger:
        rich, bare = ledger.events(RICH.environment)

    assert (rich, bare) == (RICH, plain)
    assert rich.at.utcoffset() == RICH.at.utcoffset()
    # True == 1 in Python, so equality alone would not see a bool that became a number.
    assert {name: type(value) for name, value in rich.fields.items()} == {
        name: type(value) for name, value in RICH.fields.items()
    }


def test_a_time_without_offset_is_refused_and_nothing_is_kept(backend, path):
    naive = Event(Happened.DONE, NOON.replace(tzinfo=None), "production", "r1", "ann")

    with backend(path) as ledger, pytest.raises(ValueError, match="needs a UTC offset"):
        ledger.append([event("r0"), naive])

    assert kept(backend, path) == []


def test_events_of_two_environments_at_once_are_refused_and_nothing_is_kept(backend, path):
    pair = [event("ours"), event("theirs", environment="test")]

    with backend(path) as ledger, pytest.raises(ValueError, match="about one environment"):
        ledger.append(pair)

    assert kept(backend, path) == kept(backend, path, "test") == []


def test_looking_creates_nothing(backend, tmp_path, path, snapshot):
    before = snapshot(tmp_path)

    with backend(path) as ledger:
        assert list(ledger.events("production")) == []
        assert ledger.holder("production") is None
        assert ledger.unlock("production") is None
        ledger.append([])

    assert snapshot(tmp_path) == before


def test_a_ledger_read_before_it_exists_can_be_appended_to(backend, path):
    with backend(path) as ledger:
        assert list(ledger.events("production")) == []
        ledger.append([event("first")])

    assert kept(backend, path) == ["first"]


def test_a_look_is_not_moved_by_later_appends(backend, path):
    with backend(path) as ledger:
        ledger.append([event("1"), event("2")])

        for seen in ledger.events("production"):
            ledger.append([event(f"after {seen.run}")])

    assert kept(backend, path) == ["1", "2", "after 1", "after 2"]


def test_what_append_returned_from_outlives_kill_9(backend, path):
    process = child(backend, path, "ledger.append(given); os.kill(os.getpid(), signal.SIGKILL)")

    assert finished(process, event("1"), event("2")) == -signal.SIGKILL
    assert kept(backend, path) == ["1", "2"]


def test_kill_9_during_appends_leaves_whole_appends_only(backend, path):
    size = 40
    process = child(
        backend, path, "while True: ledger.append(given); print('one more', flush=True)"
    )

    with process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(f"{write_line(event('r1'))}\n" * size)
        process.stdin.close()
        returned = [process.stdout.readline() for _ in range(5)]
        process.kill()

    whole = len(kept(backend, path))
    assert whole >= size * len(returned)
    assert whole % size == 0


def test_an_append_that_fails_half_way_leaves_nothing(backend, path):
    with backend(path) as ledger:
        ledger.append([event("before")])
    # The kernel refuses to grow any file past the limit, as a full quota would.
    limited = (
        "import resource\n"
        "from dataclasses import replace\n"
        "from reconciler.errors import LedgerError\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
        "noise = [replace(given[0], run=os.urandom(100).hex()) for _ in range(5000)]\n"
        "try: ledger.append(noise)\n"
        "except LedgerError as error: sys.exit(3 if list(ledger.events('production')) else 4)"
    )

    assert finished(child(backend, path, limited), event("much")) == 3
    assert kept(backend, path) == ["before"]


def test_threads_share_one_ledger(backend, path):
    with backend(path) as ledger, ThreadPoolExecutor(8) as pool:
        for _ in pool.map(lambda run: ledger.append([event(run)] * 2), map(str, range(20))):
            pass

    pairs = kept(backend, path)
    assert Counter(pairs) == dict.fromkeys(map(str, range(20)), 2)
    assert pairs[::2] == pairs[1::2]


def test_two_processes_share_one_ledger_from_its_first_event(backend, path):
    body = "for one in given: ledger.append([one])"
    processes = [child(backend, path, body) for _ in range(2)]
    orders = [[f"{name}{number}" for number in range(12)] for name in "ab"]

    with ThreadPoolExecutor(2) as pool:
        ends = pool.map(lambda p, order: finished(p, *map(event, order)), processes, orders)
        assert list(ends) == [0, 0]

    both = kept(backend, path)
    assert len(both) == 24
    assert [[run for run in both if run[0] == name] for name in "ab"] == orders
