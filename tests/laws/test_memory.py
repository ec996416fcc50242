"""What a look at a tenant keeps, in bytes: what was answered is let go, and equal things are one.

The sitting of the benchmarks, over and over: decoded from JSON, it takes some 2,400 bytes.
"""

import gc
import tracemalloc
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from reconciler.kinds.proctorio import OPTIONS
from reconciler.model.live import Live
from reconciler.model.shared import Shared, exactly
from reconciler.platform.routing import connect
from reconciler.platform.settings import Access, Pace
from reconciler.steps.observe import observe
from tests.platform.conftest import Loopback, endpoint, yes

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
PAGE = 200
KEPT_PER_SITTING = 1_100


def schedule(number: int) -> dict[str, object]:
    key = f"EXAM-{number // 2:05}-S{number % 2}"
    return {
        "ExternalId": key,
        "Title": f"Exam {number // 2}, sitting {number % 2}",
        "AssessmentExtId": f"EXAM-{number // 2:05}",
        "StartDateTime": f"2026-12-{number % 20 + 1:02}T09:00:00.000Z",
        "EndDateTime": f"2026-12-{number % 20 + 1:02}T12:00:00.000Z",
        "IsActivated": True,
        "ActivatedAt": "2026-11-20T09:00:00.000Z",
        "ArchiveState": 0,
        "CandidatesTotal": number % 100,
        "CandidatesStarted": 0,
        "UseProctorIo": True,
        "ProctorioTemplateExternalId": f"template-{number % 7}",
        "Overrides": {},
        "ActiveSettings": {option.wire: False for option in OPTIONS},
        "KeysFrom": "2026-05-12T18:00:00.000Z",
        "State": "Activated",
        "Version": 1,
        "ChangedAt": f"2026-11-20T09:{number % 60:02}:00.000Z",
        "ChangedBy": "northwood.import",
    }


@dataclass(frozen=True)
class Look:
    """What a look came to, the bytes that it keeps, and the most that it held at any moment."""

    live: Live
    kept: int
    peak: int


def look(pages: int) -> Look:
    """A look at a tenant with so many pages of schedules, asked for one after the other."""
    total = pages * PAGE
    answers = [yes({"Proctorio": {"Active": True, "KeysChangedAt": "2026-05-01T18:00:00Z"}})]
    for page in range(pages):
        items = [schedule(number) for number in range(page * PAGE, (page + 1) * PAGE)]
        answers.append(yes({"Items": items, "Total": total, "Page": page + 1, "PageSize": PAGE}))
    others = dict.fromkeys(("templates", "roles", "assessments"), "runbook")
    with Loopback(answers).running() as server:
        access = Access(None, endpoint(server.url), others, Pace(10_000, 1))
        with connect(access, read_only=True) as platform:
            gc.collect()
            tracemalloc.start()
            try:
                live = observe(platform, (), NOW)
                gc.collect()
                return Look(live, *tracemalloc.get_traced_memory())
            finally:
                tracemalloc.stop()


@pytest.fixture(scope="module")
def looks() -> tuple[Look, Look]:
    look(1)  # what is made once and for all is made here
    return look(3), look(9)


def test_a_further_page_keeps_little_more_than_names_and_times(looks):
    few, many = looks

    further = len(many.live.of("Schedule")) - len(few.live.of("Schedule"))
    assert further == 6 * PAGE
    assert (many.kept - few.kept) / further < KEPT_PER_SITTING


def test_what_is_held_for_a_moment_does_not_grow_with_the_pages(looks):
    few, many = looks

    assert many.peak - many.kept < 1.2 * (few.peak - few.kept)


def test_sittings_that_run_with_the_same_settings_share_them(looks):
    _, many = looks

    schedules = many.live.of("Schedule").values()
    assert len({id(observed.fields) for observed in schedules}) == 7


def test_values_of_two_types_are_never_shared():
    shared: Shared[Any] = Shared()

    def made(words: dict[str, object]) -> Any:
        return shared(exactly(words), lambda: words)

    assert made({"x": 1}) is made({"x": 1})
    assert made({"x": True})["x"] is True
    assert made({"x": [1]}) is not made({"x": [1]})
