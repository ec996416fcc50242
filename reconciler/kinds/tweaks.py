"""A schedule's tweaks over its template's settings, judged together."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reconciler.kinds import dependencies, proctorio
from reconciler.model.problem import Problem
from reconciler.model.resource import Wanted


def check(
    wanted: Wanted, tweak: proctorio.Settings, template: Wanted, accepted: Iterable[str]
) -> Iterator[Problem]:
    """The dependencies that the tweaks break; what the template breaks by itself is said there."""
    base = template.resource
    before = dict(proctorio.flatten(base)) if isinstance(base, proctorio.Settings) else {}
    own = dict(proctorio.flatten(tweak))
    values = {**before, **own}
    already = {rule.id for rule in dependencies.broken(before)}
    if {rule.id for rule in dependencies.broken(values)} <= already:
        return
    spots = {path: template.spot(*path.split(".")) for path in before}
    spots.update((path, wanted.spot("tweak", *path.split("."))) for path in own)
    effective = dependencies.Effective(wanted.ref, values, spots, wanted.spot("tweak"))
    for problem in dependencies.check(effective, (*accepted, *already)):
        # The schedule's tweak is the line to edit, also where the template's option is in need.
        ours = [spots[path].place for path in own]
        place = problem.place if problem.place in ours else wanted.place("tweak")
        yield replace(problem, place=place)
