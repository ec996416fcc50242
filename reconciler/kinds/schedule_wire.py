"""A schedule over the APIs: what an answer says of it, and what is sent to change it."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from reconciler.kinds import proctorio, running
from reconciler.kinds.catalogue import Catalogue
from reconciler.kinds.kind import Step
from reconciler.kinds.moment import moment
from reconciler.kinds.proctorio import DEFAULT_TEMPLATE
from reconciler.model.change import Change, Reactivate, Update
from reconciler.model.live import Tenant
from reconciler.model.observed import Observed, Raw, Seen, Sitting, State, Unknown, Value
from reconciler.model.reach import Operation, Verb
from reconciler.model.ref import Ref
from reconciler.model.shared import exactly

ARCHIVED = 2
# All that its fields come from, but for its keys.
SAYS = ("UseProctorIo", "ProctorioTemplateExternalId", "Overrides", "ActiveSettings")
# What is read of an answer beside its fields: who adds a word here may read it of a schedule.
KEPT = ("AssessmentExtId", "Title", "ArchiveState", "ProctorioTemplateExternalId", "Overrides")


def decode(seen: Seen, tenant: Tenant) -> Observed:
    """An answer in the words of the files."""
    raw = seen.raw
    keys = running.keys(raw, tenant)
    said = [exactly(raw[word]) if word in raw else None for word in SAYS]
    key = (*said, tenant.default_template, keys)
    fields = tenant.alike(key, lambda: _fields(raw, tenant, keys))
    sitting = _sitting(raw, tenant.now)
    return Observed(Ref("Schedule", str(seen.name)), seen.keeping(KEPT), fields, sitting=sitting)


def _fields(raw: Raw, tenant: Tenant, keys: str | None) -> dict[str, Value | None]:
    fields: dict[str, Value | None] = {}
    if isinstance(raw.get("UseProctorIo"), bool):
        fields["proctoring"] = raw["UseProctorIo"] is True
    if "ProctorioTemplateExternalId" in raw:
        fields["template"] = _template(raw["ProctorioTemplateExternalId"], tenant)
    overrides = raw.get("Overrides")
    if isinstance(overrides, dict):
        own = proctorio.decode(overrides)
        fields.update((f"{running.TWEAK}{path}", value) for path, value in own.items())
    fields.update(running.decode(raw))
    return fields if keys is None else {**fields, running.KEYS: keys}


def _template(name: object, tenant: Tenant) -> str:
    if name is None or name == tenant.default_template:
        return DEFAULT_TEMPLATE
    # An ordinary template may be called "default" by its external id; the word is taken.
    return f"{name} (not the default)" if name == DEFAULT_TEMPLATE else str(name)


def _sitting(raw: Mapping[str, object], now: datetime) -> Sitting:
    ends = raw.get("EndDateTime")
    return Sitting(
        state=_state(raw, now),
        starts=moment(raw["StartDateTime"]),
        ends=moment(ends) if ends else None,
        candidates=_count(raw.get("CandidatesTotal")),
        started=_count(raw.get("CandidatesStarted")),
        active=raw.get("IsActivated") is True,
    )


def _state(raw: Mapping[str, object], now: datetime) -> State:
    if "State" in raw:
        return State(str(raw["State"]))
    # The public API shows no state: the same order, from what it does show.
    ends = raw.get("EndDateTime")
    if raw.get("ArchiveState") == ARCHIVED:
        return State.ARCHIVED
    if ends and moment(ends) < now:
        return State.ENDED
    if _count(raw.get("CandidatesStarted")):
        return State.STARTED
    return State.ACTIVATED if raw.get("IsActivated") is True else State.DRAFT


def _count(value: object) -> int | None:
    return value if isinstance(value, int) else None


def operations(
    change: Change, observed: Observed | None, _catalogue: Catalogue
) -> Iterator[Operation]:
    """The one request that a change takes, or none where only an activation makes it."""
    match change, observed:
        case ((Update() | Reactivate()), Observed()):
            values = {f.path: f.after for f in change.fields if not running.is_running(f.path)}
            if values:
                yield Operation(change.ref, Verb.SAVE, _body(observed, values))
        case _:
            raise AssertionError(f"{change.action} of {change.ref} is no operation on a schedule")


def _body(observed: Observed, values: Mapping[str, Value | None]) -> dict[str, object]:
    """All three fields, always: what is left out falls back to defaults over one of the APIs."""
    raw = observed.seen.raw
    live = raw.get("ProctorioTemplateExternalId", _now(observed, "template"))
    template = values.get("template", live)
    own = raw.get("Overrides")
    overrides = dict(own) if isinstance(own, dict) else {}
    for path, value in values.items():
        if path.startswith(running.TWEAK):
            name, number = proctorio.encode(path.removeprefix(running.TWEAK), value)
            overrides[name] = number
    return {
        "UseProctorIo": values.get("proctoring", _now(observed, "proctoring")),
        "ProctorioTemplateExternalId": None if template == DEFAULT_TEMPLATE else template,
        "Overrides": {name: value for name, value in overrides.items() if value is not None},
    }


def _now(observed: Observed, path: str) -> Value | None:
    reading = observed.reading(path)
    return None if isinstance(reading, Unknown) else reading.value


def objections(step: Step) -> Iterator[str]:
    """Why a change must not be sent: what it would take along."""
    change = step.change
    observed = step.before.of("Schedule").get(change.ref)
    if not isinstance(change, Update) or observed is None:
        return
    written = {f.path: f.after for f in change.fields}
    # Without proctoring, no template is used, so nothing is lost when it falls back.
    needed = ("proctoring",) if written.get("proctoring") is False else ("proctoring", "template")
    for path in needed:
        if path not in written and isinstance(observed.reading(path), Unknown):
            yield f"{path} is unknown and would fall back to a default; let the files name it too"


def field(path: str) -> str:
    """A field as the APIs call it."""
    heads = {"proctoring": "UseProctorIo", "template": "ProctorioTemplateExternalId"}
    name = proctorio.encode(path.removeprefix(running.TWEAK), None)[0]
    return heads.get(path) or f"Overrides.{name}"
