"""Tenants of any size, the same ones for the same number."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from reconciler.sandbox.catalogue import PERMISSIONS, SETTINGS
from reconciler.sandbox.envelope import Item
from reconciler.sandbox.tenants.planting import Planting, Seedling
from reconciler.sandbox.times import wire

DEFAULT = "GEN-DEFAULT"
# How far off a sitting starts, in days; none starts within the next one.
_DAYS = range(2, 90)
_STATES = ("Draft",) * 6 + ("Activated",) * 2 + ("Started", "Ended", "Archived")
# The rows that decide who can manage roles come first, so that the smallest tenant has them.
_ROWS = sorted(PERMISSIONS, key=lambda row: not row.startswith("Administration"))


@dataclass(frozen=True)
class Generated:
    """The size of a generated tenant; *rows* are permissions per role."""

    number: int = 1
    templates: int = 10
    roles: int = 8
    rows: int = 24
    assessments: int = 50
    schedules: int = 200

    def planting(self, now: datetime) -> Planting:
        """Return the tenant around *now*."""
        dice = Random(self.number)  # noqa: S311 - repeatable on purpose
        now = now.replace(minute=0, second=0, microsecond=0)
        keys = now - timedelta(days=200)
        templates = list(_templates(self, dice))
        objects = [
            *templates,
            *_roles(self, dice),
            *_assessments(self, dice),
            *_schedules(self, dice, templates, now),
        ]
        return Planting(objects=objects, permissions=_permissions(self), keys_changed_at=keys)


def _permissions(size: Generated) -> list[str]:
    more = [f"Group {row // 20 + 1:02}/Row {row + 1:04}" for row in range(size.rows - len(_ROWS))]
    return [*_ROWS[: size.rows], *more]


def _templates(size: Generated, dice: Random) -> Iterator[Seedling]:
    for number in range(size.templates):
        item: Item = {
            "ExternalId": f"template-{number:04}" if number else DEFAULT,
            "Name": f"Template {number}" if number else "Default",
            "IsDefault": number == 0,
            "Settings": _settings(dice),
        }
        yield Seedling("Template", item)


def _settings(dice: Random) -> Item:
    """Return settings that agree with each other: what is verified is also recorded."""
    settings = {
        name: dice.random() < 0.5 if numbers is None else dice.choice(numbers)  # noqa: PLR2004
        for name, numbers in SETTINGS.items()
    }
    for sense in ("video", "audio"):
        settings[f"verify_{sense}"] = settings[f"record_{sense}"]
    settings["verify_desktop"] = settings["record_screen"]
    if not (settings["record_video"] and settings["record_audio"]):
        settings |= {"record_desk": 0, "verify_id": 0}
    if not (settings["one_screen"] and settings["close_tabs"]):
        settings["full_screen"] = 0
    if settings["full_screen"]:
        settings["tabs"] = 1
    return settings


def _roles(size: Generated, dice: Random) -> Iterator[Seedling]:
    rows = _permissions(size)
    for number in range(size.roles):
        top = number == 0
        item: Item = {
            "Title": f"Role {number:04}" if number else "System administrator",
            "Type": "SystemAdmin" if top else dice.choice(("Admin", "Author", "Candidate")),
            "Sorting": dice.randrange(101),
            "Users": dice.randrange(1, 60),
            "Permissions": _ticks(rows, dice, everything=top),
        }
        yield Seedling("Role", item)


def _ticks(rows: list[str], dice: Random, *, everything: bool) -> dict[str, bool]:
    """Return one column of the roles page: no row is on in a group that is off."""
    groups = sorted({row.partition("/")[0] for row in rows})
    on = {group for group in groups if everything or dice.random() < 0.6}  # noqa: PLR2004
    return {row: row.partition("/")[0] in on for row in rows}


def _assessments(size: Generated, dice: Random) -> Iterator[Seedling]:
    for number in range(size.assessments):
        item: Item = {
            "ExternalId": f"A-{number:04}",
            "Title": f"Assessment {number}",
            "UseProctorIo": dice.random() < 0.5,  # noqa: PLR2004
        }
        yield Seedling("Assessment", item)


def _schedules(
    size: Generated, dice: Random, templates: list[Seedling], now: datetime
) -> Iterator[Seedling]:
    settings = {entry.item["ExternalId"]: entry.item["Settings"] for entry in templates}
    for number in range(size.schedules):
        assessment = number % max(size.assessments, 1)
        state = dice.choice(_STATES)
        template = dice.choice([None, *list(settings)[1:]])
        item: Item = {
            "ExternalId": f"A-{assessment:04}-S{number // max(size.assessments, 1):04}",
            "Title": f"Assessment {assessment}, sitting {number}",
            "AssessmentExtId": f"A-{assessment:04}",
            "CandidatesTotal": dice.randrange(1, 120),
            "UseProctorIo": dice.random() < 0.8,  # noqa: PLR2004
            "ProctorioTemplateExternalId": template,
            **_window(state, dice, now),
        }
        if state != "Draft":
            item |= _active(settings[template or DEFAULT], now)
        if state == "Started":
            item["CandidatesStarted"] = dice.randrange(1, item["CandidatesTotal"] + 1)
        yield Seedling("Schedule", item)


def _window(state: str, dice: Random, now: datetime) -> Item:
    hours = dice.choice((2, 3))
    starts = {
        "Started": now - timedelta(hours=1),
        "Ended": now - timedelta(days=dice.choice(_DAYS)),
        "Archived": now - timedelta(days=100 + dice.choice(_DAYS)),
    }
    start = starts.get(state) or now + timedelta(days=dice.choice(_DAYS))
    return {
        "StartDateTime": wire(start),
        "EndDateTime": wire(start + timedelta(hours=hours)),
        "ArchiveState": 2 if state == "Archived" else 1,
    }


def _active(settings: Item, now: datetime) -> Item:
    return {
        "IsActivated": True,
        "ActivatedAt": wire(now - timedelta(days=150)),
        "ActiveSettings": settings,
        "KeysFrom": wire(now - timedelta(days=200)),
    }
