"""Schedule: one sitting. Its proctoring bites at activation and is frozen once somebody started.

Planners and other systems make schedules; only their proctoring is ours.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime

from reconciler.kinds import (
    dependencies,
    experience,
    proctorio,
    running,
    sittings,
    tweaks,
)
from reconciler.kinds.catalogue import Catalogue
from reconciler.kinds.day import not_a_day
from reconciler.kinds.kind import Kind, Page, Standing, Step, Told, World
from reconciler.kinds.moment import moment
from reconciler.kinds.proctorio import DEFAULT_TEMPLATE
from reconciler.kinds.sittings import Schedule
from reconciler.kinds.words import Words
from reconciler.model.change import Change, Reactivate, Update
from reconciler.model.content import GONE, put
from reconciler.model.document import Content
from reconciler.model.drafted import Drafted, Left
from reconciler.model.live import Live, Tenant
from reconciler.model.observed import Observed, Raw, Seen, Sitting, State, Unknown, Value
from reconciler.model.place import YamlPath
from reconciler.model.problem import Level, Problem
from reconciler.model.reach import Operation, Verb
from reconciler.model.ref import Ref
from reconciler.model.resource import Desired, Resource, Wanted
from reconciler.model.shared import exactly

ARCHIVED = 2
LONGEST_ID = 64
# All that its fields come from, but for its keys.
SAYS = ("UseProctorIo", "ProctorioTemplateExternalId", "Overrides", "ActiveSettings")
# What is read of an answer beside its fields: who adds a word here may read it of a schedule.
KEPT = ("AssessmentExtId", "Title", "ArchiveState", "ProctorioTemplateExternalId", "Overrides")


def _check(wanted: Wanted, desired: Desired, _catalogue: Catalogue) -> Iterator[Problem]:
    schedule = _resource(wanted)
    if schedule.until:
        yield from not_a_day(wanted, ("until",), schedule.until)
    if schedule.assessment is None:
        yield Problem(
            "assessment-missing",
            "the schedule does not say which assessment it belongs to",
            wanted.place(),
            "add assessment: <external id>",
            wanted.ref,
        )
    if len(schedule.id) > LONGEST_ID:
        yield Problem(
            "id-too-long",
            f"an external id has at most {LONGEST_ID} characters; this one has {len(schedule.id)}",
            wanted.place("id"),
            "check it against the console",
            wanted.ref,
            Level.WARNING,
        )
    if schedule.proctoring is False:
        yield from _idle(wanted, schedule)
    if schedule.tweak is not None:
        yield from _tweaked(wanted, schedule, schedule.tweak, desired)
    if schedule.accept:
        yield from dependencies.unknown_rules(wanted, schedule.accept)


def _tweaked(
    wanted: Wanted, schedule: Schedule, tweak: proctorio.Settings, desired: Desired
) -> Iterator[Problem]:
    template = sittings.template(schedule, desired)
    if template is not None:
        accepted = [accepted.rule for accepted in schedule.accept or ()]
        yield from tweaks.check(wanted, tweak, template, accepted)


def _idle(wanted: Wanted, schedule: Schedule) -> Iterator[Problem]:
    for name in ("template", "tweak"):
        if getattr(schedule, name) is not None:
            yield Problem(
                "not-proctored",
                f"{name} has no effect on a schedule with proctoring: false",
                wanted.place(name),
                f"remove {name}, or proctoring: false",
                wanted.ref,
                Level.WARNING,
            )


def _references(resource: Resource) -> Iterator[tuple[YamlPath, Ref]]:
    if not isinstance(resource, Schedule):
        return
    if resource.assessment:
        yield ("assessment",), Ref("Assessment", resource.assessment)
    if resource.template and resource.template != DEFAULT_TEMPLATE:
        yield ("template",), Ref("Template", resource.template)


def _decode(seen: Seen, tenant: Tenant) -> Observed:
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


def _operations(
    change: Change, observed: Observed | None, _catalogue: Catalogue
) -> Iterator[Operation]:
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


def _objections(step: Step) -> Iterator[str]:
    change = step.change
    observed = step.before.of("Schedule").get(change.ref)
    if not isinstance(change, Update) or observed is None:
        return
    written = {field.path: field.after for field in change.fields}
    # Without proctoring, no template is used, so nothing is lost when it falls back.
    needed = ("proctoring",) if written.get("proctoring") is False else ("proctoring", "template")
    for path in needed:
        if path not in written and isinstance(observed.reading(path), Unknown):
            yield f"{path} is unknown and would fall back to a default; let the files name it too"


def _ends(wanted: Wanted) -> Iterator[tuple[YamlPath, str]]:
    until = _resource(wanted).until
    if until:
        yield ("until",), until


def _touches(change: Change, live: Live) -> Iterator[Observed]:
    schedule = live.of("Schedule").get(change.ref)
    if schedule is not None:
        yield schedule


def _restate(content: Content, values: Mapping[str, Value | None], standing: Standing) -> Content:
    """An exception to the rule of its assessment, with a reason."""
    observed = standing.observed
    assessment = observed.seen.raw.get("AssessmentExtId") if observed else None
    if "assessment" not in content and assessment is not None:
        content = put(content, ("assessment",), assessment)
    for path, value in values.items():
        content = put(content, tuple(path.split(".")), GONE if value is None else value)
    return content if "why" in content else put(content, ("why",), standing.why)


def _label(path: str) -> str:
    for prefix, word in ((running.TWEAK, "tweak"), (running.PREFIX, "runs with")):
        if path.startswith(prefix):
            name = path.removeprefix(prefix)
            option = proctorio.BY_PATH.get(name)
            if path == running.KEYS:
                return "runs with Proctorio keys that are"
            return f"{word} {option.label if option else name}"
    return path


def _wire_field(path: str) -> str:
    heads = {"proctoring": "UseProctorIo", "template": "ProctorioTemplateExternalId"}
    name = proctorio.encode(path.removeprefix(running.TWEAK), None)[0]
    return heads.get(path) or f"Overrides.{name}"


def _resource(wanted: Wanted) -> Schedule:
    assert isinstance(wanted.resource, Schedule)  # noqa: S101 -- narrows; the loader made it
    return wanted.resource


def _declare(world: World, chosen: Collection[Ref]) -> Iterable[Drafted | Left]:
    from reconciler.kinds import schedule_draft  # noqa: PLC0415 -- for `import` and `propose` alone

    return schedule_draft.declare(world, chosen)


def _by_hand(change: Change, told: Told) -> Page:
    from reconciler.kinds import schedule_by_hand  # noqa: PLC0415 -- for what no channel can do

    return schedule_by_hand.by_hand(change, told)


def _shown(path: str, value: Value | None, words: Words) -> str:
    from reconciler.kinds import schedule_by_hand  # noqa: PLC0415 -- for what nobody can read back

    return schedule_by_hand.state(path, value, words)


KIND = Kind(
    name="Schedule",
    key="id",
    collection="schedules",
    model=Schedule,
    makes=lambda _: False,
    roots=("proctoring", "template", "tweak", running.ROOT),
    derived=running.ROOT,
    check=_check,
    references=_references,
    decode=_decode,
    targets=sittings.targets,
    where=sittings.where,
    needs=sittings.needs,
    operations=_operations,
    declare=_declare,
    restate=_restate,
    by_hand=_by_hand,
    state=_shown,
    recorded=running.recorded,
    label=_label,
    wire_field=_wire_field,
    objections=_objections,
    ends=_ends,
    notices=sittings.notices,
    touches=_touches,
    effects=experience.changed,
    visible=("Title", "StartDateTime", "EndDateTime", "Hierarchy"),
)
