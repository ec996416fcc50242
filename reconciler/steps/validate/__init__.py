"""Validate: Documents become what each environment wants, and everything that is wrong is said."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from types import MappingProxyType

from reconciler.kinds import KINDS
from reconciler.kinds.catalogue import Catalogue, shipped
from reconciler.model.document import Configuration, Document
from reconciler.model.policy import Declared
from reconciler.model.problem import Problem
from reconciler.model.resource import Wanted
from reconciler.model.site import Site
from reconciler.model.validated import Validated, across, in_order
from reconciler.steps.validate.demands import Demands, demands
from reconciler.steps.validate.effective import Effective, effective
from reconciler.steps.validate.layers import BASE, Layers, layers
from reconciler.steps.validate.lints import linted
from reconciler.steps.validate.policies import policies
from reconciler.steps.validate.privacy import beyond
from reconciler.steps.validate.references import dangling
from reconciler.steps.validate.site import UNKNOWN_OVERLAY, the_site

__all__ = ["BASE", "UNKNOWN_OVERLAY", "catalogue", "validate"]

NOTHING: Mapping[str, Document] = MappingProxyType({})
NO_CONFIGURATION = "no-configuration"  # what loading calls it
_KINDS = {kind.name: kind for kind in KINDS}


def validate(
    configuration: Configuration,
    found: Sequence[Problem] = (),
    library: Mapping[str, Document] = NOTHING,
) -> Validated:
    """Check every document alone, then merged and together, for all environments at once.

    *found* is what loading found; where it says that a value is wrong, nothing is said twice.
    *library* are the documents of the policies that come with the tool.
    """
    if any(problem.code == NO_CONFIGURATION for problem in found):
        # Where there is no folder, nothing can be missing from it.
        return Validated(None, {}, tuple(found))
    layered, wrong = layers(configuration.documents)
    site, site_problems = the_site(configuration, layered)
    overlays = _overlays(site, layered)
    results = {name: effective(layered, overlay) for name, overlay in overlays.items()}
    names, asked = catalogue(site), demands(site)
    baseline = site.privacy if site else None
    seen = {
        name: [
            *result.problems,
            *_together(result, layered, names, asked),
            *beyond(result.desired, baseline),
        ]
        for name, result in results.items()
    }
    known = {name: result.known for name, result in results.items()}
    declared = [*policies(layered.beside, site, library)]
    problems = [*wrong, *site_problems, *across(seen, known)]
    problems.extend(item for item in declared if isinstance(item, Problem))
    taken = {problem.place for problem in found if problem.place}
    said = [*found, *(problem for problem in problems if problem.place not in taken)]
    desired = {name: result.desired for name, result in results.items()}
    held = tuple(item for item in declared if isinstance(item, Declared))
    return Validated(site, desired, in_order(said), _files(configuration, said), held)


def catalogue(site: Site | None) -> Catalogue:
    """The catalogue of permission rows with the site's own entries over it."""
    own = site.catalogue.model_dump(exclude_none=True) if site else {}
    return shipped().override(own)


def _overlays(site: Site | None, layered: Layers) -> Mapping[str, str | None]:
    """The overlay of each environment; where no site can tell, each folder stands for one."""
    if site:
        return {name: environment.overlay for name, environment in site.environments.items()}
    return {name: name for name in layered.overlays} or {BASE: None}


def _together(
    result: Effective, layered: Layers, names: Catalogue, asked: Demands
) -> Iterator[Problem]:
    for wanted in result.desired.values():
        kind = _KINDS[wanted.ref.kind]
        said = kind.check(wanted, result.desired, names)
        for problem in chain(said, linted(wanted, result.desired, asked)):
            yield _attributed(problem, wanted, result)
        yield from dangling(wanted, kind.references(wanted.resource), result, layered)


def _attributed(problem: Problem, wanted: Wanted, result: Effective) -> Problem:
    """The problem, naming its object where the place is in the document of another one."""
    if problem.place in result.known[wanted.ref].places.values():
        return problem
    return replace(problem, message=f"{wanted.ref}: {problem.message}")


def _files(configuration: Configuration, problems: Sequence[Problem]) -> tuple[str, ...]:
    """Every file that was looked at; one that holds no document has a problem instead."""
    sound = dict.fromkeys(document.file for document in configuration.documents)
    broken = dict.fromkeys(problem.place.file for problem in problems if problem.place)
    return tuple(sorted({**sound, **broken}))  # they come in order, which a set would undo
