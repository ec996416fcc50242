"""What may change in the world of the state machine: the files in git, and the tenant by hand."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from reconciler.model.event import Happened
from reconciler.model.reach import Verb
from reconciler.model.scalars import WeekTime
from reconciler.model.windows import Window
from reconciler.sandbox import Fault
from reconciler.sandbox.times import wire
from tests.campus import EXAMPLE
from tests.safety.conftest import NOW
from tests.safety.fate import Fate
from tests.safety.judge import ZONE

WINDOWS = (
    Window("Wed 12:00-18:00", "board meets", ZONE, WeekTime(2, time(12), time(18))),
    Window("Sun 22:00-06:00", "night shift", ZONE, WeekTime(6, time(22), time(6))),
)


@dataclass(frozen=True)
class Slot:
    """One thing that the files can say in several ways, each valid beside all others."""

    file: str
    old: str
    news: tuple[str, ...]


def without_policies(config: Path) -> None:
    """Let the files say what they like: the world is about exams, not about a site's own rules."""
    site = config / "site.yaml"
    kept, _, _ = site.read_text(encoding="utf-8").partition("\npolicies:")
    site.write_text(kept, encoding="utf-8")
    shutil.rmtree(config / "policies")


ROLE = "kind: Role\ntitle: {}\n{}\n"
SLOTS = (
    Slot("base/templates/standard.yaml", "clear_cache: false", ("clear_cache: true",)),
    Slot("base/templates/standard.yaml", "full_screen: lenient", ("full_screen: severe",)),
    Slot("base/templates/high-stakes.yaml", "{id: auto}", ("{id: live}", "{signature: true}")),
    Slot("base/assessments/CRIM-220.yaml", "high-stakes", ("standard", "accessible")),
    Slot("base/assessments/MATH-101.yaml", "standard", ("high-stakes",)),
    Slot("base/assessments/HIST-210.yaml", "proctoring: true", ("proctoring: false",)),
    Slot("sandbox/schedules/exceptions.yaml", "block_downloads", ("disable_printing",)),
    Slot("base/roles/invigilator.yaml", "[invigilate]", ("[invigilate, void attempts]", "[]")),
    Slot("base/roles/proctoring-reviewer.yaml", 'others: "off"', ("others: keep",)),
    Slot("base/roles/exam-scheduler.yaml", "Administration: false", ("Administration: true",)),
    Slot(
        "base/roles/admin.yaml",
        "",
        (
            ROLE.format("Admin", "can: [manage roles]"),
            ROLE.format("Admin", "permissions: {Administration/Manage roles: false}"),
        ),
    ),
    Slot(
        "base/roles/chief.yaml",
        "",
        (
            ROLE.format("System administrator", "permissions: {Administration/Manage roles: true}"),
            ROLE.format(
                "System administrator", "permissions: {Administration/Manage roles: false}"
            ),
        ),
    ),
    Slot(
        "base/roles/pilot.yaml",
        "",
        (
            ROLE.format("Pilot", "type: Admin\ncan: [manage roles, invigilate]"),
            ROLE.format("Pilot", "absent: true"),
        ),
    ),
)


def _turns(folder: str) -> st.SearchStrategy[tuple[Slot, int]]:
    """A slot and by how many of its ways it moves on, so that each commit changes something."""
    slots = [slot for slot in SLOTS if folder in slot.file]
    return st.sampled_from([(slot, by) for slot in slots for by in range(1, len(slot.news) + 1)])


# Templates make activated schedules stale, so that a run has cycles to be disturbed in.
STALING = _turns("templates/")
COMMITS = STALING | _turns("roles/") | _turns("/")

ACTIVATED = (
    "CHEM-120-MAIN",
    "CHEM-120-ACC",
    "CONL-301-MAIN",
    "CRIM-220-MAIN",
    "MATH-101-MAIN",
    "STAT-115-RESIT",
    "BIOC-110-MAIN",
    "ANAT-101-MAIN",
)
SITTINGS = st.sampled_from(ACTIVATED)


def _sitting(days: float) -> dict[str, str]:
    start = NOW + timedelta(days=days)
    return {"StartDateTime": wire(start), "EndDateTime": wire(start + timedelta(hours=2))}


