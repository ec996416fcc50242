"""Lints: settings that are legal and go wrong in exams; and profiles, which bound settings.

The words, levels and values are data (lints.toml, profiles.toml).
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from reconciler.model.observed import Value
from reconciler.model.problem import Level

Values = Mapping[str, Value | None]

SEVERE: Final = "severe-full-screen-ejects-on-zoom"
NO_TEMPLATE: Final = "schedule-without-named-template"
WEAK_DEFAULT: Final = "default-weaker-than-others"
LIVE_IDENTITY: Final = "live-identity-without-agreement"


@dataclass(frozen=True, slots=True)
class Lint:
    """One lint. *any_of* are sets of values that set it off; *profile* limits it to templates."""

    id: str
    level: Level
    says: str
    why: str
    source: str
    instead: str
    profile: str | None = None
    any_of: tuple[Mapping[str, Sequence[Value]], ...] = ()

    def options(self, values: Values) -> tuple[str, ...]:
        """The options whose values set it off; none when nothing does."""
        return tuple(
            option
            for case in self.any_of
            if all(values.get(path) in allowed for path, allowed in case.items())
            for option in case
        )


@dataclass(frozen=True, slots=True)
class Bound:
    """The values that a profile or the licence allows, and why."""

    name: str
    allow: Mapping[str, Sequence[Value]]
    why: str

    def breaches(self, values: Values) -> Iterator[str]:
        """The options whose values it does not allow; what is not known breaches nothing."""
        for option, allowed in self.allow.items():
            if values.get(option) is not None and values[option] not in allowed:
                yield option


@cache
def lints() -> Mapping[str, Lint]:
    """The lints by id, in the order of the data."""
    return {name: _lint(name, words) for name, words in _data("lints.toml").items()}


@cache
def profiles() -> Mapping[str, Bound]:
    """The profiles that come with the tool, by name."""
    return {name: Bound(name, **words) for name, words in _data("profiles.toml").items()}


def _lint(name: str, words: Mapping[str, Any]) -> Lint:
    return Lint(**{**words, "id": name, "level": Level(words["level"])})


def _data(name: str) -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))
