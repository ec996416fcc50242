"""Which schedules are ours, and what is wanted of each: its own document, else the rule's word."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from typing import Literal

from pydantic import Field

from reconciler.kinds import running
from reconciler.kinds.day import Day, over
from reconciler.kinds.dependencies import Accepted
from reconciler.kinds.kind import Asked, Target, World
from reconciler.kinds.proctorio import Settings, flatten
from reconciler.kinds.rules import Ruled
from reconciler.kinds.running import TWEAK
from reconciler.model.observed import Observed, State, Unknown
from reconciler.model.plan import Note
from reconciler.model.problem import Problem
from reconciler.model.ref import Ref
from reconciler.model.resource import Desired, Resource, Wanted
from reconciler.model.sameness import same

DEFAULT_TEMPLATE = "default"
STANDING = frozenset({State.ACTIVATED, State.STARTED})


class Schedule(Resource):
    """The proctoring of one schedule; what it does not say comes from the assessment's rule."""

    kind: Literal["Schedule"] = Field(description="The kind of document", examples=["Schedule"])
    id: str = Field(
        min_length=1, description="External id of the schedule", examples=["ANAT-101-RESIT"]
    )
    assessment: str | None = Field(
        None, min_length=1, description="External id of its assessment", examples=["ANAT-101"]
    )
    proctoring: bool | None = Field(
        None, description="Whether the sitting is proctored", examples=[False]
    )
    template: str | None = Field(
        None, min_length=1, description="Id of a declared template", examples=["accessible"]
    )
    tweak: Settings | None = Field(
        None,
        description="The sitting's whole set of settings that differ from its template's",
        examples=[{"lock_down": {"disable_clipboard": False}}],
    )
    accept: list[Accepted] | None = Field(
        None,
        description="Dependency rules and lints that do not hold for this sitting, each with a "
        "reason",
        examples=[[{"rule": "full-screen-needs-one-screen", "why": "lab with two screens"}]],
    )
    why: str | None = Field(
        None, min_length=1, description="The reason", examples=["screen-reader users, case 118"]
    )
    until: Day | None = Field(
        None,
        description="The last day of this exception, in the site's zone; then the rule applies",
        examples=["2026-07-01"],
    )


def template(schedule: Schedule, desired: Desired) -> Wanted | None:
    """The declared template that a document's sitting uses, by its own word or the rule's."""
    name = schedule.template
    ruled = desired.get(Ref("Assessment", schedule.assessment or ""))
    if name is None and ruled and isinstance(ruled.resource, Ruled):
        found = ruled.resource.rule(schedule.id)
        name = found[1].template if found else None
    return desired.get(Ref("Template", name or DEFAULT_TEMPLATE))


def targets(world: World) -> Iterator[Target]:
    """Every declared schedule, and every live one that a rule covers."""
    ruled = {w.ref.name: w for w in world.wanted("Assessment")}
    declared = {w.ref: w for w in world.wanted("Schedule")}
    templates = running.Templates(world.desired)
    for wanted in declared.values():
        yield _declared(wanted, world, ruled, templates)
    for ref, observed in world.live.of("Schedule").items():
        if ref not in declared:
            yield from _covered(observed, ruled, templates)


def notices(world: World, ours: Container[Ref]) -> Iterator[Note]:
    """Activated sittings that no document speaks of, and that git's templates have left behind."""
    templates = running.Templates(world.desired)
    for ref, observed in sorted(world.live.of("Schedule").items()):
        if ref in ours or observed.sitting is None or observed.sitting.state not in STANDING:
            continue
        asked = templates.asked({}, observed)
        stale = [path for path, ask in asked.items() if observed.fields.get(path) != ask.value]
        if stale:
            template = observed.fields.get("template")
            why = (
                f"runs with other settings than Template/{template} says; not declared, so it stays"
            )
            yield Note(ref, why)


def _declared(
    wanted: Wanted, world: World, ruled: Mapping[str, Wanted], templates: running.Templates
) -> Target:
    schedule = _schedule(wanted)
    observed = world.live.known(wanted.ref)
    expired = schedule.until is not None and over(schedule.until, world.today)
    assessment = ruled.get(schedule.assessment or "")
    rule = _by_rule(wanted.ref, assessment)
    own = _by_document(wanted, schedule)
    if expired:
        # The exception takes what is otherwise declared; a tweak is never declared otherwise.
        asked = {
            path: ask._replace(expired=_stands(path, own, observed)) for path, ask in rule.items()
        }
    else:
        asked = {**rule, **own}
    for path in _tweaks(observed):
        ended = expired and _stands(path, own, observed)
        asked.setdefault(path, Asked(None, wanted.spot("tweak"), expired=ended))
    target = _target(wanted.ref, wanted, asked, templates.asked(asked, observed))
    problems = tuple(_elsewhere(wanted, schedule, observed))
    return replace(target, needs=_needs(target, assessment), problems=problems)


