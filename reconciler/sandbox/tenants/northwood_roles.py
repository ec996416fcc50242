"""The site roles of the demo tenant."""

from reconciler.sandbox.catalogue import PERMISSIONS
from reconciler.sandbox.envelope import Item
from reconciler.sandbox.tenants.planting import Seedling


def _role(title: str, kind: str, sorting: int, users: int, on: tuple[str, ...]) -> Seedling:
    item: Item = {
        "Title": title,
        "Type": kind,
        "Sorting": sorting,
        "Users": users,
        "Permissions": {row: row in on for row in PERMISSIONS},
    }
    return Seedling("Role", item)


def _groups(*groups: str) -> tuple[str, ...]:
    return tuple(row for row in PERMISSIONS if row.partition("/")[0] in groups)


_FOR_SYSTEM_ONLY = {"Administration/Manage roles", "Administration/Global settings"}
_DASHBOARD = "Dashboard/Dashboard"

ROLES = (
    _role("System administrator", "SystemAdmin", 100, 2, PERMISSIONS),
    _role("Admin", "Admin", 90, 5, tuple(set(PERMISSIONS) - _FOR_SYSTEM_ONLY)),
    _role("Author", "Author", 60, 40, _groups("Dashboard", "Library", "Assessments")),
    _role("Candidate", "Candidate", 10, 6240, (_DASHBOARD,)),
    _role(
        "Marker",
        "Author",
        50,
        25,
        (_DASHBOARD, "Marking/Marking", "Marking/View coordinator tab", "Marking/Void attempts"),
    ),
    # Whoever set it up forgot the Delivery menu, so invigilators cannot reach their own tab.
    _role("Invigilator", "Candidate", 40, 18, (_DASHBOARD,)),
    _role(
        "Exam scheduler",
        "Author",
        55,
        6,
        (
            _DASHBOARD,
            "Delivery/Delivering",
            "Delivery/View schedule tab",
            "Delivery/Manage schedules",
            # Two more than scheduling needs.
            "Administration/Administration",
            "Administration/Manage users",
        ),
    ),
)
