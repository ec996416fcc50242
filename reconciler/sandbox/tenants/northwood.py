"""Northwood University, the demo tenant: believable, and not quite as it should be."""

from datetime import datetime, timedelta

from reconciler.sandbox.catalogue import SETTINGS, off
from reconciler.sandbox.envelope import Item
from reconciler.sandbox.tenants.northwood_roles import ROLES
from reconciler.sandbox.tenants.northwood_sittings import SITTINGS
from reconciler.sandbox.tenants.planting import Past, Planting, Seedling
from reconciler.sandbox.tenants.sitting import schedules

DEFAULT = "NW-DEFAULT"
_HIERARCHIES = {
    "ROOT": "Northwood University",
    "MED": "Northwood University/Medicine",
    "LAW": "Northwood University/Law",
    "SCI": "Northwood University/Science",
    "SOC": "Northwood University/Social Sciences",
    "HUM": "Northwood University/Humanities",
}
_ALL_OFF: Item = {name: off(numbers) for name, numbers in SETTINGS.items()}
# Full screen should be 1, moderate, and the identity checked.
HIGH_STAKES: Item = _ALL_OFF | {
    "record_video": True,
    "record_audio": True,
    "record_screen": True,
    "record_desk": 2,
    "full_screen": 2,
    "one_screen": True,
    "tabs": 1,
    "close_tabs": True,
    "disable_printing": True,
    "disable_clipboard": True,
    "block_downloads": True,
    "disable_right_click": True,
    "verify_video": True,
    "verify_audio": True,
    "verify_desktop": True,
}
OPEN_BOOK: Item = _ALL_OFF | {
    "record_video": True,
    "record_audio": True,
    "record_screen": True,
    "record_web_traffic": True,
    "disable_printing": True,
    "verify_video": True,
    "verify_audio": True,
    "verify_desktop": True,
    "verify_id": 1,
    "verify_signature": True,
    "calculator": 2,
    "whiteboard": True,
}
_TOMS_TEST: Item = _ALL_OFF | {"record_video": True, "full_screen": 3, "one_screen": True}
# External id, title, live, use Proctorio.
_ASSESSMENTS = (
    ("ANAT-101", "Anatomy I", True, True),
    ("BIOC-110", "Biochemistry", True, False),
    ("CHEM-120", "General Chemistry", True, True),
    ("CONL-301", "Constitutional Law", True, True),
    ("CRIM-220", "Criminal Law", True, True),
    ("ECON-201", "Microeconomics", True, True),
    ("EDUC-150", "Learning and Teaching", False, False),
    ("ENGL-001", "Language Entry Test", True, False),
    ("HIST-210", "Modern European History", True, True),
    ("MATH-101", "Calculus I", True, True),
    ("MATH-205", "Linear Algebra", False, False),
    ("NURS-330", "Medication Safety", True, False),
    ("PSYC-140", "Research Methods", True, False),
    ("STAT-115", "Statistics for Social Sciences", True, False),
)


def northwood(now: datetime) -> Planting:
    """Return the tenant around *now*."""
    templates = _templates(now)
    settings: dict[str | None, Item] = {None: _ALL_OFF}
    settings |= {entry.item["ExternalId"]: entry.item["Settings"] for entry in templates}
    keys = now - timedelta(days=60)
    assessments = [_assessment(*entry) for entry in _ASSESSMENTS]
    return Planting(
        objects=[*templates, *ROLES, *assessments, *schedules(SITTINGS, now, keys, settings)],
        hierarchies=_HIERARCHIES,
        keys_changed_at=keys,
        past=_past(now),
    )


def _templates(now: datetime) -> list[Seedling]:
    default = {
        "ExternalId": DEFAULT,
        "Name": "Default",
        "IsDefault": True,
        "SavedOnce": False,
        "Settings": _ALL_OFF,
    }
    high = {"ExternalId": "high-stakes", "Name": "High stakes", "Settings": HIGH_STAKES}
    book = {"ExternalId": "open-book", "Name": "Open book", "Settings": OPEN_BOOK}
    toms = {"ExternalId": "toms-test", "Name": "Tom's test", "Settings": _TOMS_TEST}
    return [
        Seedling("Template", default, now - timedelta(days=400)),
        Seedling("Template", high, now - timedelta(days=6), "tom.baker", version=4),
        Seedling("Template", book, now - timedelta(days=90), "priya.nair", version=2),
        Seedling("Template", toms, now - timedelta(days=20), "tom.baker"),
    ]


def _assessment(key: str, title: str, live: bool, proctored: bool) -> Seedling:  # noqa: FBT001
    item: Item = {
        "ExternalId": key,
        "Title": title,
        "Status": 2 if live else 1,
        "IsPublished": live,
        "UseProctorIo": proctored,
    }
    return Seedling("Assessment", item)


def _past(now: datetime) -> list[Past]:
    def days_ago(days: int, actor: str, field: str, before: object, after: object) -> Past:
        name, _, rest = field.partition(":")
        return Past(now - timedelta(days=days), actor, name, rest, before, after)

    users = "Role/Exam scheduler:Permissions.Administration/Manage users"
    screen, identity = "full_screen", "verify_id"
    toms = {"ExternalId": "toms-test", "Name": "Tom's test", "Settings": _TOMS_TEST}
    return [
        days_ago(31, "priya.nair", users, before=False, after=True),
        days_ago(20, "tom.baker", "Template/toms-test:", None, toms),
        days_ago(6, "tom.baker", f"Template/high-stakes:Settings.{screen}", 1, 2),
        days_ago(6, "tom.baker", f"Template/high-stakes:Settings.{identity}", 1, 0),
    ]
