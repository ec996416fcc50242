"""Two applies on one ledger at once, killed or overtaken at any moment.

More rounds than a normal run has: `.venv/bin/python -m pytest -m soak tests/safety`.
"""

import shutil
import signal
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing.connection import Connection, wait
from random import Random
from typing import cast, get_args

import pytest

from reconciler.ledger.lease import LEASE_MINUTES
from tests.safety.conftest import NOW
from tests.safety.rounds import EXAM, SERVER, a_round, prepare, said, started
from tests.safety.runner import PATIENCE_SECONDS, Backend, work

pytestmark = pytest.mark.slow

LATER = NOW + timedelta(minutes=LEASE_MINUTES)
KILLED, OVERTAKEN, CHUNKS = 64, 36, 4
SOAK = 1_000


@pytest.fixture(scope="module", params=get_args(Backend))
def backend(request):
    return request.param


@pytest.fixture(scope="module")
def prepared(backend, tmp_path_factory):
    return prepare(backend, tmp_path_factory.mktemp("prepared"))


@pytest.fixture(scope="module")
def undisturbed(backend, prepared, tmp_path_factory):
    """The course of a run alone, and where it ends."""
    with a_round(backend, prepared, tmp_path_factory.mktemp("alone") / "round") as place:
        course = work(place.duty("1"))
        acts = [request.path.rpartition("/")[2] for request in place.writes()]
        assert acts == ["standard", "activate", "deactivate", "activate"]
        end = place.sandbox.state(volatile=False)
        assert end["Schedules"][EXAM]["ActiveSettings"]["clear_cache"] is True
        return course, end


@pytest.fixture
def round_of(backend, prepared, tmp_path):
    """A fresh place for the round of a seed, with chances that are its own."""

    @contextmanager
    def entered(seed):
        with a_round(backend, prepared, tmp_path / str(seed)) as place:
            yield place, Random(f"{backend} {seed}")  # noqa: S311 -- chances, not secrets
            shutil.rmtree(place.folder)

    return entered


def test_of_two_at_once_one_works_and_the_other_says_who(round_of):
    with round_of("once") as (place, _):
        duties = [place.duty(name, stalls_at=0) for name in ("1", "2")]
        lines = [SERVER.Pipe() for _ in duties]
        barrier = SERVER.Barrier(2)
        runs = [started(d, barrier, there) for d, (_, there) in zip(duties, lines, strict=True)]

        ends = [here for here, _ in lines]
        (held,) = wait(ends, PATIENCE_SECONDS)
        works = ends.index(cast("Connection", held))
        runs[1 - works].join()
        ends[works].send("go on")
        runs[works].join()

        assert said(duties[works], "end") == ["done"]
        (told,) = said(duties[1 - works], "end")
        assert told.startswith("Locked: ")
        assert f"tester (run {duties[works].run})" in told
        assert said(duties[1 - works], "send") == []


def two_are_killed(place, chance, undisturbed):
    course, end = undisturbed
    # A look takes most of the calls, and can do least harm.
    since = chance.choice([0, course.looking, course.looking])
    dies_at = [chance.randrange(since, course.calls) for _ in range(2)]
    duties = [place.duty("1", dies_at=dies_at[0]), place.duty("2", dies_at=dies_at[1])]
    barrier = SERVER.Barrier(2)
    runs = [started(duty, barrier) for duty in duties]
    for run, duty, other in zip(runs, duties, duties[::-1], strict=True):
        run.join()
        if run.exitcode != -signal.SIGKILL:
            (told,) = said(duty, "end")
            assert (
                told == "done"
                or f"Locked: environment sandbox is locked by tester (run {other.run})" in told
            )

    place.again(place.duty("2 again", now=freed(place, chance)))

    place.assert_sound(end)


def one_is_overtaken(place, chance, undisturbed):
    course, end = undisturbed
    line, there = SERVER.Pipe()
    slow = place.duty("1", stalls_at=chance.randrange(course.doors))
    run = started(slow, None, there)
    there.close()
    door = line.recv()
    fast = place.duty("2", now=freed(place, chance))
    started(fast).join()
    before = len(place.writes())

    line.send("go on")
    run.join()

    (told,) = said(slow, "end")
    assert told == "done" or told.startswith("LeaseLost: ")
    assert said(fast, "end") == ["done"]
    # The race that docs/ledger.md names: a write whose check was good before it was held up.
    assert len(place.writes()[before:]) <= (door == "send")
    place.again(place.duty("1 again", now=fast.now))
    place.assert_sound(end)


def freed(place, chance):
    """Break the lock now, or let its time run out; the time at which the next run starts."""
    if chance.random() < 0.5:
        place.unlock()
        return NOW
    return LATER


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_two_are_killed_at_once_at_any_moment(round_of, undisturbed, chunk):
    for seed in range(chunk, KILLED, CHUNKS):
        with round_of(seed) as (place, chance):
            two_are_killed(place, chance, undisturbed)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_run_that_was_held_up_and_overtaken_writes_nothing_more(round_of, undisturbed, chunk):
    for seed in range(chunk, OVERTAKEN, CHUNKS):
        with round_of(seed) as (place, chance):
            one_is_overtaken(place, chance, undisturbed)


@pytest.mark.soak
@pytest.mark.parametrize("deed", [two_are_killed, one_is_overtaken])
def test_many_rounds(round_of, undisturbed, deed):
    for seed in range(KILLED, KILLED + SOAK):
        with round_of(seed) as (place, chance):
            deed(place, chance, undisturbed)
