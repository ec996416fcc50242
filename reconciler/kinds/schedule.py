"""Schedule: one sitting. Its proctoring bites at activation and is frozen once somebody started.

Planners and other systems make schedules; only their proctoring is ours.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping

from reconciler.kinds import (
    dependencies,
    experience,
    proctorio,
    running,
    schedule_targets,
    schedule_wire,
    sittings,
    tweaks,
)
from reconciler.kinds.catalogue import Catalogue
from reconciler.kinds.day import not_a_day
from reconciler.kinds.kind import Kind, Manual, Standing, World
from reconciler.kinds.proctorio import DEFAULT_TEMPLATE
from reconciler.kinds.sittings import Schedule, declared
from reconciler.model.change import Change
from reconciler.model.content import GONE, put
from reconciler.model.document import Content
from reconciler.model.drafted import Drafted, Left
from reconciler.model.live import Live
from reconciler.model.observed import Observed, Value
from reconciler.model.place import YamlPath
from reconciler.model.problem import Level, Problem
from reconciler.model.ref import Ref
from reconciler.model.resource import Desired, Resource, Wanted

LONGEST_ID = 64


def _check(wanted: Wanted, desired: Desired, _catalogue: Catalogue) -> Iterator[Problem]:
    schedule = declared(wanted)
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


def _ends(wanted: Wanted) -> Iterator[tuple[YamlPath, str]]:
    until = declared(wanted).until
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


def _declare(world: World, chosen: Collection[Ref]) -> Iterable[Drafted | Left]:
    from reconciler.kinds import schedule_draft  # noqa: PLC0415 -- for `import` and `propose` alone

    return schedule_draft.declare(world, chosen)


def _manual() -> Manual:
    from reconciler.kinds import schedule_by_hand  # noqa: PLC0415 -- for what no channel can do

    return schedule_by_hand


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
    decode=schedule_wire.decode,
    targets=schedule_targets.targets,
    where=schedule_targets.where,
    needs=schedule_targets.needs,
    operations=schedule_wire.operations,
    declare=_declare,
    restate=_restate,
    manual=_manual,
    recorded=running.recorded,
    label=_label,
    wire_field=schedule_wire.field,
    objections=schedule_wire.objections,
    ends=_ends,
    notices=schedule_targets.notices,
    touches=_touches,
    effects=experience.changed,
    visible=("Title", "StartDateTime", "EndDateTime", "Hierarchy"),
)
