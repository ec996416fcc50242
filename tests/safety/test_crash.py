"""A process killed at any write, then a plain rerun: the end is the uncrashed one."""

import json
import re
from urllib.parse import unquote

import pytest

from reconciler.ledger.sqlite import SqliteLedger
from reconciler.model.event import Happened
from reconciler.sandbox import Fault
from tests.campus import Campus, going
from tests.safety.doomed import Point, run
from tests.safety.scene import active, fresh, prepare, scene

pytestmark = pytest.mark.slow

CHUNKS = 8
ABREAST = 8
ONE_IN = 7  # of the points where many are on their way: it shares no factor with the ways to end


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """What every test starts from."""
    return prepare(tmp_path_factory.mktemp("prepared"))


@pytest.fixture(scope="module")
def uncrashed(prepared, tmp_path_factory):
    """How many writes the whole work takes, and where it ends."""
    with scene(prepared, tmp_path_factory.mktemp("uncrashed") / "scene") as whole:
        counts = run(whole.job, None)
        writes = [(r.method, r.path) for r in whole.campus.sandbox.requests() if r.writes]
        assert sum(path.endswith("/deactivate") for _, path in writes) >= 10
        return counts, writes, whole.campus.sandbox.state(volatile=False)


def points(counts: tuple[int, int]) -> list[Point]:
    http, ledger = counts
    return [
        *(Point("http", i, when) for i in range(http) for when in ("before", "after")),
        *(Point("ledger", i, w) for i in range(ledger) for w in ("before", "after", "fails")),
    ]


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_killed_anywhere_and_run_again_ends_where_the_uncrashed_run_does(
    prepared, uncrashed, tmp_path, chunk
):
    counts, _, end = uncrashed
    for point in points(counts)[chunk::CHUNKS]:
        with scene(prepared, tmp_path / f"{point.what}-{point.index}-{point.when}") as broken:
            broken.crash(point)

            assert broken.again() == end, point
            assert going(broken.campus.plan()) == [], point


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_an_answer_lost_after_any_write_leaves_no_exam_inactive(
    prepared, uncrashed, tmp_path, chunk
):
    _, writes, end = uncrashed
    for index in range(len(writes))[chunk::CHUNKS]:
        method, path = writes[index]
        before = writes[:index].count(writes[index])
        with scene(prepared, tmp_path / str(index)) as broken:
            lost = Fault("drop", method=method, path=re.escape(path), after=True, skip=before)
            broken.campus.sandbox.fault(lost)

            run(broken.job, None)

            assert active(broken.campus.sandbox.state()) == active(end), writes[index]
            assert broken.again() == end, writes[index]


@pytest.fixture(scope="module")
def untouched(tmp_path_factory):
    """The tenant before its first apply, as many changes as can be side by side."""
    return fresh(tmp_path_factory.mktemp("untouched"))


@pytest.fixture(scope="module")
def unhurt(untouched, tmp_path_factory):
    """How many writes the whole work takes side by side, and where it ends."""
    with scene(untouched, tmp_path_factory.mktemp("unhurt") / "scene", ABREAST) as whole:
        return run(whole.job, None), whole.campus.sandbox.state(volatile=False)


def written(campus: Campus) -> set[str]:
    """The names of the objects that a write has reached."""
    done = [r for r in campus.sandbox.requests() if r.writes and r.status in (200, 201)]
    paths = [
        re.fullmatch(r".*/(?:templates|roles|assessments|schedules)/([^/]+).*", r.path)
        for r in done
    ]
    return {
        unquote(path[1]) if path else json.loads(request.body)["Title"]
        for path, request in zip(paths, done, strict=True)
    }


def meant(campus: Campus) -> set[str]:
    """The names of the objects that the ledger says somebody was about to write."""
    names = {"default": "NW-DEFAULT"}
    with SqliteLedger(campus.ledger) as ledger:
        about = [
            e.ref
            for e in ledger.events("sandbox")
            if e.happened in (Happened.INTENDED, Happened.OPENED)
        ]
    return {names.get(ref.name, ref.name) for ref in about if ref}


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_killed_with_many_on_their_way_no_write_is_unknown_and_a_rerun_ends_in_sync(
    untouched, unhurt, tmp_path, chunk
):
    counts, end = unhurt
    for point in points(counts)[::ONE_IN][chunk::CHUNKS]:
        folder = tmp_path / f"{point.what}-{point.index}-{point.when}"
        with scene(untouched, folder, ABREAST) as broken:
            broken.crash(point)

            assert written(broken.campus) <= meant(broken.campus), point
            assert broken.again() == end, point
            assert going(broken.campus.plan()) == [], point
