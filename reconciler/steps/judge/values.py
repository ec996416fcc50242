"""What policies see: documents, settings and changes as values, null where nothing is said."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from reconciler.kinds.effective import Settled, settled, word
from reconciler.kinds.proctorio import OPTIONS
from reconciler.kinds.sittings import Schedule, template
from reconciler.model.change import Change, Create, Delete
from reconciler.model.direction import Effect, directions
from reconciler.model.impact import Impact
from reconciler.model.observed import Known, Value
from reconciler.model.ref import Ref
from reconciler.model.resource import Desired, Wanted

Values = dict[str, object]

DOCUMENTS: Final = frozenset({"resource", "settings", "template", "assessment", "environment"})
CHANGES: Final = frozenset({"change", "resource", "settings", "environment", "now"})


def around(wanted: Wanted, desired: Desired, environment: str, names: frozenset[str]) -> Values:
    """The values of *names* beside an effective document itself."""
    values: Values = {}
    if "settings" in names:
        values["settings"] = _settings(settled(wanted, desired))
    if "template" in names:
        used = _template(wanted, desired)
        values["template"] = content(used, desired) if used else None
    if "assessment" in names:
        ruled = _assessment(wanted, desired)
        values["assessment"] = content(ruled, desired) if ruled else None
    if "environment" in names:
        values["environment"] = environment
    return values


def shared(wanted: Wanted, desired: Desired) -> tuple[object, ...]:
    """What the values around a document depend on: those with the same answer have the same."""
    schedule = wanted.resource
    if not isinstance(schedule, Schedule) or schedule.tweak is not None:
        return (wanted.ref,)
    return (*word(schedule, desired), schedule.assessment)


def of_change(change: Change, effects: tuple[Effect, ...], impact: Impact, now: datetime) -> Values:
    """The values that only a change has."""
    return {
        "now": now,
        "change": {
            "action": change.action,
            "ref": str(change.ref),
            "kind": change.ref.kind,
            "name": change.ref.name,
            "fields": _fields(change),
            "directions": [str(direction) for direction in directions(effects)],
            "touches": [
                {
                    "schedule": touched.ref.name,
                    "starts": touched.starts,
                    "candidates": touched.candidates,
                    "started": touched.started,
                }
                for touched in impact.sittings
            ],
        },
    }


def content(wanted: Wanted, desired: Desired) -> Values:
    """An effective document with all its keys; of a schedule, with what the rule says for it."""
    resource = wanted.resource
    values = resource.model_dump(mode="json", by_alias=True)
    if isinstance(resource, Schedule):
        values["proctoring"], values["template"] = word(resource, desired)
    return values


def nested(values: Mapping[str, Value | None]) -> Values:
    """Settings by path as the groups of a template, all of them; what is not known is null."""
    groups: dict[str, dict[str, Value | None]] = {}
    for option in OPTIONS:
        group, _, name = option.path.partition(".")
        groups.setdefault(group, {})[name] = values.get(option.path)
    return {**groups}


def _settings(at: Settled | None) -> Values | None:
    return nested(at.effective.values) if at else None


def _template(wanted: Wanted, desired: Desired) -> Wanted | None:
    return template(wanted.resource, desired) if isinstance(wanted.resource, Schedule) else None


def _assessment(wanted: Wanted, desired: Desired) -> Wanted | None:
    schedule = wanted.resource
    if not isinstance(schedule, Schedule):
        return None
    return desired.get(Ref("Assessment", schedule.assessment or ""))


def _fields(change: Change) -> Values:
    match change:
        case Delete():
            return {}
        case Create():
            return {
                f.path: {"before": None, "after": f.after, "known": "verified"}
                for f in change.fields
            }
        case _:
            return {
                f.path: {
                    "before": None if f.known is Known.UNKNOWN else f.before,
                    "after": f.after,
                    "known": str(f.known),
                }
                for f in change.fields
            }
