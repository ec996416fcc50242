"""What a tenant can be set to: Proctorio's v2 settings and the rows of the roles page."""

from collections.abc import Mapping

# A setting's numbers, or None where it is a yes or no.
Numbers = tuple[int, ...] | None

SETTINGS: Mapping[str, Numbers] = {
    "record_video": None,
    "record_audio": None,
    "record_screen": None,
    "record_web_traffic": None,
    "record_desk": (0, 1, 2),
    "full_screen": (0, 1, 2, 3),
    "one_screen": None,
    "tabs": (0, 1, 2),
    "close_tabs": None,
    "disable_printing": None,
    "disable_clipboard": None,
    "block_downloads": None,
    "clear_cache": None,
    "disable_right_click": None,
    "verify_video": None,
    "verify_audio": None,
    "verify_desktop": None,
    "verify_id": (0, 1, 2),
    "verify_signature": None,
    "calculator": (0, 1, 2, 3),
    "whiteboard": None,
}

PERMISSIONS = (
    "Dashboard/Dashboard",
    "Library/Library",
    "Library/View collections tab",
    "Library/Add collections",
    "Library/View items tab",
    "Library/View media elements tab",
    "Assessments/Assessments",
    "Assessments/View assessments overview tab",
    "Assessments/Add assessments",
    "Assessments/View assessment statistics tab",
    "Delivery/Delivering",
    "Delivery/View schedule tab",
    "Delivery/Manage schedules",
    "Delivery/View invigilation tab",
    "Marking/Marking",
    "Marking/View coordinator tab",
    "Marking/View proctored recordings",
    "Marking/Void attempts",
    "Reports/Reports",
    "Reports/View proctored recordings",
    "Administration/Administration",
    "Administration/Manage users",
    "Administration/Manage roles",
    "Administration/Global settings",
)

BUILT_IN_ROLES = frozenset({"System administrator", "Admin", "Author", "Candidate"})


def off(numbers: Numbers) -> bool | int:
    """Return the value that stands for "off"."""
    return False if numbers is None else 0


def wrong_value(numbers: Numbers, value: object) -> str | None:
    """Return what is wrong with *value*, if anything: true is not 1 here, nor 1 true."""
    if numbers is None:
        return None if isinstance(value, bool) else "must be true or false"
    if isinstance(value, bool) or value not in numbers:
        return f"must be one of {', '.join(map(str, numbers))}"
    return None
