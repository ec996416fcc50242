"""Template: a named set of Proctorio settings. A save is live for schedules activated after it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Literal

from pydantic import Field

from reconciler.kinds import dependencies, proctorio, template_users
from reconciler.kinds.catalogue import Catalogue
from reconciler.kinds.kind import (
    Kind,
    Manual,
    Standing,
    Target,
    World,
)
from reconciler.kinds.proctorio import DEFAULT_TEMPLATE
from reconciler.model.change import Change, Create, Delete, Update
from reconciler.model.content import GONE, put
from reconciler.model.document import Content
from reconciler.model.drafted import Drafted, Left
from reconciler.model.live import Tenant
from reconciler.model.observed import Observed, Seen, Value
from reconciler.model.place import YamlPath
from reconciler.model.problem import Problem
from reconciler.model.reach import Operation, Verb
from reconciler.model.ref import Ref
from reconciler.model.resource import Desired, Resource, Wanted


class Template(proctorio.Settings):
    """A Proctorio settings template (Admin > Global Settings > Proctorio)."""

    kind: Literal["Template"] = Field(description="The kind of document", examples=["Template"])
    id: str = Field(
        min_length=1,
        description="External id of the template; `default` is the one that always exists",
        examples=["high-stakes"],
    )
    name: str | None = Field(
        None, min_length=1, description="Name as the console shows it", examples=["High stakes"]
    )
    extends: str | None = Field(
        None,
        min_length=1,
        description="Id of another declared template whose settings this one starts from",
        examples=["standard"],
    )
    accept: list[dependencies.Accepted] | None = Field(
        None,
        description="Dependency rules and lints that do not hold here, each with a reason",
        examples=[[{"rule": "full-screen-needs-one-screen", "why": "labs have two screens"}]],
    )
    profiles: list[str] | None = Field(
        None,
        description="Profiles that bound its settings: accessible, low-bandwidth, high-stakes, or "
        "those of site.yaml",
        examples=[["accessible"]],
    )
    partial: bool | None = Field(
        None,
        description="true: only the named settings are ours; the others keep their live values",
        examples=[True],
    )
    absent: bool | None = Field(
        None, description="true: the template is to be deleted", examples=[True]
    )


def _check(wanted: Wanted, _desired: Desired, _catalogue: Catalogue) -> Iterator[Problem]:
    template = _resource(wanted)
    if template.absent:
        yield from _deletable(wanted, template)
        return
    values = dict(proctorio.flatten(template))
    yield from _complete(wanted, template, values)
    spots = {path: wanted.spot(*path.split(".")) for path in values}
    effective = dependencies.Effective(wanted.ref, values, spots, wanted.spot())
    yield from dependencies.check(effective, (a.rule for a in template.accept or ()))
    if template.accept:
        yield from dependencies.unknown_rules(wanted, template.accept)


def _deletable(wanted: Wanted, template: Template) -> Iterator[Problem]:
    if template.id == DEFAULT_TEMPLATE:
        yield Problem(
            "default-absent",
            "the default template always exists and cannot be deleted",
            wanted.place("absent"),
            "remove absent: true",
            wanted.ref,
        )


def _complete(wanted: Wanted, template: Template, values: dict[str, Value]) -> Iterator[Problem]:
    if template.partial:
        return
    missing = [option.path for option in proctorio.OPTIONS if option.path not in values]
    if missing:
        yield Problem(
            "settings-missing",
            f"{len(missing)} of the {len(proctorio.OPTIONS)} settings are not named: "
            + ", ".join(missing),
            wanted.place(),
            "name them, extend a template that does, or write partial: true",
            wanted.ref,
        )
    if template.name is None and template.id != DEFAULT_TEMPLATE:
        yield Problem(
            "name-missing", "the template has no name", wanted.place(), "add name: …", wanted.ref
        )


def _references(resource: Resource) -> Iterator[tuple[YamlPath, Ref]]:
    if isinstance(resource, Template) and resource.extends:
        yield ("extends",), Ref("Template", resource.extends)


def _decode(seen: Seen, tenant: Tenant) -> Observed:
    raw = seen.raw
    settings = raw["Settings"]
    fields = proctorio.decode(settings if isinstance(settings, dict) else {})
    head: dict[str, Value | None] = {"name": str(raw["Name"]), "saved": raw["SavedOnce"] is True}
    return Observed(_ref(seen, tenant), seen, {**head, **fields})


def _ref(seen: Seen, _tenant: Tenant) -> Ref:
    if seen.raw.get("IsDefault") is True:
        return Ref("Template", DEFAULT_TEMPLATE)
    # An ordinary template may be called "default" by its external id; the word is taken.
    name = str(seen.name)
    return Ref("Template", f"{name} (not the default)" if name == DEFAULT_TEMPLATE else name)


def _targets(world: World) -> Iterator[Target]:
    for wanted in world.wanted("Template"):
        template = _resource(wanted)
        if template.absent:
            yield Target(wanted.ref, wanted, {}, absent=True)
        else:
            yield Target(wanted.ref, wanted, _asked(template))


def _asked(template: Template) -> dict[str, Value | None]:
    # Cirrus ignores a template that nobody has saved: being saved is a field like any other.
    head: dict[str, Value | None] = {"saved": True}
    if template.name is not None:
        head["name"] = template.name
    return {**head, **dict(proctorio.flatten(template))}


def _operations(
    change: Change, observed: Observed | None, _catalogue: Catalogue
) -> Iterator[Operation]:
    match change, observed:
        case Create(), None:
            values = {f.path: f.after for f in change.fields}
            yield Operation(change.ref, Verb.CREATE, _body({}, str(values["name"]), values))
        case Update(), Observed():
            values = {f.path: f.after for f in change.fields}
            raw = observed.seen.raw
            name = str(values.get("name", raw["Name"]))
            yield Operation(_wire(observed), Verb.SAVE, _body(raw["Settings"], name, values))
        case Delete(), Observed():
            yield Operation(_wire(observed), Verb.DELETE)
        case _:
            raise AssertionError(f"{change.action} of {change.ref} is no operation on a template")


def _wire(observed: Observed) -> Ref:
    return Ref("Template", str(observed.seen.name))


def _body(settings: object, name: str, values: dict[str, Value | None]) -> dict[str, object]:
    merged = dict(settings) if isinstance(settings, dict) else {}
    own = (proctorio.encode(p, v) for p, v in values.items() if p not in ("name", "saved"))
    return {"Name": name, "Settings": {**merged, **dict(own)}}


def _restate(content: Content, values: Mapping[str, Value | None], _standing: Standing) -> Content:
    for path, value in values.items():
        if path != "saved":  # no word of a file can ask for a template that nobody has saved
            content = put(content, tuple(path.split(".")), GONE if value is None else value)
    return content


def _label(path: str) -> str:
    option = proctorio.BY_PATH.get(path)
    return option.label if option else {"saved": "saved once"}.get(path, path)


def _wire_field(path: str) -> str:
    heads = {"name": "Name", "saved": "SavedOnce"}
    return heads.get(path) or f"Settings.{proctorio.encode(path, None)[0]}"


def _resource(wanted: Wanted) -> Template:
    assert isinstance(wanted.resource, Template)  # noqa: S101 -- narrows; the loader made it
    return wanted.resource


def _declare(world: World, chosen: Collection[Ref]) -> Iterable[Drafted | Left]:
    from reconciler.kinds import template_draft  # noqa: PLC0415 -- for `import` and `propose` alone

    return template_draft.declare(world, chosen)


def _manual() -> Manual:
    from reconciler.kinds import template_by_hand  # noqa: PLC0415 -- for what no channel can do

    return template_by_hand


KIND = Kind(
    name="Template",
    key="id",
    collection="templates",
    model=Template,
    makes=lambda ref: ref.name != DEFAULT_TEMPLATE,
    roots=("name", "saved", "recording", "lock_down", "verification", "tools"),
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
    objections=template_users.objections,
    touches=template_users.touches,
    effects=template_users.changed,
    implied=frozenset({"saved"}),
)
