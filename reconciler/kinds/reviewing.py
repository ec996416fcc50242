"""Who reviews recordings, and what they must be able to do: set-up guide, steps 2 and 4."""

from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import Field

from reconciler.kinds.catalogue import Catalogue
from reconciler.model.meant import meant
from reconciler.model.problem import Level, Problem
from reconciler.model.ref import Ref
from reconciler.model.resource import Desired, Shape, Wanted

VOIDS = "void attempt"
RECORDINGS = ("review recordings in marking", "review recordings in reports")
VOID = ("void attempts",)
INVIGILATE = ("invigilate",)
Duty = tuple[str, ...]  # one of these capabilities is enough


class Review(Shape):
    """Who looks at flagged recordings, when, and what follows; printed, never sent."""

    by: str = Field(
        min_length=1, description="Title of the role that reviews", examples=["Proctoring reviewer"]
    )
    when: Literal["before marking", "during marking", "before publishing results"] = Field(
        description="The stage at which recordings are checked", examples=["before marking"]
    )
    if_confirmed: Literal["void attempt", "refer to exam board"] = Field(
        description="What happens to an attempt when cheating is confirmed",
        examples=["void attempt"],
    )


def duties(if_confirmed: str) -> tuple[Duty, ...]:
    """The duties of a reviewing role, by what follows when cheating is confirmed."""
    return (RECORDINGS, VOID) if if_confirmed == VOIDS else (RECORDINGS,)


def check(
    wanted: Wanted, review: Review, desired: Desired, catalogue: Catalogue
) -> Iterator[Problem]:
    """What the files alone tell of who reviews; what the tenant adds, `steps.review` says."""
    role = desired.get(Ref("Role", review.by))
    if role is None:
        yield _undeclared(wanted, review.by, desired)
        return
    if getattr(role.resource, "absent", None) is True:
        yield Problem(
            "absent-reference",
            f"{role.ref} is declared absent ({role.place()}), and this document needs it",
            wanted.place("review", "by"),
            "name another one, or remove absent: true",
            wanted.ref,
        )
        return
    ticks = role.resource.ticks(catalogue.expand)
    for duty in duties(review.if_confirmed):
        if not any(_ticked(ticks, capability, catalogue) for capability in duty):
            rows = (row for capability in duty for row in catalogue.expand(capability))
            off = next((row for row in rows if ticks.get(row) is False), "")
            yield _lacks(wanted, role, " or ".join(duty), off)


def _ticked(ticks: Mapping[str, bool], capability: str, catalogue: Catalogue) -> bool:
    """Whether the rows of a capability are on, as far as the files say; menus may be on already."""
    own = catalogue.capabilities.get(capability, ())
    off = any(ticks.get(row) is False for row in catalogue.expand(capability))
    return not off and all(ticks.get(row) for row in own)


def _undeclared(wanted: Wanted, title: str, desired: Desired) -> Problem:
    names = [ref.name for ref in desired if ref.kind == "Role"]
    near = meant(title, names)
    hint = f'did you mean "{near}"?' if near else "the plan checks it against the tenant"
    return Problem(
        "reviewer-not-declared",
        f'no document declares the role "{title}"; only the tenant can tell what it may do',
        wanted.place("review", "by"),
        hint,
        wanted.ref,
        Level.WARNING,
    )


def _lacks(wanted: Wanted, role: Wanted, capability: str, off: str) -> Problem:
    place = role.place("permissions", off) if off else role.place("can")
    why = f": {off} is switched off" if off else ""
    return Problem(
        "reviewer-cannot",
        f'the reviewing role "{role.ref.name}" is not given {capability}{why} ({place})',
        wanted.place("review", "by"),
        f"add {capability} to its `can`, or name another role",
        wanted.ref,
        Level.WARNING,
    )
