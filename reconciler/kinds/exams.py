"""The sittings that files speak of, and those on the platform, with the settings of each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from reconciler.kinds import effects, experience
from reconciler.kinds.day import over
from reconciler.kinds.proctorio import DEFAULT_TEMPLATE, Settings, flatten
from reconciler.kinds.rules import NOTHING, Rule, Ruled, Said
from reconciler.kinds.sittings import Schedule, said
from reconciler.model.live import Live
from reconciler.model.observed import Observed, Unknown, Value
from reconciler.model.place import Place
from reconciler.model.ref import Ref
from reconciler.model.resource import Desired, Wanted

EVERY = "*"


@dataclass(frozen=True)
class Given:
    """Settings, and their places in the files; what they collect is worked out once for all."""

    settings: Mapping[str, Value | None] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)

    @cached_property
    def collected(self) -> Mapping[str, tuple[str, ...]]:
        """The categories of data that they collect, each with the settings that do it."""
        return effects.collected(self.settings)


@dataclass(frozen=True, slots=True)
class Exam:
    """One sitting, or all that follow one rule; *sittings* is its external id, or the rule's glob.

    A setting that nobody can tell is not among those that are *given*.
    """

    assessment: str
    sittings: str
    template: str
    proctored: bool | None
    given: Given
    live: Observed | None = None

    @property
    def settings(self) -> Mapping[str, Value | None]:
        """The settings that anybody can tell."""
        return self.given.settings

    @property
    def places(self) -> Mapping[str, Place]:
        """Where in the files those stand that are given there."""
        return self.given.places

    @property
    def collected(self) -> Mapping[str, tuple[str, ...]]:
        """The categories of data that it collects, each with the settings that do it."""
        return {} if self.proctored is False else self.given.collected

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
    files = _Files(desired, today)
    schedules: dict[str, list[Wanted]] = {}
    for wanted in desired.values():
        if isinstance(wanted.resource, Schedule):
            schedules.setdefault(wanted.resource.assessment or "", []).append(wanted)
    for assessment in (w for w in desired.values() if isinstance(w.resource, Ruled)):
        yield from files.by_rules(assessment)
        for schedule in schedules.pop(assessment.ref.name, ()):
            yield files.by_document(schedule)
    for strays in schedules.values():
        yield from map(files.by_document, strays)


def observed(desired: Desired, live: Live, today: date) -> Iterator[Exam]:
    """What the platform shows: each sitting with the settings that it runs with, or would.

    A setting that the files give in the same words has its place there.
    """
    files = _Files(desired, today)
    found = [
        _observed(schedule, files.said(schedule), live) for schedule in live.of("Schedule").values()
    ]
    yield from sorted(found, key=lambda exam: (exam.assessment, exam.sittings))


class _Files:
    """What the files say of sittings, the settings of each template worked out once."""

    def __init__(self, desired: Desired, today: date | None) -> None:
        self._desired = desired
        self._today = today
        self._known: dict[str, Given] = {}

    def by_rules(self, assessment: Wanted) -> Iterator[Exam]:
        """One for each rule of an assessment."""
        ruled = _ruled(assessment)
        for rule in ruled.schedules or [Rule()]:
            yield self._exam(assessment.ref.name, rule.match or EVERY, ruled.said(rule))

    def by_document(self, wanted: Wanted) -> Exam:
        """The sitting that has a document of its own."""
        schedule = wanted.resource
        assert isinstance(schedule, Schedule)  # noqa: S101 -- narrows; the caller has looked
        assessment, until = schedule.assessment or "", schedule.until
        if until and self._today and over(until, self._today):
            ruled = self._desired.get(Ref("Assessment", assessment))
            rule = _ruled(ruled).says(schedule.id) if ruled else NOTHING
            return self._exam(assessment, schedule.id, rule)
        exam = self._exam(assessment, schedule.id, said(schedule, self._desired))
        return _tweaked(exam, wanted, schedule.tweak) if schedule.tweak else exam

    def said(self, schedule: Observed) -> Exam | None:
        """What they say of a live sitting: its own document, else the rule of its assessment."""
        name = schedule.ref.name
        if schedule.ref in self._desired:
            return self.by_document(self._desired[schedule.ref])
        known = Ref("Assessment", str(schedule.seen.raw.get("AssessmentExtId")))
        ruled = _ruled(self._desired[known]) if known in self._desired else None
        rule = ruled.rule(name) if ruled else None
        return self._exam(known.name, name, ruled.said(rule[1])) if ruled and rule else None

    def _exam(self, assessment: str, sittings: str, word: Said) -> Exam:
        # Where nobody names a template, the default is the one that holds.
        name = word.template or DEFAULT_TEMPLATE
        if name not in self._known:
            self._known[name] = _given(self._desired.get(Ref("Template", name)))
        return Exam(assessment, sittings, name, word.proctoring, self._known[name])


def _given(template: Wanted | None) -> Given:
    """The settings of a declared template; without one, nobody can tell them."""
    if template is None or not isinstance(template.resource, Settings):
        return Given()
    settings = dict(flatten(template.resource))
    return Given(settings, {path: template.at(path) for path in settings})


def _tweaked(exam: Exam, wanted: Wanted, tweak: Settings) -> Exam:
    own = dict(flatten(tweak))
    places = {path: wanted.at(f"tweak.{path}") for path in own}
    return replace(exam, given=Given({**exam.settings, **own}, {**exam.places, **places}))


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
        given=Given(settings, places),
        live=schedule,
    )


def _proctored(schedule: Observed) -> bool | None:
    shown = _shown(schedule, experience.PROCTORING)
    return shown if isinstance(shown, bool) else None


def _shown(schedule: Observed, path: str) -> Value | None:
    reading = schedule.reading(path)
    return None if isinstance(reading, Unknown) else reading.value


def _ruled(wanted: Wanted) -> Ruled:
    assert isinstance(wanted.resource, Ruled)  # noqa: S101 -- narrows; the loader made it
    return wanted.resource
