"""Assessment: whether its exams are proctored, and the rules that its schedules follow."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Literal

from pydantic import Field

from reconciler.kinds import dependencies, effects, reviewing
from reconciler.kinds.catalogue import Catalogue
from reconciler.kinds.kind import (
    Kind,
    Manual,
    Standing,
    Step,
    Target,
    World,
)
from reconciler.kinds.proctorio import DEFAULT_TEMPLATE
from reconciler.kinds.reviewing import Review
from reconciler.kinds.rules import Ruled
from reconciler.model.change import Change, Update
from reconciler.model.content import put
from reconciler.model.direction import Direction, Effect
from reconciler.model.document import Content
from reconciler.model.drafted import Drafted, Left
from reconciler.model.live import Live, Tenant
from reconciler.model.observed import Known, Observed, Seen, Value
from reconciler.model.place import YamlPath
from reconciler.model.problem import Problem
from reconciler.model.reach import Operation, Verb
from reconciler.model.ref import Ref
from reconciler.model.resource import Desired, Resource, Wanted
from reconciler.model.shared import exactly


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
        yield from reviewing.check(wanted, assessment.review, desired, catalogue)
    if assessment.accept:
        yield from dependencies.unknown_rules(wanted, assessment.accept)


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


def _manual() -> Manual:
    from reconciler.kinds import assessment_by_hand  # noqa: PLC0415 -- for what no channel can do

    return assessment_by_hand


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
    manual=_manual,
    label=_label,
    wire_field=_wire_field,
    effects=_effects,
)