_Faults = st.SearchStrategy[Fault]
Edit = tuple[str, Mapping[str, Any]]
_EDITS: tuple[Edit, ...] = (
    ("Template/standard", {"Settings.clear_cache": True}),
    ("Template/high-stakes", {"Settings.verify_signature": True, "Settings.full_screen": 3}),
    ("Template/high-stakes", {"Settings.calculator": 2}),
    ("Role/Invigilator", {"Permissions.Delivery/View invigilation tab": False}),
    ("Role/Invigilator", {"Permissions.Delivery/Delivering": False}),
    ("Role/Exam scheduler", {"Permissions.Administration/Manage users": True}),
    ("Role/Proctoring reviewer", {"Permissions.Library/Library": True, "Type": "Admin"}),
    ("Role/Admin", {"Permissions.Administration/Manage roles": True}),
    ("Role/Admin", {"Permissions.Administration/Manage roles": False}),
    ("Role/System administrator", {"Permissions.Administration/Manage roles": True}),
    ("Assessment/CRIM-220", {"UseProctorIo": False}),
    ("Schedule/HIST-210-MAIN", {"UseProctorIo": False}),
    ("Schedule/ANAT-101-ACC", {"Overrides.block_downloads": True}),
    ("Schedule/NURS-330-MAIN", {"ProctorioTemplateExternalId": "practice"}),
    ("Schedule/CRIM-220-MAIN", _sitting(0.9)),
    ("Schedule/CRIM-220-MAIN", _sitting(12)),
    ("Schedule/MATH-101-MAIN", _sitting(1.5)),
)
EDITS = st.sampled_from(_EDITS)
SWITCHES: st.SearchStrategy[list[bool]] = st.just([]) | st.lists(st.booleans(), max_size=3)
STEPS = st.sampled_from([timedelta(hours=h) for h in (0.1, 0.9, 3, 9, 24, 72)])
PAUSES = st.just(timedelta()) | STEPS
# At what a run may be disturbed: requests by their verb, appends by what they say.
REQUESTS = st.sampled_from([Verb.SAVE, Verb.TICK, Verb.ACTIVATE, Verb.DEACTIVATE])
APPENDS = st.sampled_from([Happened.INTENDED, Happened.DONE, Happened.OPENED, Happened.RESTORED])


def _deaths(acts: st.SearchStrategy[str], *whens: str) -> st.SearchStrategy[Fate]:
    return st.builds(
        Fate,
        what=acts,
        index=st.integers(0, 2),
        when=st.sampled_from(whens),
        strike=st.just(Fate.die),
    )


# Every second one leaves an exam inactive, if the run comes that far.
DEATHS = _deaths(REQUESTS | APPENDS, "before", "after") | _deaths(st.just(Verb.DEACTIVATE), "after")
PEOPLE = st.tuples(EDITS, st.just("") | SITTINGS, STEPS)
PERSISTENT = 6  # as often as a schedule is tried to be activated again


def _faults(method: st.SearchStrategy[str], path: st.SearchStrategy[str], least: int) -> _Faults:
    return st.builds(
        Fault,
        kind=st.sampled_from(["status", "drop"]),
        status=st.just(500),
        method=method,
        path=path,
        after=st.booleans(),
        skip=st.integers(0, 6),
        times=st.integers(least, PERSISTENT + 2),
    )


# Every second one keeps an exam inactive, if it hits the right request.
FAULTS = _faults(
    st.sampled_from(["PUT", "PATCH", "POST", "DELETE"]),
    st.sampled_from(["", ".*/deactivate", ".*/proctoring", ".*MAIN/activate"]),
    1,
) | _faults(st.just("PUT"), st.just(".*/activate"), PERSISTENT)


class Files:
    """The configuration of one world: the example, with each slot as it was last set."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._said: dict[Slot, str] = {}

    def turn(self, slot: Slot, by: int) -> None:
        """Write one slot's file anew; a file of which nothing is left goes."""
        ways = (slot.old, *slot.news)
        now = ways.index(self._said.get(slot, slot.old))
        self._said[slot] = ways[(now + by) % len(ways)]
        source = EXAMPLE / slot.file
        whole = source.read_text(encoding="utf-8") if source.exists() else ""
        for other, said in self._said.items():
            if other.file == slot.file:
                whole = whole.replace(other.old, said, 1)
        target = self._folder / slot.file
        if whole:
            target.write_text(whole, encoding="utf-8")
        else:
            target.unlink(missing_ok=True)
