"""What a site asks of settings: the level of each lint, profiles, the licence; and its slips."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from reconciler.kinds.lints import Bound, lints
from reconciler.kinds.lints import profiles as shipped
from reconciler.kinds.proctorio import BY_PATH, Option
from reconciler.model.document import Document
from reconciler.model.observed import Value
from reconciler.model.place import YamlPath
from reconciler.model.problem import Problem
from reconciler.model.profile import Bounds
from reconciler.model.site import Site
from reconciler.steps.validate.words import nearest_of, shown

LICENCE = "the licence"


@dataclass(frozen=True, slots=True)
class Demands:
    """What is asked of every template and sitting."""

    levels: Mapping[str, str] = field(default_factory=dict)
    profiles: Mapping[str, Bound] = field(default_factory=shipped)
    licence: Bound | None = None

    @property
    def bounds(self) -> Mapping[str, Bound]:
        """The profiles and the licence by name."""
        return {**self.profiles, **({LICENCE: self.licence} if self.licence else {})}

    @property
    def live_identity(self) -> bool:
        """Whether the licence names the live identity check."""
        return bool(self.licence and "live" in self.licence.allow.get("verification.id", ()))


def demands(site: Site | None) -> Demands:
    """What the site asks; what the tool asks by itself where there is none."""
    if site is None:
        return Demands()
    own = {name: _bound(name, bounds) for name, bounds in site.profiles.items()}
    licence = _bound(LICENCE, site.licence) if site.licence else None
    return Demands(site.lints, {**shipped(), **own}, licence)


def slips(site: Site, document: Document) -> Iterator[Problem]:
    """Lints, options and values in the Site document that do not exist."""
    for name in site.lints:
        if name not in lints():
            place = document.key_place("lints", name)
            message = f'there is no lint "{name}"'
            yield Problem("unknown-lint", message, place, nearest_of(name, lints()), document.ref)
    bounded: list[tuple[YamlPath, Bounds]] = [
        (("profiles", name), bounds) for name, bounds in site.profiles.items()
    ]
    if site.licence:
        bounded.append((("licence",), site.licence))
    for path, bounds in bounded:
        yield from _options((*path, "allow"), bounds, document)


def _options(path: YamlPath, bounds: Bounds, document: Document) -> Iterator[Problem]:
    for name, allowed in bounds.allow.items():
        option = BY_PATH.get(name)
        if option is None:
            place = document.key_place(*path, name)
            message = f'there is no option "{name}"'
            hint = nearest_of(name, BY_PATH) or "name it like lock_down.full_screen"
            yield Problem("unknown-option", message, place, hint, document.ref)
            continue
        known = _values(option)
        for index, value in enumerate(allowed):
            if value not in known:
                place = document.value_place(*path, name, index)
                message = f"{shown(value)} is not a value of {name}"
                hint = f"write one of {', '.join(_written(word) for word in known)}"
                yield Problem("unknown-value", message, place, hint, document.ref)


def _values(option: Option) -> tuple[Value, ...]:
    return tuple(option.numbers) if option.numbers else (True, False)


def _written(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _bound(name: str, bounds: Bounds) -> Bound:
    return Bound(name, bounds.allow, bounds.why)
