"""Which schedules are ours, and what is wanted of each: its own document, else the rule's word."""

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from reconciler.kinds import running
from reconciler.kinds.day import over
from reconciler.kinds.kind import Target, World
from reconciler.kinds.proctorio import flatten
from reconciler.kinds.rules import NOTHING
from reconciler.kinds.running import TWEAK
from reconciler.kinds.sittings import Schedule, declared, ruled
from reconciler.model.observed import Observed, State, Unknown, Value
from reconciler.model.place import Place
from reconciler.model.plan import Note
from reconciler.model.problem import Problem
from reconciler.model.ref import Ref
from reconciler.model.resource import Desired, Wanted
from reconciler.model.sameness import same

NEVER: frozenset[str] = frozenset()
STANDING = frozenset({State.ACTIVATED, State.STARTED})


def targets(world: World) -> Iterator[Target]:
    """Every declared schedule, and every live one that a rule covers."""
    assessments = {w.ref.name: w for w in world.wanted("Assessment")}
    documents = {w.ref: w for w in world.wanted("Schedule")}
    templates = running.Templates(world.desired)
    live, unread = world.live.of("Schedule"), world.live.unread
    for ref, wanted in documents.items():
        observed = live.get(ref) or unread.get(ref)
        assessment = assessments.get(declared(wanted).assessment or "")
        yield _declared(wanted, observed, assessment, world, templates)
    for ref, observed in live.items():
        if ref not in documents:
            assessment = assessments.get(str(observed.seen.raw.get("AssessmentExtId")))
            if assessment:
                yield from _covered(observed, assessment, templates)


def notices(world: World, ours: AbstractSet[Ref]) -> Iterator[Note]:
    """Activated sittings that no document speaks of, and that git's templates have left behind."""
    templates = running.Templates(world.desired)
    live = world.live.of("Schedule")
    for ref in sorted(ref for ref in live if ref not in ours):
        observed = live[ref]
        if observed.sitting is None or observed.sitting.state not in STANDING:
            continue
        runs = templates.runs({}, observed)
        if any(observed.fields.get(path) != value for path, value in runs.items()):
            template = observed.fields.get("template")
            why = (
                f"runs with other settings than Template/{template} says; not declared, so it stays"
            )
            yield Note(ref, why)


def _declared(
    wanted: Wanted,
    observed: Observed | None,
    assessment: Wanted | None,
    world: World,
    templates: running.Templates,
) -> Target:
    schedule = declared(wanted)
    there = observed.seen.raw.get("AssessmentExtId") if observed else None
    asked, own = _by_rule(schedule.id, assessment), _by_document(schedule)
    ended = _ended(schedule, world)
    # The exception takes what is otherwise declared; a tweak is never declared otherwise.
    asked.update({} if ended else own)
    for path in running.tweaks(observed):
        asked.setdefault(path, None)
    asked = _owned(asked)
    return Target(
        wanted.ref,
        wanted,
        asked,
        templates.runs(asked, observed),
        expired=_stands(own, observed) if ended else NEVER,
        problems=(_elsewhere(wanted, there),) if there not in (None, schedule.assessment) else (),
    )


def _ended(schedule: Schedule, world: World) -> bool:
    return schedule.until is not None and over(schedule.until, world.today)


def _stands(own: Mapping[str, Value | None], observed: Observed | None) -> frozenset[str]:
    """What an exception asked for and is still live: only then is it what ends."""
    readings = {path: observed.reading(path) for path in own} if observed else {}
    return frozenset(
        path
        for path, reading in readings.items()
        if not isinstance(reading, Unknown) and same(own[path], reading.value)
    )


def _covered(
    observed: Observed, assessment: Wanted, templates: running.Templates
) -> Iterator[Target]:
    asked = _owned(_by_rule(observed.ref.name, assessment))
    if asked:
        why = "has tweaks made by hand; no document owns them, so they stay"
        notes = (Note(observed.ref, why),) if running.tweaks(observed) else ()
        runs = templates.runs(asked, observed)
        yield Target(observed.ref, assessment, asked, runs, notes=notes)


def where(target: Target, world: World) -> Callable[[str], Place]:
    """Where the files ask for the fields of one schedule.

    Its own document says so, as long as it holds; else the rule, or the template that it runs with.
    """
    source, observed = target.source, world.live.known(target.ref)
    document = source.resource if isinstance(source.resource, Schedule) else None
    own = _by_document(document) if document and not _ended(document, world) else {}
    templates = running.Templates(world.desired)

    def place(path: str) -> Place:
        if running.is_running(path):
            tweak = TWEAK + path.removeprefix(running.PREFIX)
            if tweak not in own:
                return templates.place(path, target.asked, observed)
            path = tweak
        if path in own:
            return source.at(path)
        return source.place("tweak") if path.startswith(TWEAK) else _in_rule(target, path, world)

    return place


def needs(target: Target, world: World) -> tuple[Ref, ...]:
    """What must be as the files say before a schedule is: template and assessment option."""
    named = target.asked.get("template")
    template = (Ref("Template", str(named)),) if named else ()
    assessment = _assessment(target.source, world.desired)
    if assessment is None or ruled(assessment).proctoring is None:
        return template
    return (*template, assessment.ref) if target.asked.get("proctoring") else template


def _assessment(source: Wanted, desired: Desired) -> Wanted | None:
    """The assessment whose rules are for a schedule, whoever speaks of it."""
    if not isinstance(source.resource, Schedule):
        return source
    return desired.get(Ref("Assessment", source.resource.assessment or ""))


def _in_rule(target: Target, path: str, world: World) -> Place:
    assessment = _assessment(target.source, world.desired)
    assert assessment is not None  # noqa: S101 -- narrows; nobody else can have asked for it
    found = ruled(assessment).rule(target.ref.name)
    named = found is not None and getattr(found[1], path) is not None
    return assessment.place(*(("schedules", found[0]) if found and named else ()), path)


def _by_rule(name: str, assessment: Wanted | None) -> dict[str, Value | None]:
    asked: dict[str, Value | None] = {}
    rule = ruled(assessment).says(name) if assessment else NOTHING
    if rule.template is not None:
        asked["template"] = rule.template
    if rule.proctoring is not None:
        asked["proctoring"] = rule.proctoring
    return asked


def _by_document(schedule: Schedule) -> dict[str, Value | None]:
    asked: dict[str, Value | None] = {}
    if schedule.proctoring is not None:
        asked["proctoring"] = schedule.proctoring
    if schedule.template is not None:
        asked["template"] = schedule.template
    if schedule.tweak is not None:
        asked.update((TWEAK + path, value) for path, value in flatten(schedule.tweak))
    return asked


def _owned(asked: dict[str, Value | None]) -> dict[str, Value | None]:
    # Without proctoring, template and tweaks are not ours and keep their live values.
    return {"proctoring": False} if asked.get("proctoring") is False else asked


def _elsewhere(wanted: Wanted, live: object) -> Problem:
    return Problem(
        "other-assessment",
        f'on the platform this schedule belongs to the assessment "{live}"',
        wanted.place("assessment"),
        f"write assessment: {live}",
        wanted.ref,
    )
