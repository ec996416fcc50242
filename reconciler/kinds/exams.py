"""The sittings that files speak of, and those on the platform, with the settings of each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from reconciler.kinds import effects, experience
from reconciler.kinds.day import over
from reconciler.kinds.proctorio import Settings, flatten
from reconciler.kinds.rules import Rule, Ruled
from reconciler.kinds.sittings import DEFAULT_TEMPLATE, Schedule
from reconciler.model.live import Live
from reconciler.model.observed import Observed, Unknown, Value
from reconciler.model.place import Place
from reconciler.model.ref import Ref
from reconciler.model.resource import Desired, Wanted

EVERY = "*"


@dataclass(frozen=True, slots=True)
class Exam:
    """One sitting, or all that follow one rule; *sittings* is its external id, or the rule's glob.

    A setting that nobody can tell is not among the settings. *places* are those in the files.
    """

    assessment: str
    sittings: str
    template: str
    proctored: bool | None
    settings: Mapping[str, Value | None] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    live: Observed | None = None

    @property
    def collected(self) -> Mapping[str, tuple[str, ...]]:
        """The categories of data that it collects, each with the settings that do it."""
        return {} if self.proctored is False else effects.collected(self.settings)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The categories of which nobody can tell whether it collects them."""
        if self.proctored is False:
            return ()
        open_ = {
            name
            for path, meaning in effects.meanings().items()
            if path not in self.settings
            for name in meaning.collects
        }
        return tuple(d.name for d in effects.categories() if d.name in open_ - {*self.collected})


def declared(desired: Desired, today: date | None = None) -> Iterator[Exam]:
    """What the files say: per assessment its rules, then the sittings with documents of their own.

    With *today*, an exception that has run out no longer counts.
    """
    assessments = [w for w in desired.values() if isinstance(w.resource, Ruled)]
    schedules: dict[str, list[Wanted]] = {}
    for wanted in desired.values():
        if isinstance(wanted.resource, Schedule):
            schedules.setdefault(wanted.resource.assessment or "", []).append(wanted)
    for assessment in assessments:
        yield from _by_rules(assessment, desired)
        for schedule in schedules.pop(assessment.ref.name, ()):
            yield _by_document(schedule, desired, today)
    for strays in schedules.values():
        yield from (_by_document(schedule, desired, today) for schedule in strays)


def observed(desired: Desired, live: Live, today: date) -> Iterator[Exam]:
    """What the platform shows: each sitting with the settings that it runs with, or would.

    A setting that the files give in the same words has its place there.
    """
    found = [
        _observed(schedule, _said(schedule, desired, today), live)
        for schedule in live.of("Schedule").values()
    ]
    yield from sorted(found, key=lambda exam: (exam.assessment, exam.sittings))


def _by_rules(assessment: Wanted, desired: Desired) -> Iterator[Exam]:
    rules = _ruled(assessment).schedules or [Rule()]
    for rule in rules:
        yield _by_rule(assessment, rule, rule.match or EVERY, desired)


def _by_rule(assessment: Wanted, rule: Rule, name: str, desired: Desired) -> Exam:
    proctored = _ruled(assessment).proctoring if rule.proctoring is None else rule.proctoring
    exam = Exam(assessment.ref.name, name, rule.template or DEFAULT_TEMPLATE, proctored)
    return _with(exam, desired)


def _by_document(wanted: Wanted, desired: Desired, today: date | None) -> Exam:
    schedule = wanted.resource
    assert isinstance(schedule, Schedule)  # noqa: S101 -- narrows; the caller has looked
    assessment = desired.get(Ref("Assessment", schedule.assessment or ""))
    ruled = _ruled(assessment).rule(schedule.id) if assessment else None
    exam = Exam(schedule.assessment or "", schedule.id, DEFAULT_TEMPLATE, None)
    if assessment and ruled:
        exam = _by_rule(assessment, ruled[1], schedule.id, desired)
    if schedule.until and today and over(schedule.until, today):
        return _with(exam, desired)
    proctored = exam.proctored if schedule.proctoring is None else schedule.proctoring
    template = schedule.template or exam.template
    exam = _with(replace(exam, proctored=proctored, template=template), desired)
    tweaks = dict(flatten(schedule.tweak)) if schedule.tweak else {}
    places = {path: wanted.place("tweak", *path.split(".")) for path in tweaks}
    return replace(exam, settings={**exam.settings, **tweaks}, places={**exam.places, **places})


def _with(exam: Exam, desired: Desired) -> Exam:
    """The exam with the settings of its declared template; without one, nobody can tell them."""
    template = desired.get(Ref("Template", exam.template))
    if template is None or not isinstance(template.resource, Settings):
        return replace(exam, settings={}, places={})
    settings = dict(flatten(template.resource))
    places = {path: template.place(*path.split(".")) for path in settings}
    return replace(exam, settings=settings, places=places)


def _observed(schedule: Observed, said: Exam | None, live: Live) -> Exam:
    settings = experience.settings(schedule, live)
    same = said.settings.items() & settings.items() if said else set()
    places = {path: said.places[path] for path, _ in same} if said else {}
    known = schedule.seen.raw.get("AssessmentExtId")
    return Exam(
        assessment=str(known) if known else said.assessment if said else "",
        sittings=schedule.ref.name,
        template=str(_shown(schedule, "template") or ""),
        proctored=_proctored(schedule),
        settings=settings,
        places=places,
        live=schedule,
    )


def _said(schedule: Observed, desired: Desired, today: date) -> Exam | None:
    """What the files say of a live sitting: its own document, else the rule of its assessment."""
    name = schedule.ref.name
    if schedule.ref in desired:
        return _by_document(desired[schedule.ref], desired, today)
    assessment = desired.get(Ref("Assessment", str(schedule.seen.raw.get("AssessmentExtId"))))
    rule = _ruled(assessment).rule(name) if assessment else None
    return _by_rule(assessment, rule[1], name, desired) if assessment and rule else None


def _proctored(schedule: Observed) -> bool | None:
    shown = _shown(schedule, experience.PROCTORING)
    return shown if isinstance(shown, bool) else None


def _shown(schedule: Observed, path: str) -> Value | None:
    reading = schedule.reading(path)
    return None if isinstance(reading, Unknown) else reading.value


def _ruled(wanted: Wanted) -> Ruled:
    assert isinstance(wanted.resource, Ruled)  # noqa: S101 -- narrows; the loader made it
    return wanted.resource
