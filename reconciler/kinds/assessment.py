"""Assessment: whether its exams are proctored, and the rules that its schedules follow."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Literal

from pydantic import Field

from reconciler.kinds import dependencies, effects, reviewing
from reconciler.kinds.catalogue import Catalogue
from reconciler.kinds.kind import (
    Doing,
    Kind,
    Page,
    Standing,
    Step,
    Target,
    Told,
    World,
    moving,
)
from reconciler.kinds.proctorio import DEFAULT_TEMPLATE
from reconciler.kinds.rules import Ruled
from reconciler.kinds.words import Words
from reconciler.model.change import Change, Update
from reconciler.model.content import put
from reconciler.model.direction import Direction, Effect
from reconciler.model.document import Content
from reconciler.model.drafted import Drafted, Left
from reconciler.model.live import Live, Tenant
from reconciler.model.observed import Known, Observed, Seen, Value
from reconciler.model.place import YamlPath
from reconciler.model.problem import Level, Problem
from reconciler.model.reach import Operation, Verb
from reconciler.model.ref import Ref
from reconciler.model.resource import Desired, Resource, Shape, Wanted
from reconciler.model.shared import exactly


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


class Assessment(Ruled):
    """An assessment's proctoring option, and rules for its schedules."""

    kind: Literal["Assessment"] = Field(description="The kind of document", examples=["Assessment"])
    id: str = Field(
        min_length=1, description="External id of the assessment", examples=["ANAT-101"]
    )
    accept: list[dependencies.Accepted] | None = Field(
        None,
        description="Lints that do not hold for this assessment, each with a reason",
        examples=[[{"rule": "schedule-without-named-template", "why": "oral exams only"}]],
    )
    review: Review | None = Field(
        None,
        description="The reviewing process of step 4 of the set-up guide",
        examples=[
            {
                "by": "Proctoring reviewer",
                "when": "before marking",
                "if_confirmed": "void attempt",
            }
        ],
    )


def _check(wanted: Wanted, desired: Desired, catalogue: Catalogue) -> Iterator[Problem]:
    assessment = _resource(wanted)
    rules = assessment.schedules or []
    for index, rule in enumerate(rules[:-1]):
        if rule.match in (None, "*"):
            yield Problem(
                "rule-never-reached",
                f"rule {index + 1} matches every schedule, so the rules after it never apply",
                wanted.place("schedules", index),
                "put the rule without match last",
                wanted.ref,
            )
            break
    if assessment.review:
        yield from _reviewer(wanted, assessment.review, desired, catalogue)
    if assessment.accept:
        yield from dependencies.unknown_rules(wanted, assessment.accept)


def _reviewer(
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
    for duty in reviewing.duties(review.if_confirmed):
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
    near = get_close_matches(title, names, 1)
    hint = f'did you mean "{near[0]}"?' if near else "the plan checks it against the tenant"
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


def _references(resource: Resource) -> Iterator[tuple[YamlPath, Ref]]:
    if not isinstance(resource, Assessment):
        return
    for index, rule in enumerate(resource.schedules or ()):
        if rule.template and rule.template != DEFAULT_TEMPLATE:
            yield ("schedules", index, "template"), Ref("Template", rule.template)


def _decode(seen: Seen, tenant: Tenant) -> Observed:
    option = seen.raw.get("UseProctorIo")
    own = {"proctoring": option} if isinstance(option, bool) else {}
    fields = tenant.alike(("Assessment", exactly(own)), lambda: own)
    return Observed(Ref("Assessment", str(seen.name)), seen.keeping(("Title",)), fields)


def _targets(world: World) -> Iterator[Target]:
    for wanted in world.wanted("Assessment"):
        option = _resource(wanted).proctoring
        asked: dict[str, Value | None] = {} if option is None else {"proctoring": option}
        yield Target(wanted.ref, wanted, asked)


def _operations(
    change: Change, observed: Observed | None, _catalogue: Catalogue
) -> Iterator[Operation]:
    match change, observed:
        case Update(), Observed():
            option = {f.path: f.after for f in change.fields}["proctoring"]
            yield Operation(change.ref, Verb.SAVE, {"UseProctorIo": option})
        case _:
            raise AssertionError(f"{change.action} of {change.ref} is no operation here")


def _restate(content: Content, values: Mapping[str, Value | None], _standing: Standing) -> Content:
    before, option = content.get("proctoring"), values["proctoring"]
    content = put(content, ("proctoring",), option)
    rules = content.get("schedules")
    if isinstance(rules, list):
        # The option says for its rules what they do not say, and their sittings have not moved.
        silent = {"proctoring": before} if before is not None else {}
        kept = [{**rule, **({} if "proctoring" in rule else silent)} for rule in rules]
        content = put(content, ("schedules",), kept)
    return content


def _effects(step: Step) -> Iterator[Effect]:
    """The option holds for later schedules that say nothing themselves; their template, too."""
    for field in effects.fields(step.change):
        if field.known is Known.UNKNOWN:
            yield effects.unknown(field.path, field.label)
            continue
        on = field.after is True
        integrity = Direction.STRENGTHENED if on else Direction.WEAKENED
        yield Effect(integrity, field.path, field.label)
        yield from _collection(field.path, step.after if on else step.before, on=on)


def _collection(field: str, live: Live, *, on: bool) -> Iterator[Effect]:
    default = live.of("Template").get(Ref("Template", DEFAULT_TEMPLATE))
    if default is None or not effects.in_force(default):
        yield effects.unknown(field, "what the default template collects")
        return
    data = tuple(effects.collected(default.fields))
    if data:
        collection = Direction.WIDENED if on else Direction.NARROWED
        yield Effect(collection, field, "the default template", data)


def _by_hand(change: Change, told: Told) -> Page:
    words = told.words
    where = words.say("assessment.proctoring")
    doings = (
        Doing({f.path: f.after}, words.set_to(where, f.path, f.after)) for f in moving(change)
    )
    page = words.say("page.assessment", name=change.ref.name)
    return Page(page, tuple(doings), after=(words.say("button.save_options"),))


def _state(path: str, value: Value | None, words: Words) -> str:
    return f"{words.say('assessment.proctoring')}: {words.value(path, value)}"


def _label(path: str) -> str:
    return path


def _wire_field(_path: str) -> str:
    return "UseProctorIo"


def _resource(wanted: Wanted) -> Assessment:
    assert isinstance(wanted.resource, Assessment)  # noqa: S101 -- narrows; the loader made it
    return wanted.resource


def _declare(world: World, chosen: Collection[Ref]) -> Iterable[Drafted | Left]:
    from reconciler.kinds import assessment_draft  # noqa: PLC0415 -- for `import` and `propose` alone

    return assessment_draft.declare(world, chosen)


KIND = Kind(
    name="Assessment",
    key="id",
    collection="assessments",
    model=Assessment,
    makes=lambda _: False,
    roots=("proctoring",),
    check=_check,
    references=_references,
    decode=_decode,
    targets=_targets,
    operations=_operations,
    declare=_declare,
    restate=_restate,
    by_hand=_by_hand,
    state=_state,
    label=_label,
    wire_field=_wire_field,
    effects=_effects,
)
