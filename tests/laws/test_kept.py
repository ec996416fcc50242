"""Of an answer only some words are kept: whatever is made of it is what the whole would give."""

from collections.abc import Callable, Collection, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from reconciler import pipeline
from reconciler.model.observed import Seen
from reconciler.pipeline import people
from reconciler.pipeline.registers import collecting
from reconciler.platform.port import Kept, Platform
from tests.campus import Campus

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


class Entire(Seen):
    """An answer of which nothing is let go."""

    __slots__ = ()

    def keeping(self, _words: Iterable[str]) -> Seen:
        return self


@dataclass(frozen=True)
class Hoarding:
    """The platform, seen by somebody who keeps every answer whole."""

    inner: Platform

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def observe(
        self, kind: str, names: Collection[str], keep: Callable[[Seen], Kept]
    ) -> Iterable[Kept]:
        return self.inner.observe(kind, names, lambda seen: keep(Entire(*seen)))


def _hoarded(platform: Platform) -> Platform:
    return cast("Platform", Hoarding(platform))


def told(campus: Campus, *, whole: bool) -> list[object]:
    """Whatever the pages of the story make of a look."""
    with ExitStack() as stack:
        case = campus.case(stack, read_only=True)
        case = replace(case, platform=_hoarded(case.platform)) if whole else case
        sight = pipeline.look(case)
        kept = next(iter(sight.live.of("Schedule").values())).seen.raw
        assert ("StartDateTime" in kept) is whole  # the two do differ in what they keep
        asked = people.sittings(case, sight), people.reviewers(case, sight)
        return [sight.judged, *asked, collecting(case, None)]


def gone(campus: Campus) -> None:
    """A template that is to go, and that nothing but archived sittings used."""
    for name, item in campus.sandbox.state(volatile=False)["Schedules"].items():
        if item["ProctorioTemplateExternalId"] == "high-stakes":
            campus.sandbox.edit(f"Schedule/{name}", {"ArchiveState": 2})
    for file in campus.folder.glob("*/**/*.yaml"):
        file.unlink()
    text = "kind: Template\nid: high-stakes\nabsent: true\n"
    for overlay in ("sandbox", "production"):
        (campus.folder / overlay / "gone.yaml").write_text(text)


def rotated(campus: Campus) -> None:
    campus.apply()
    campus.sandbox.rotate_keys()


STATES: dict[str, Callable[[Campus], object]] = {
    "before an apply": lambda _: None,
    "after it": Campus.apply,
    "a template is to go": gone,
    "its keys were rotated": rotated,
}


@pytest.mark.parametrize("state", STATES)
def test_what_is_let_go_is_missed_by_nobody(campus, state):
    campus.clock = lambda: NOW
    STATES[state](campus)

    assert told(campus, whole=True) == told(campus, whole=False)
