"""Validate: Documents become what each environment wants, and everything that is wrong is said."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from reconciler.kinds import KINDS
from reconciler.kinds.catalogue import Catalogue, shipped
from reconciler.model.document import Configuration
from reconciler.model.place import Place
from reconciler.model.problem import Problem
from reconciler.model.resource import Wanted
from reconciler.model.site import Site
from reconciler.model.validated import Validated
from reconciler.steps.validate.effective import Effective, effective
from reconciler.steps.validate.layers import BASE, Layers, layers
from reconciler.steps.validate.privacy import beyond
from reconciler.steps.validate.references import dangling
from reconciler.steps.validate.site import the_site

__all__ = ["catalogue", "validate"]

NO_CONFIGURATION = "no-configuration"  # what loading calls it
_KINDS = {kind.name: kind for kind in KINDS}


def validate(configuration: Configuration, found: Sequence[Problem] = ()) -> Validated:
    """Check every document alone, then merged and together, for all environments at once.

    *found* is what loading found; where it says that a value is wrong, nothing is said twice.
    """
    if any(problem.code == NO_CONFIGURATION for problem in found):
        # Where there is no folder, nothing can be missing from it.
        return Validated(None, {}, tuple(found))
    layered, wrong = layers(configuration.documents)
    site, site_problems = the_site(configuration, layered)
    overlays = _overlays(site, layered)
    results = {name: effective(layered, overlay) for name, overlay in overlays.items()}
    names = catalogue(site)
    baseline = site.privacy if site else None
    seen = {
        name: [
            *result.problems,
            *_together(result, layered, names),
            *beyond(result.desired, baseline),
        ]
        for name, result in results.items()
    }
    problems = [*wrong, *site_problems, *_across(seen, results)]
    taken = {problem.place for problem in found if problem.place}
    said = [*found, *(problem for problem in problems if problem.place not in taken)]
    desired = {name: result.desired for name, result in results.items()}
    return Validated(site, desired, _in_order(said))


def catalogue(site: Site | None) -> Catalogue:
    """The catalogue of permission rows with the site's own entries over it."""
    own = site.catalogue.model_dump(exclude_none=True) if site else {}
    return shipped().override(own)


def _overlays(site: Site | None, layered: Layers) -> Mapping[str, str | None]:
    """The overlay of each environment; where no site can tell, each folder stands for one."""
    if site:
        return {name: environment.overlay for name, environment in site.environments.items()}
    return {name: name for name in layered.overlays} or {BASE: None}


def _together(result: Effective, layered: Layers, names: Catalogue) -> Iterator[Problem]:
    for wanted in result.desired.values():
        kind = _KINDS[wanted.ref.kind]
        for problem in kind.check(wanted, result.desired, names):
            yield _attributed(problem, wanted, result)
        yield from dangling(wanted, kind.references(wanted.resource), result, layered)


def _attributed(problem: Problem, wanted: Wanted, result: Effective) -> Problem:
    """The problem, naming its object where the place is in the document of another one."""
    if problem.place in result.known[wanted.ref].places.values():
        return problem
    return replace(problem, message=f"{wanted.ref}: {problem.message}")


def _across(
    seen: Mapping[str, list[Problem]], results: Mapping[str, Effective]
) -> Iterator[Problem]:
    """Each problem once; it names its environments where others have the same object without."""
    where: dict[Problem, list[str]] = {}
    for name, problems in seen.items():
        for problem in dict.fromkeys(problems):
            where.setdefault(problem, []).append(name)
    for problem, names in where.items():
        holders = [name for name, result in results.items() if problem.ref in result.known]
        yield problem if len(names) >= len(holders) else _named(problem, names)


def _named(problem: Problem, environments: list[str]) -> Problem:
    return replace(problem, message=f"{problem.message} (in {', '.join(environments)})")


def _in_order(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    nowhere = Place("", 0)
    unique = dict.fromkeys(problems)
    return tuple(sorted(unique, key=lambda p: (p.place or nowhere, p.level, p.code, p.message)))
