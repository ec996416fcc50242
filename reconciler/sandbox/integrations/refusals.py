"""The public API's own words for "no": some texts, some numbers, always 400."""

from reconciler.sandbox.envelope import Refusal
from reconciler.sandbox.rules import ACTIVE, ARCHIVED, EMPTY, ENDED
from reconciler.sandbox.store import Row
from reconciler.sandbox.tenant import Tenant

CANNOT_UPDATE_ACTIVATED = "Can't update activated schedule"

_CURLY = "\N{RIGHT SINGLE QUOTATION MARK}"
_NUMBERED = {301: "Schedule not found", 302: "Schedule archived", 305: "Schedule finished"}
_CANNOT_ACTIVATE = "Can't activate schedule (schedule has invalid information)"


def text(words: str) -> Refusal:
    """Return a refusal of the older pages: words only, with the apostrophes of a typesetter."""
    return Refusal(400, words.replace("'", _CURLY))


def numbered(code: int) -> Refusal:
    """Return a refusal of the newer pages: a number and words."""
    return Refusal(400, {"Code": code, "Error": _NUMBERED[code]})


def invalid(problem: str) -> Refusal:
    """Return the refusal of a body."""
    return text(f"Invalid input data ({problem})")


def not_activated(reason: str) -> Refusal:
    """Return why a schedule was not activated."""
    if reason in {ARCHIVED, ENDED}:
        return numbered(302 if reason == ARCHIVED else 305)
    words = {ACTIVE: "Schedule is already activated", EMPTY: _CANNOT_ACTIVATE}
    return text(words[reason])


def found(tenant: Tenant, kind: str, key: str) -> Row:
    """Return the object that an external id names, or refuse with 400: 404 is not spoken here."""
    row = tenant.store.find(kind, key)
    if row is None:
        raise text(f"{kind} hasn't been found by external id")
    return row
