"""A schedule's tweaks over its template's settings, judged together."""

from collections.abc import Iterable, Iterator

from reconciler.kinds import dependencies, proctorio
from reconciler.model.problem import Problem
from reconciler.model.resource import Wanted


def check(
    wanted: Wanted, tweak: proctorio.Settings, template: Wanted, accepted: Iterable[str]
) -> Iterator[Problem]:
    """The dependencies that the tweaks break; what the template breaks by itself is said there."""
    base = template.resource
    before = dict(proctorio.flatten(base)) if isinstance(base, proctorio.Settings) else {}
    places = {path: template.place(*path.split(".")) for path in before}
    own = dict(proctorio.flatten(tweak))
    places.update((path, wanted.place("tweak", *path.split("."))) for path in own)
    effective = dependencies.Effective(wanted.ref, {**before, **own}, places, wanted.place("tweak"))
    already = (rule.id for rule in dependencies.broken(before))
    yield from dependencies.check(effective, (*accepted, *already))
