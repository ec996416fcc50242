"""The console gateway's contract as tables: what it can do, and over which paths."""

from dataclasses import dataclass

from reconciler.platform.port import Action, Reach, Verb
from reconciler.platform.request import Method


@dataclass(frozen=True, slots=True)
class Listing:
    """Where the objects of a kind are, which field is the key, and whether one may lack it."""

    path: str
    key: str
    name: str
    keyless: bool = False


LISTINGS = {
    "Template": Listing("/proctorio/templates", "ExternalId", "templates"),
    "Role": Listing("/roles", "Title", "roles"),
    "Assessment": Listing("/assessments", "ExternalId", "assessments"),
    "Schedule": Listing("/schedules", "ExternalId", "schedules", keyless=True),
}

OPERATIONS: dict[tuple[str, Verb], tuple[Method, str]] = {
    ("Template", Verb.CREATE): ("PUT", "/proctorio/templates/{key}"),
    ("Template", Verb.SAVE): ("PUT", "/proctorio/templates/{key}"),
    ("Template", Verb.DELETE): ("DELETE", "/proctorio/templates/{key}"),
    ("Role", Verb.CREATE): ("POST", "/roles"),
    ("Role", Verb.SAVE): ("PATCH", "/roles/{key}"),
    ("Role", Verb.TICK): ("PUT", "/roles/{key}/permissions"),
    ("Role", Verb.DELETE): ("DELETE", "/roles/{key}"),
    ("Assessment", Verb.SAVE): ("PATCH", "/assessments/{key}/options"),
    ("Schedule", Verb.SAVE): ("PATCH", "/schedules/{key}/proctoring"),
    ("Schedule", Verb.ACTIVATE): ("PUT", "/schedules/{key}/activate"),
    ("Schedule", Verb.DEACTIVATE): ("PUT", "/schedules/{key}/deactivate"),
}

_LOOK = frozenset({Action.LIST, Action.READ})
_SET = _LOOK | {Action.WRITE, Action.VERSION}
_OWN = _SET | {Action.CREATE, Action.DELETE}

ACTIONS = {
    "Template": _OWN,
    "Role": _OWN,
    "Assessment": _SET,
    "Schedule": _SET | {Action.ACTIVATE, Action.DEACTIVATE},
}


def reach(kind: str) -> Reach:
    """What the console can do for a kind; it shows and writes every field there."""
    if kind not in ACTIONS:
        return Reach("console", frozenset())
    every = frozenset({"*"})
    return Reach("console", ACTIONS[kind], shows=every, writes=every)
