"""One live sitting in the words that a document or a rule may say of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from reconciler.kinds import dependencies, proctorio, running
from reconciler.kinds.kind import World
from reconciler.kinds.proctorio import DEFAULT_TEMPLATE
from reconciler.kinds.rules import Said
from reconciler.kinds.running import TWEAK
from reconciler.model.drafted import Item
from reconciler.model.observed import Observed, Unknown, Value
from reconciler.model.ref import Ref
from reconciler.model.sameness import same


@dataclass(frozen=True, slots=True)
class Found:
    """A live sitting. *template* is None where files cannot name it.

    *odd* are tweaks that files have no word for; *held* says why nothing may be said of it.
    """

    observed: Observed
    proctored: bool
    template: str | None
    tweaks: Mapping[str, Value]
    odd: tuple[str, ...]
    held: str

    @property
    def said(self) -> Said:
        """What a rule would have to say of it."""
        return Said(self.proctored, self.template if self.proctored else None)

    def beyond(self, rule: Said) -> dict[str, Item] | None:
        """What a document must say of it under *rule*, so that nothing is asked to change.

        Empty: the rule says it all. None: no document can do that.
        """
        if self.held:
            return None
        own: dict[str, Item] = {}
        if rule.proctoring is not self.proctored:
            own["proctoring"] = self.proctored
        if not self.proctored:
            return own  # template and tweaks are not ours then
        if rule.template != self.template:
            if self.template is None:
                return None
            own["template"] = self.template
        if self.odd:
            return None if own else own  # a document would own all tweaks, these too
        tweak: dict[str, Item] = {g: dict(t) for g, t in proctorio.nested(self.tweaks).items()}
        return {**own, "tweak": tweak} if tweak else own

    def broken(self, world: World) -> list[str]:
        """The dependency rules that its tweaks break, beside those that its template breaks."""
        wanted = world.desired.get(Ref("Template", self.template or DEFAULT_TEMPLATE))
        base = wanted.resource if wanted else None
        if not isinstance(base, proctorio.Settings):
            return []
        before = dict(proctorio.flatten(base))
        already = set(dependencies.broken(before))
        after = dependencies.broken({**before, **self.tweaks})
        return [rule.id for rule in after if rule not in already]


def found(observed: Observed, world: World, templates: running.Templates) -> Found:
    """A live sitting as far as the templates declared in *world* can tell of it."""
    tweaks = {
        path.removeprefix(TWEAK): value
        for path, value in observed.fields.items()
        if path.startswith(TWEAK) and value is not None
    }
    spoken = proctorio.spoken(tweaks)
    template = observed.fields.get("template")
    named = template == DEFAULT_TEMPLATE or Ref("Template", str(template)) in world.desired
    return Found(
        observed=observed,
        proctored=observed.fields.get("proctoring") is True,
        template=str(template) if named else None,
        tweaks=spoken,
        odd=tuple(sorted(tweaks.keys() - spoken.keys())),
        held=_held(observed, templates),
    )


def by_assessment(world: World) -> Mapping[str, Sequence[Found]]:
    """The sittings that are not over, by the external id of their assessment."""
    templates = running.Templates(world.desired)
    sittings: dict[str, list[Found]] = {}
    for _, observed in sorted(world.live.of("Schedule").items()):
        if observed.sitting is None or not observed.sitting.over:
            assessment = str(observed.seen.raw.get("AssessmentExtId"))
            sittings.setdefault(assessment, []).append(found(observed, world, templates))
    return sittings


def _held(observed: Observed, templates: running.Templates) -> str:
    hidden = [p for p in ("proctoring", "template") if isinstance(observed.reading(p), Unknown)]
    if hidden or not isinstance(observed.fields.get("proctoring"), bool):
        return f"{' and '.join(hidden) or 'proctoring'} cannot be read here"
    runs = templates.runs({}, observed)
    stale = [path for path, value in runs.items() if not same(observed.fields.get(path), value)]
    if stale:
        return f"it runs with other settings than its template says now ({_words(stale)})"
    return ""


def _words(stale: Collection[str]) -> str:
    names = [path.removeprefix(running.PREFIX) for path in stale]
    return ", ".join("Proctorio keys" if name == "keys" else name for name in names)
