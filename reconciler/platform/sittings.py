"""What the public API shows of a schedule, stripped of people at the door."""

from datetime import datetime

from reconciler.errors import PlatformError
from reconciler.model.observed import Raw
from reconciler.model.ref import Ref
from reconciler.platform.moments import moment

TIMES = ("StartDateTime", "EndDateTime")
VISIBLE = ("ExternalId", "Title", *TIMES, "Hierarchy", "ArchiveState", "IsActivated")
ARCHIVED = 2


def visible(raw: Raw, ref: Ref) -> Raw:
    """The documented fields that are not about people; raises PlatformError if one is missing."""
    match raw:
        case {"StartDateTime": str(), "IsActivated": bool()}:
            return {field: raw[field] for field in VISIBLE if field in raw}
        case _:
            raise PlatformError(f"the platform did not answer with all of {ref}")


def differing(before: Raw, after: Raw) -> list[str]:
    """The visible fields that are not the same; two spellings of one moment are."""
    return [field for field in VISIBLE if _value(field, before) != _value(field, after)]


def counts(rows: object) -> dict[str, int | None]:
    """How many candidates there are and have started; names, ids and pins end here.

    Raises PlatformError if *rows* is no list of candidates.
    """
    if not isinstance(rows, list) or not all(map(_candidate, rows)):
        raise PlatformError("the platform did not answer with a list of candidates")
    started = sum(row["Status"] != "NOT_STARTED" for row in rows)
    return {"CandidatesTotal": len(rows), "CandidatesStarted": started}


def echoed(before: Raw) -> dict[str, object]:
    """The fields that a PATCH must carry so that it does not change them, exactly as read."""
    hierarchy = before.get("Hierarchy")
    held = {
        "StartDateTime": before["StartDateTime"],
        "EndDateTime": before.get("EndDateTime"),
        "Title": before.get("Title"),
        "HierarchyExternalId": hierarchy.get("ExternalId") if isinstance(hierarchy, dict) else None,
    }
    # What the platform does not have cannot be sent back; a null might be taken for a wish.
    return {field: value for field, value in held.items() if value is not None}


def _candidate(row: object) -> bool:
    return isinstance(row, dict) and isinstance(row.get("Status"), str)


def _value(field: str, raw: Raw) -> object:
    value = raw.get(field)
    return _moment(value) if field in TIMES and isinstance(value, str) else value


def _moment(text: str) -> datetime | str:
    try:
        return moment(text)
    except ValueError:
        return text
