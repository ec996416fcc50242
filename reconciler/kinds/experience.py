"""What a change of a schedule means to its candidates: the settings of their sitting, compared."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reconciler.kinds import effects, running
from reconciler.kinds.effects import Settings
from reconciler.kinds.kind import Step
from reconciler.kinds.proctorio import BY_PATH, OPTIONS
from reconciler.model.change import FieldChange
from reconciler.model.direction import Direction, Effect
from reconciler.model.live import Live
from reconciler.model.observed import Known, Observed, Unknown, Value
from reconciler.model.ref import Ref

PROCTORING = "proctoring"


def settings(schedule: Observed, live: Live) -> Settings:
    """What a sitting runs with, or would if it were activated now; not proctored: all unset.

    What nobody can tell is left out.
    """
    return _Sitting(schedule, {}, live).settings()


def changed(step: Step) -> Iterator[Effect]:
    """The effects of one change of a schedule."""
    fields = {field.path: field for field in effects.fields(step.change)}
    schedule = step.before.of("Schedule").get(step.change.ref)
    will = {path: field.after for path, field in fields.items()}
    before = _Sitting(schedule, {}, step.before).settings()
    after = _Sitting(schedule, will, step.after).settings()
    if PROCTORING in fields:
        yield from _switched(fields[PROCTORING])
    found: dict[Effect, None] = {}
    for option in OPTIONS:
        path = _responsible(option.path, will)
        for effect in effects.between(option, before, after, path) if path else ():
            if effect.direction is Direction.UNKNOWN:
                found[effects.unknown(path, fields[path].label)] = None
            elif PROCTORING not in fields or effect.direction not in effects.INTEGRITY:
                found[effect] = None
    yield from found


def _switched(field: FieldChange) -> Iterator[Effect]:
    """Proctoring as a whole; what single options do to integrity is then no news."""
    if field.known is not Known.UNKNOWN:
        direction = Direction.STRENGTHENED if field.after is True else Direction.WEAKENED
        yield Effect(direction, PROCTORING, PROCTORING)


def _responsible(option: str, will: Mapping[str, Value | None]) -> str:
    """The changed field by which an option of the sitting changes; empty when by none of them."""
    paths = (running.PREFIX + option, running.TWEAK + option, "template", PROCTORING)
    return next((path for path in paths if path in will), "")


@dataclass(frozen=True, slots=True)
class _Sitting:
    """A schedule with some of its fields as they will be, among other objects as they are then."""

    schedule: Observed | None
    will: Mapping[str, Value | None]
    live: Live

    def settings(self) -> Settings:
        proctoring = self._reading(PROCTORING)
        if proctoring is None:
            return {}
        if proctoring[0] is not True:
            return effects.UNSET
        return self._by_snapshot() or self._by_template()

    def _by_snapshot(self) -> Settings:
        known = self.schedule.fields if self.schedule else {}
        values = {**known, **self.will}
        return {
            path: values[running.PREFIX + path]
            for path in BY_PATH
            if running.PREFIX + path in values
        }

    def _by_template(self) -> Settings:
        template = self._template()
        found: dict[str, Value | None] = {}
        for path in BY_PATH:
            tweak = self._reading(running.TWEAK + path)
            if tweak and tweak[0] is not None:
                found[path] = tweak[0]
            elif tweak and template and not isinstance(seen := template.reading(path), Unknown):
                found[path] = seen.value
        return found

    def _template(self) -> Observed | None:
        """Its template, if that is known and takes effect."""
        name = self._reading("template")
        template = self.live.of("Template").get(Ref("Template", str(name[0]))) if name else None
        return template if template and effects.in_force(template) else None

    def _reading(self, path: str) -> tuple[Value | None] | None:
        """The value of a field, in a tuple of its own; None where nobody can tell."""
        if path in self.will:
            return (self.will[path],)
        seen = self.schedule.reading(path) if self.schedule else Unknown("not seen")
        return None if isinstance(seen, Unknown) else (seen.value,)