def _stands(path: str, own: Mapping[str, Asked], observed: Observed | None) -> bool:
    """Whether what an exception asked for is still live: only then is it what ends."""
    reading = observed.reading(path) if observed else Unknown("not seen")
    if path not in own or isinstance(reading, Unknown):
        return False
    return same(own[path].value, reading.value)


def _covered(
    observed: Observed, ruled: Mapping[str, Wanted], templates: running.Templates
) -> Iterator[Target]:
    assessment = ruled.get(str(observed.seen.raw.get("AssessmentExtId")))
    if assessment is None:
        return
    asked = _by_rule(observed.ref, assessment)
    if asked:
        runs = templates.asked(asked, observed)
        target = _target(observed.ref, assessment, asked, runs)
        why = "has tweaks made by hand; no document owns them, so they stay"
        notes = (Note(observed.ref, why),) if _tweaks(observed) else ()
        yield replace(target, needs=_needs(target, assessment), notes=notes)


def _by_rule(ref: Ref, assessment: Wanted | None) -> dict[str, Asked]:
    if assessment is None or not isinstance(assessment.resource, Ruled):
        return {}
    found = assessment.resource.rule(ref.name)
    if found is None:
        return {}
    index, rule = found
    asked = {}
    if rule.template is not None:
        asked["template"] = Asked(rule.template, assessment.spot("schedules", index, "template"))
    if rule.proctoring is not None:
        spot = assessment.spot("schedules", index, "proctoring")
        asked["proctoring"] = Asked(rule.proctoring, spot)
    elif assessment.resource.proctoring is not None:
        spot = assessment.spot("proctoring")
        asked["proctoring"] = Asked(assessment.resource.proctoring, spot)
    return asked


def _by_document(wanted: Wanted, schedule: Schedule) -> dict[str, Asked]:
    asked = {}
    if schedule.proctoring is not None:
        asked["proctoring"] = Asked(schedule.proctoring, wanted.spot("proctoring"))
    if schedule.template is not None:
        asked["template"] = Asked(schedule.template, wanted.spot("template"))
    for path, value in flatten(schedule.tweak) if schedule.tweak else ():
        asked[TWEAK + path] = Asked(value, wanted.spot("tweak", *path.split(".")))
    return asked


def _target(
    ref: Ref, source: Wanted, asked: Mapping[str, Asked], runs: Mapping[str, Asked]
) -> Target:
    proctoring = asked.get("proctoring")
    if proctoring and proctoring.value is False:
        # Without proctoring, template and tweaks are not ours and keep their live values.
        asked = {"proctoring": proctoring}
    return Target(ref, source.spot(), {**asked, **runs})


def _needs(target: Target, assessment: Wanted | None) -> tuple[Ref, ...]:
    """What must be as the files say before the schedule is: template and assessment option."""
    named = target.asked["template"].value if "template" in target.asked else None
    needs = (Ref("Template", str(named)),) if named else ()
    proctoring = target.asked.get("proctoring")
    if assessment is None or not isinstance(assessment.resource, Ruled):
        return needs
    optional = assessment.resource.proctoring is None
    return needs if optional or not (proctoring and proctoring.value) else (*needs, assessment.ref)


def _tweaks(observed: Observed | None) -> tuple[str, ...]:
    known = (*observed.fields, *observed.unseen) if observed else ()
    return tuple(path for path in known if path.startswith(TWEAK))


def _elsewhere(wanted: Wanted, schedule: Schedule, observed: Observed | None) -> Iterator[Problem]:
    live = observed.seen.raw.get("AssessmentExtId") if observed else None
    if live is not None and live != schedule.assessment:
        yield Problem(
            "other-assessment",
            f'on the platform this schedule belongs to the assessment "{live}"',
            wanted.place("assessment"),
            f"write assessment: {live}",
            wanted.ref,
        )


def _schedule(wanted: Wanted) -> Schedule:
    assert isinstance(wanted.resource, Schedule)  # noqa: S101 -- narrows; the loader made it
    return wanted.resource
