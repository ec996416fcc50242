"""A process killed at any write, then a plain rerun: the end is the uncrashed one."""

import re

import pytest

from reconciler.sandbox import Fault
from tests.campus import going
from tests.safety.doomed import Point, run
from tests.safety.scene import active, prepare, scene

pytestmark = pytest.mark.slow

CHUNKS = 8


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
