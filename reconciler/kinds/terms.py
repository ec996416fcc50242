"""The terms of every sitting: of an activated one as it runs, of a draft as it will."""

from collections.abc import Mapping
from dataclasses import replace

from reconciler.kinds import experience, proctorio, running, schedule_targets
from reconciler.kinds.kind import Target, World
from reconciler.kinds.running import FROZEN, PREFIX, TWEAK
from reconciler.model.observed import Observed, Unknown, Value, Verified
from reconciler.model.reach import Action
from reconciler.model.ref import Ref
from reconciler.model.terms import Basis, Terms

Settings = dict[str, Value]
# What Proctorio's v2 takes for a setting that nobody has made.
OFF: Mapping[str, Value] = {
    option.path: False if option.numbers is None else next(iter(option.numbers))
    for option in proctorio.OPTIONS
}


def terms(world: World) -> dict[Ref, Terms]:
    """The terms of every schedule that is declared, covered by a rule or live, by name."""
    targets = {target.ref: target for target in schedule_targets.targets(world)}
    live = world.live.of("Schedule")
    return {
        ref: _Case(ref, targets.get(ref), live.get(ref), world).terms()
        for ref in sorted({*targets, *live})
    }


class _Case:
    """One schedule: what is asked of it, what is live of it, and the world around it."""

    def __init__(
        self, ref: Ref, target: Target | None, observed: Observed | None, world: World
    ) -> None:
        self.ref = ref
        self.asked = target.asked if target else {}
        self.observed = observed
        self.world = world
        sitting = observed.sitting if observed else None
        self.frozen = sitting is not None and sitting.state in FROZEN

    def terms(self) -> Terms:
        """The terms, as far as anybody knows them."""
        known = self._nothing_known()
        proctored = self._value("proctoring")
        if proctored is not True:
            on = False if proctored is False else None
            return replace(known, proctored=on, basis=self._basis(seen=self._verified()))
        copy = _copy(self.observed)
        if self.frozen and copy:
            return replace(known, proctored=True, basis=Basis.RUNNING, settings=copy)
        template = self._value("template")
        return known if template is None else self._by_template(known, str(template))

    def _nothing_known(self) -> Terms:
        raw = self.observed.seen.raw if self.observed else {}
        sitting = self.observed.sitting if self.observed else None
        title = str(raw.get("Title") or self.ref.name)
        return Terms(self.ref, Basis.DECLARED, title, None, sitting=sitting)

    def _by_template(self, known: Terms, template: str) -> Terms:
        readable = self.world.live.reach("Template").can(Action.READ)
        declared = self.world.desired.get(Ref("Template", template))
        resource = declared.resource if declared else None
        named = proctorio.flatten(resource) if isinstance(resource, proctorio.Settings) else ()
        own = {path: value for path in self._tweaks() if (value := self._value(path)) is not None}
        live = self._live(template)
        settings = {
            **(OFF if live else {}), **live, **dict(named), **_settings(own, TWEAK),
        }  # fmt: skip
        return replace(
            known,
            proctored=True,
            basis=self._basis(seen=readable and self._verified()),
            settings=settings,
            pending=self._pending(settings) if readable else (),
        )

    def _pending(self, settings: Settings) -> tuple[str, ...]:
        """The settings that the draft would not have if it were activated now."""
        if self.frozen or self.observed is None:
            return ()
        read = experience.settings(self.observed, self.world.live)
        now = {**OFF, **{path: value for path, value in read.items() if value is not None}}
        return tuple(path for path in OFF if path in settings and now[path] != settings[path])

    def _live(self, template: str) -> Settings:
        there = self.world.live.of("Template").get(Ref("Template", template))
        return _settings(there.fields, "") if there else {}

    def _value(self, path: str) -> Value | None:
        """What a draft will have, files first; what an activated sitting has, files last."""
        reading = self.observed.reading(path) if self.observed else Unknown("not seen")
        known = not isinstance(reading, Unknown)
        if path in self.asked and not (self.frozen and known):
            return self.asked[path]
        return None if isinstance(reading, Unknown) else reading.value

    def _verified(self) -> bool:
        return self.observed is not None and isinstance(
            self.observed.reading("proctoring"), Verified
        )

    def _basis(self, *, seen: bool) -> Basis:
        if not seen:
            return Basis.DECLARED
        return Basis.RUNNING if self.frozen else Basis.PLANNED

    def _tweaks(self) -> tuple[str, ...]:
        fields = self.observed.fields if self.observed else {}
        return tuple(p for p in dict.fromkeys([*fields, *self.asked]) if p.startswith(TWEAK))


def _copy(observed: Observed | None) -> Settings:
    """What an activation copied; off where it says nothing."""
    found = _settings(observed.fields, PREFIX) if observed else {}
    found.pop(running.KEYS.removeprefix(PREFIX), None)
    return {**OFF, **found} if found else {}


def _settings(fields: Mapping[str, Value | None], prefix: str) -> Settings:
    """The settings among some fields, whose paths begin with *prefix*."""
    return {
        path.removeprefix(prefix): value
        for path, value in fields.items()
        if path.startswith(prefix) and value is not None and path not in ("name", "saved")
    }
