"""Lints, profiles and the licence over effective settings: where they miss what is asked."""

from collections.abc import Iterator, Mapping

from reconciler.kinds.effective import Settled, settled, word
from reconciler.kinds.effects import meanings
from reconciler.kinds.lints import LIVE_IDENTITY, NO_TEMPLATE, WEAK_DEFAULT, Bound, Lint, lints
from reconciler.kinds.proctorio import DEFAULT_TEMPLATE
from reconciler.kinds.rules import Ruled
from reconciler.kinds.sittings import Schedule
from reconciler.model.observed import Value
from reconciler.model.place import Place
from reconciler.model.problem import Level, Problem
from reconciler.model.ref import Ref
from reconciler.model.resource import Desired, Wanted
from reconciler.steps.validate.demands import LICENCE, Demands
from reconciler.steps.validate.words import nearest_of

OFF = "off"
TEMPLATE = "Template"


def linted(wanted: Wanted, desired: Desired, asked: Demands) -> Iterator[Problem]:
    """What the lints, the profiles and the licence say of one document."""
    resource = wanted.resource
    # A sitting without a tweak does nothing that its template does not.
    tweaked = isinstance(resource, Schedule) and resource.tweak
    at = settled(wanted, desired) if tweaked or wanted.ref.kind == TEMPLATE else None
    found = [*_unnamed(wanted, desired)]
    if at is None and not found:
        return
    if at is not None:
        found.extend(_set_off(at, asked))
        yield from _bounded(at, asked)
    if wanted.ref == Ref(TEMPLATE, DEFAULT_TEMPLATE) and at is not None:
        found.extend(_weak(at, desired))
    accepted = {item.rule for item in getattr(resource, "accept", None) or ()}
    for lint, place, more in found:
        level = asked.levels.get(lint.id, lint.level)
        if lint.id not in accepted and level != OFF:
            hint = f"{lint.instead}; `reconciler explain {lint.id}` says why"
            message = f"{lint.says}{more}"
            yield Problem(lint.id, message, place, hint, wanted.ref, Level(level))


_Found = tuple[Lint, Place, str]


def _set_off(at: Settled, asked: Demands) -> Iterator[_Found]:
    for lint in lints().values():
        options = _options(lint, at, asked)
        # What the template or its parent does by itself is said there, not again below it.
        if options and not (at.above and _options(lint, at.above, asked)):
            place = at.effective.place(next(filter(at.own.__contains__, options), options[0]))
            yield lint, place, _values(options, at.effective.values)


def _options(lint: Lint, at: Settled, asked: Demands) -> tuple[str, ...]:
    """The options that set a lint off where it applies."""
    if lint.profile and lint.profile not in at.profiles:
        return ()
    if lint.id == LIVE_IDENTITY and asked.live_identity:
        return ()
    return lint.options(at.effective.values)


def _values(options: tuple[str, ...], values: Mapping[str, Value | None]) -> str:
    return " (" + ", ".join(f"{option}: {_written(values[option])}" for option in options) + ")"


def _weak(at: Settled, desired: Desired) -> Iterator[_Found]:
    """Default is weaker than a template that is stricter somewhere and nowhere less strict."""
    default = at.effective.values
    for ref, wanted in desired.items():
        other = settled(wanted, desired) if ref.kind == TEMPLATE else None
        if other is None or ref.name == DEFAULT_TEMPLATE:
            continue
        less = list(_less_strict(default, other.effective.values))
        if less and not any(_less_strict(other.effective.values, default)):
            names = ", ".join(less)
            yield lints()[WEAK_DEFAULT], at.effective.place(less[0]), f", {ref.name}: {names}"
            return


def _less_strict(
    one: Mapping[str, Value | None], other: Mapping[str, Value | None]
) -> Iterator[str]:
    for option, meaning in meanings().items():
        first, second = one.get(option), other.get(option)
        rank = {value: index for index, value in enumerate(meaning.strict)}
        if first in rank and second in rank and rank[first] < rank[second]:
            yield option


def _unnamed(wanted: Wanted, desired: Desired) -> Iterator[_Found]:
    """A declared schedule, or the schedules of an assessment, for which nobody names a template."""
    resource, lint = wanted.resource, lints()[NO_TEMPLATE]
    if isinstance(resource, Schedule):
        if resource.template or resource.proctoring is False:
            return
        if Ref("Assessment", resource.assessment or "") not in desired:
            return  # which is an error of its own
        proctoring, template = word(resource, desired)
        if proctoring is not False and template is None:
            yield lint, wanted.place(), ""
    elif isinstance(resource, Ruled):
        for path in _open(resource):
            yield lint, wanted.place(*path), ""


def _open(ruled: Ruled) -> Iterator[tuple[str | int, ...]]:
    """Where an assessment leaves proctored schedules without a template."""
    rules = ruled.schedules or []
    for index, rule in enumerate(rules):
        if rule.template is None and ruled.said(rule).proctoring:
            yield ("schedules", index)
    if ruled.proctoring and not any(rule.match in (None, "*") for rule in rules):
        yield ("schedules",) if rules else ("proctoring",)


def _bounded(at: Settled, asked: Demands) -> Iterator[Problem]:
    for index, name in enumerate(at.profiles):
        if name not in asked.profiles and at.template.ref == at.effective.ref:
            place, hint = at.template.place("profiles", index), nearest_of(name, asked.profiles)
            message = f'there is no profile "{name}"'
            yield Problem("unknown-profile", message, place, hint, at.effective.ref)
    above = set(_breaches(at.above, asked)) if at.above else set()
    for bound, option in _breaches(at, asked):
        if (bound, option) not in above:
            yield _outside(at, asked.bounds[bound], option)


def _breaches(at: Settled, asked: Demands) -> Iterator[tuple[str, str]]:
    """The options out of bounds, each with the name of what bounds it."""
    for name in (*at.profiles, LICENCE):
        if name in asked.bounds:
            yield from ((name, o) for o in asked.bounds[name].breaches(at.effective.values))


def _outside(at: Settled, bound: Bound, option: str) -> Problem:
    value = _written(at.effective.values[option])
    allowed = " or ".join(_written(word) for word in bound.allow[option])
    licensed = bound.name == LICENCE
    by = bound.name if licensed else f"the profile {bound.name}"
    place = at.effective.place(option)
    inherited = at.above is not None and place == at.above.effective.place(option)
    here = f" in {at.effective.ref}" if inherited else ""
    return Problem(
        code="outside-licence" if licensed else "outside-profile",
        message=f"{option}: {value} is outside {by}: {bound.why}",
        place=place,
        hint=f"write {option}: {allowed}{here}" if allowed else f"leave {option} out{here}",
        ref=at.effective.ref,
    )


def _written(value: Value | None) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
