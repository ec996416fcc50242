"""A sitting of the demo tenant in a few words, and the schedule that it becomes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from reconciler.sandbox.envelope import Item
from reconciler.sandbox.tenants.planting import Seedling
from reconciler.sandbox.times import wire


@dataclass(frozen=True)
class Sitting:
    """One schedule: *day* and *at* place its start, or *in_hours* does, counted from now."""

    key: str | None
    assessment: str
    title: str
    booked: int
    day: int = 0
    at: int = 9
    in_hours: float | None = None
    hours: int = 2
    template: str | None = "high-stakes"
    proctored: bool = True
    overrides: Item = field(default_factory=dict)
    activated_days_ago: int | None = None
    started: int = 0
    archived: bool = False
    hierarchy: str = "ROOT"
    # What the template said when the sitting was activated, where it says something else now.
    then: Item = field(default_factory=dict)
    old_keys: bool = False


def schedules(
    sittings: Iterable[Sitting], now: datetime, keys: datetime, settings: Mapping[str | None, Item]
) -> Iterator[Seedling]:
    """Yield the schedules around *now*; *keys* is since when the Proctorio keys hold.

    *settings* are the templates' settings by external id, the default one's under None.
    """
    for sitting in sittings:
        item = _schedule(sitting, _start(sitting, now))
        if sitting.activated_days_ago is not None:
            template = settings[sitting.template]
            item |= {
                "IsActivated": True,
                "ActivatedAt": wire(now - timedelta(days=sitting.activated_days_ago)),
                "ActiveSettings": template | sitting.then | sitting.overrides,
                "KeysFrom": wire(keys - timedelta(days=400 * sitting.old_keys)),
            }
        yield Seedling("Schedule", item, now - timedelta(days=1), "exam.office")


def _start(sitting: Sitting, now: datetime) -> datetime:
    if sitting.in_hours is not None:
        return now.replace(second=0, microsecond=0) + timedelta(hours=sitting.in_hours)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=sitting.day, hours=sitting.at)


def _schedule(sitting: Sitting, start: datetime) -> Item:
    return {
        "ExternalId": sitting.key,
        "Title": sitting.title,
        "AssessmentExtId": sitting.assessment,
        "StartDateTime": wire(start),
        "EndDateTime": wire(start + timedelta(hours=sitting.hours)),
        "ArchiveState": 2 if sitting.archived else 1,
        "CandidatesTotal": sitting.booked,
        "CandidatesStarted": sitting.started,
        "UseProctorIo": sitting.proctored,
        "ProctorioTemplateExternalId": sitting.template,
        "Overrides": sitting.overrides,
        "Hierarchy": sitting.hierarchy,
    }
