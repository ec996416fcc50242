"""What every backend promises of the lock: one run at a time, and the others hear who it is."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Semaphore

import pytest

from reconciler.errors import LeaseLost, Locked
from reconciler.ledger.holder import Holder, Runner
from reconciler.ledger.lease import LEASE_MINUTES
from reconciler.model.event import Event, Happened

ANN = Runner("ann", "r1", "gh-7")
BEN = Runner("ben", "r2")
DIE_INSIDE = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from reconciler.ledger.holder import Runner
from {module} import {name} as Backend
clock = lambda: datetime.fromisoformat(sys.argv[2])
with Backend(Path(sys.argv[1])).lease("production", Runner("zed", "r0"), clock=clock):
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def ledger(backend, path):
    with backend(path) as ledger:
        yield ledger


@pytest.fixture
def other(backend, path):
    """The same ledger as another run has it open."""
    with backend(path) as other:
        yield other


@pytest.fixture
def killed(backend, path, clock):
    """What a run that was killed leaves behind."""
    code = DIE_INSIDE.format(module=backend.__module__, name=backend.__name__)
    command = [sys.executable, "-c", code, str(path), clock.now.isoformat()]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    return Holder(Runner("zed", "r0"), clock.now, clock.now + timedelta(minutes=LEASE_MINUTES))


def locked_out(ledger, runner, clock) -> str:
    with pytest.raises(Locked) as raised, ledger.lease("production", runner, clock=clock):
        pass
    return str(raised.value)


def lost(lease) -> str:
    with pytest.raises(LeaseLost) as raised:
        lease.check()
    return str(raised.value)


def test_the_lock_is_held_during_the_block_and_given_back_after_it(ledger, other, clock):
    with ledger.lease("production", ANN, clock=clock, minutes=10) as lease:
        held = Holder(ANN, clock.now, clock.now + timedelta(minutes=10))
        assert lease.holder == other.holder("production") == held
        assert lease.took_over is None

    assert other.holder("production") is None


def test_a_second_run_hears_who_works_since_when_and_what_to_do(ledger, other, clock):
    with ledger.lease("production", ANN, clock=clock):
        clock.pass_minutes(4)

        assert locked_out(other, BEN, clock) == (
            "environment production is locked by ann (run r1 on gh-7), "
            "since 2026-03-01 12:00:00 UTC until 2026-03-01 12:05:00 UTC; wait for that run "
            "to end, or make sure that it is dead and run: "
            "reconciler unlock production --because '...'"
        )
        assert other.holder("production").runner == ANN


def test_of_runs_that_start_at_once_one_works_and_the_others_name_it(backend, path, clock):
    count = 4
    at_once, heard = Barrier(count), Semaphore(0)

    def run(number: int) -> str:
        at_once.wait(timeout=20)
        try:
            with backend(path) as ledger, ledger.lease("production", runners[number], clock=clock):
                # Two that got in would wait for each other here, and not be heard in time.
                assert all(heard.acquire(timeout=20) for _ in range(count - 1))
                return "works"
        except Locked as error:
            heard.release()
            return str(error)

    runners = [Runner("ann", f"number-{number}") for number in range(count)]
    with ThreadPoolExecutor(count) as pool:
        ends = list(pool.map(run, range(count)))

    winner = ends.index("works")
    assert all(f"number-{winner}" in end for end in ends if end != "works")
    assert ends.count("works") == 1


def test_environments_have_locks_of_their_own(ledger, other, clock):
    with (
        ledger.lease("production", ANN, clock=clock),
        other.lease("lock", ANN, clock=clock),
        other.lease("prüfung/☃", BEN, clock=clock) as lease,
    ):
        lease.check()
        assert ledger.holder("prüfung/☃").runner == BEN

    assert other.holder("prüfung/☃") is None


def test_an_error_in_the_block_gives_the_lock_back_and_is_passed_on(ledger, other, clock):
    interrupted = pytest.raises(KeyboardInterrupt)
    with interrupted, ledger.lease("production", ANN, clock=clock):
        raise KeyboardInterrupt

    assert other.holder("production") is None


def test_a_killed_run_keeps_others_out_until_its_time_has_run_out(ledger, killed, clock):
    clock.pass_minutes(LEASE_MINUTES - 0.1)

    assert "locked by zed (run r0)" in locked_out(ledger, ANN, clock)
    assert ledger.holder("production") == killed


def test_a_lock_that_has_run_out_is_taken_over_and_the_taker_knows_whose_it_was(
    ledger, other, killed, clock
):
    clock.pass_minutes(LEASE_MINUTES)

    with ledger.lease("production", ANN, clock=clock) as lease:
        lease.check()
        assert lease.took_over == killed
        assert "locked by ann" in locked_out(other, BEN, clock)

    assert other.holder("production") is None


def test_a_check_in_the_first_half_changes_nothing(ledger, other, clock):
    with ledger.lease("production", ANN, clock=clock) as lease:
        before = other.holder("production")
        clock.pass_minutes(LEASE_MINUTES / 2)

        lease.check()

        assert other.holder("production") == lease.holder == before


def test_a_check_in_the_second_half_makes_the_lock_last_as_long_again(ledger, other, clock):
    start, span = clock.now, timedelta(minutes=LEASE_MINUTES)
    with ledger.lease("production", ANN, clock=clock) as lease:
        for _ in range(3):
            clock.pass_minutes(LEASE_MINUTES - 1)

            lease.check()

            assert other.holder("production") == Holder(ANN, start, clock.now + span)
        assert "locked by ann" in locked_out(other, BEN, clock)

    assert other.holder("production") is None


def test_a_broken_lock_is_lost_at_the_next_check(ledger, other, clock):
    with ledger.lease("production", ANN, clock=clock) as lease:
        broken = other.unlock("production")

        assert broken == lease.holder
        assert lost(lease) == (
            "the lock of environment production was broken by somebody, so this run stopped "
            "before its next write; find out who works on it, then run again"
        )


def test_a_lock_that_another_run_took_is_lost_and_not_given_back(ledger, other, clock):
    with ledger.lease("production", ANN, clock=clock) as lease:
        other.unlock("production")
        inner = other.lease("production", BEN, clock=clock)
        with inner as theirs:
            assert lost(lease) == (
                "the lock of environment production was taken over by ben (run r2), "
                "since 2026-03-01 12:00:00 UTC until 2026-03-01 12:05:00 UTC, so this run stopped "
                "before its next write; find out who works on it, then run again"
            )
            lease.release()
            theirs.check()


def test_a_lock_taken_again_by_a_run_of_the_same_name_is_still_lost(ledger, other, clock):
    with ledger.lease("production", ANN, clock=clock) as lease:
        other.unlock("production")
        with other.lease("production", ANN, clock=clock) as again:
            assert "taken over by ann" in lost(lease)
            again.check()


def test_a_lock_that_has_run_out_is_lost_though_nobody_took_it(ledger, clock):
    with ledger.lease("production", ANN, clock=clock) as lease:
        clock.pass_minutes(LEASE_MINUTES)

        assert lost(lease) == (
            "the lock of environment production ran out at 2026-03-01 12:05:00 UTC, "
            "so this run stopped before its next write; run again"
        )


def test_a_lease_is_lost_after_its_block(ledger, clock):
    with ledger.lease("production", ANN, clock=clock) as lease:
        pass

    assert "was broken" in lost(lease)


def test_a_killed_run_can_be_unlocked(ledger, killed, clock):
    assert ledger.unlock("production") == killed
    assert ledger.holder("production") is None
    with ledger.lease("production", ANN, clock=clock) as lease:
        assert lease.took_over is None


def test_threads_share_a_lease(ledger, clock):
    with ledger.lease("production", ANN, clock=clock) as lease, ThreadPoolExecutor(4) as pool:
        clock.pass_minutes(LEASE_MINUTES - 1)

        for _ in pool.map(lambda _: lease.check(), range(8)):
            pass

        assert lease.holder.until == clock.now + timedelta(minutes=LEASE_MINUTES)


def test_locks_leave_no_events_and_events_no_locks(ledger, clock):
    event = Event(Happened.INTENDED, clock.now, "production", "r1", "ann")
    with ledger.lease("production", ANN, clock=clock) as lease:
        ledger.append([event])
        lease.check()

    assert list(ledger.events("production")) == [event]
    assert ledger.holder("production") is None


def test_names_that_no_file_system_would_take(ledger, clock):
    names = ["a..b", ".x", "x.lock", "x%2Elock", "x.", "a b", "~^:?*[\\", "@", "@{", "-d", "HEAD"]
    for name in names:
        with ledger.lease(name, Runner(name, name), clock=clock):
            ledger.append([Event(Happened.DONE, clock.now, name, name, name)])
            assert ledger.holder(name).runner == Runner(name, name)

    assert [[event.run for event in ledger.events(name)] for name in names] == [[n] for n in names]


def test_nothing_is_run_that_a_name_might_hide(ledger, clock, tmp_path):
    mark = tmp_path / "ran"
    name = f"$(touch {mark}); --upload-pack=touch {mark}"

    with ledger.lease(name, Runner(name, name), clock=clock):
        ledger.append([Event(Happened.DONE, clock.now, name, name, name)])

    assert not os.path.lexists(mark)
