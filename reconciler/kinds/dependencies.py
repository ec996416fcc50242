"""Which options need which others; judged on effective settings, before anything is sent.

The same facts decide for a template and for a schedule's tweaked template.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import Field

from reconciler.kinds.day import found_on_import
from reconciler.kinds.lints import lints
from reconciler.model.content import put
from reconciler.model.document import Content
from reconciler.model.drafted import Item
from reconciler.model.meant import meant
from reconciler.model.observed import Value
from reconciler.model.place import Place, Spot
from reconciler.model.problem import Level, Problem
from reconciler.model.ref import Ref
from reconciler.model.resource import Shape, Wanted


class Accepted(Shape):
    """A dependency rule or lint that does not hold here, and why that is right."""

    rule: str = Field(
        min_length=1,
        description="The id of the rule, as `validate` prints it",
        examples=["full-screen-needs-one-screen"],
    )
    why: str = Field(
        min_length=1, description="Why it does not hold here", examples=["labs have two screens"]
    )


@dataclass(frozen=True, slots=True)
class Dependency:
    """While *option* is not off, *needs* must have one of *values*."""

    id: str
    option: str
    needs: str
    values: tuple[Value, ...]
    level: Level
    source: str


_V2 = "stated by Proctorio's v2 client"
_ON = True
_ILIAS = "known from the ILIAS integration"


def _v2(rule: str, option: str, needs: str) -> Dependency:
    return Dependency(rule, option, needs, (_ON,), Level.ERROR, _V2)


def _ilias(rule: str, option: str, needs: str, value: Value) -> Dependency:
    return Dependency(rule, option, needs, (value,), Level.WARNING, _ILIAS)


DEPENDENCIES: tuple[Dependency, ...] = (
    _v2("desk-scan-needs-video", "recording.desk", "recording.video"),
    _v2("desk-scan-needs-audio", "recording.desk", "recording.audio"),
    _v2("verify-video-needs-video", "verification.video", "recording.video"),
    _v2("verify-audio-needs-audio", "verification.audio", "recording.audio"),
    _v2("verify-desktop-needs-screen", "verification.desktop", "recording.screen"),
    _v2("identity-check-needs-video", "verification.id", "recording.video"),
    _v2("identity-check-needs-verify-video", "verification.id", "verification.video"),
    _ilias("desk-scan-needs-verify-video", "recording.desk", "verification.video", _ON),
    _ilias("full-screen-needs-one-screen", "lock_down.full_screen", "lock_down.one_screen", _ON),
    _ilias(
        "full-screen-needs-blocked-tabs", "lock_down.full_screen", "lock_down.new_tabs", "blocked"
    ),
    _ilias("full-screen-needs-close-tabs", "lock_down.full_screen", "lock_down.close_tabs", _ON),
)


def broken(effective: Mapping[str, Value | None]) -> Iterator[Dependency]:
    """The dependencies that effective settings break; what is not known breaks nothing."""
    for rule in DEPENDENCIES:
        active = effective.get(rule.option) not in (None, False, "none")
        if active and effective.get(rule.needs) not in (None, *rule.values):
            yield rule


def taken_over(rules: Iterable[str], today: date) -> list[Item]:
    """`accept` for rules that a live object breaks, with what is known of the reason."""
    return [{"rule": rule, "why": found_on_import(today)} for rule in rules]


@dataclass(frozen=True, slots=True)
class Effective:
    """Effective settings of one object, with the place that gave each of them."""

    ref: Ref
    values: Mapping[str, Value | None]
    spots: Mapping[str, Spot]
    fallback: Spot

    def place(self, path: str) -> Place:
        """Where a value was given, or the object's own place."""
        return self.spots.get(path, self.fallback).place


def check(effective: Effective, accepted: Iterable[str]) -> Iterator[Problem]:
    """One problem per broken dependency that is not accepted, at the option that needs."""
    silenced = frozenset(accepted)
    for rule in broken(effective.values):
        if rule.id not in silenced:
            yield _problem(effective, rule)


def _problem(effective: Effective, rule: Dependency) -> Problem:
    has, needed = effective.values[rule.option], " or ".join(_written(v) for v in rule.values)
    gave = effective.place(rule.needs)
    return Problem(
        code=rule.id,
        message=(
            f"{rule.option}: {_written(has)} needs {rule.needs}: {needed}, which is "
            f"{_written(effective.values[rule.needs])} ({gave}); {rule.source}"
        ),
        place=effective.place(rule.option),
        hint=f"write {rule.needs}: {needed}, or accept the rule {rule.id} with a reason",
        ref=effective.ref,
        level=rule.level,
    )


def _written(value: Value | None) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def unknown_rules(wanted: Wanted, accepted: Iterable[Accepted]) -> Iterator[Problem]:
    """One problem per accepted rule that does not exist, with the nearest that does."""
    known = [*(rule.id for rule in DEPENDENCIES), *lints()]
    for index, name in enumerate(each.rule for each in accepted):
        if name not in known:
            near = meant(name, known)
            hint = f"write {near}" if near else f"the rules are {', '.join(known)}"
            place = wanted.place("accept", index)
            yield Problem("unknown-rule", f'there is no rule "{name}"', place, hint, wanted.ref)


def accepting(content: Content, rule: str, why: str) -> Content:
    """The document, which now says that a rule does not hold for it."""
    accepted = content.get("accept")
    known = accepted if isinstance(accepted, list) else []
    return put(content, ("accept",), [*known, {"rule": rule, "why": why}])
