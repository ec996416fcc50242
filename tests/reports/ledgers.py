"""A ledger in which everything has happened that can, and how the environment of it stands."""

from datetime import UTC, datetime, timedelta

from reconciler.model.event import Event, Happened
from reconciler.model.observed import Features, Value
from reconciler.model.ref import Ref
from reconciler.reports.documents import Lock, Standing
from reconciler.reports.recorded import HistoryDocument
from tests.reports.samples import COMMIT, HOSTILE, NOON, ON, everything


def _event(minute: int, happened: Happened, about: Ref | None = None, **detail: str) -> Event:
    fields: dict[str, Value | None] = {}
    if about and happened not in (Happened.FAILED, Happened.OPENED):
        fields = {"lock_down.full_screen": "moderate", "recording.video": True}
    return Event(
        happened, NOON.replace(hour=8, minute=minute), "production", f"run-{minute // 10}",
        "j.smit@northwood.example", COMMIT, about, fields, detail,
    )  # fmt: skip


HIGH = Ref("Template", "high-stakes")
EVENTS = (
    _event(1, Happened.STARTED, digest="3f9a" * 16, changes="1 2 3"),
    _event(1, Happened.INTENDED, HIGH),
    _event(2, Happened.DONE, HIGH, action="update", digest="3f9a" * 16, change="1"),
    _event(2, Happened.INTENDED, Ref("Template", "standard")),
    _event(3, Happened.FAILED, Ref("Template", "standard"), why="the platform said no"),
    _event(3, Happened.INTENDED, Ref("Template", "lost")),
    *(_event(4, Happened.CONVERGED, Ref("Template", name)) for name in "ABCDE"),
    _event(5, Happened.FINISHED, digest="3f9a" * 16),
    _event(11, Happened.STARTED, digest="aa" * 32, changes=""),
    _event(12, Happened.OPENED, Ref("Schedule", "CHEM-120")),
    _event(12, Happened.RESTORED, Ref("Schedule", "CHEM-120")),
    _event(13, Happened.CONVERGED, Ref("Role", "Reviewer")),
    _event(14, Happened.RELEASED, Ref("Template", HOSTILE)),
    _event(14, Happened.RAN, Ref("Schedule", "CHEM-120")),
    _event(14, Happened.EXCUSED, HIGH, until="2026-12-01", because="ticket 4711"),
    _event(
        14, Happened.NOTIFIED, Ref("Schedule", "CHEM-120"), language="en", revision="0a1b2c3d4e"
    ),
    _event(
        14,
        Happened.ATTESTED,
        HIGH,
        by="a.berg",
        step="7f3a2c1d",
        digest="3f9a" * 16,
        note="room 5, with d.lee",
        file="save.png",
        evidence="0b" * 32,
    ),
    _event(14, Happened.UNLOCKED, holder="d.lee (run run-7)", because="the runner died"),
    _event(15, Happened.FINISHED, digest="aa" * 32),
)
HISTORY = HistoryDocument(environment="production", ref=None, events=EVENTS)


def standing() -> Standing:
    features = Features(ON, datetime(2026, 9, 1, tzinfo=UTC))
    lock = Lock(
        "j.smit (run run-9 on ci-3)", NOON - timedelta(minutes=2), NOON + timedelta(hours=1)
    )
    return Standing(everything(), features, EVENTS[-1], lock)
