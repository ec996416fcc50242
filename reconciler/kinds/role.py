"""Role: a site role and its permission rows. Each tick is live at once; there is no save button."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from reconciler.kinds import permissions, rights, rows, ticks
from reconciler.kinds.catalogue import Catalogue
from reconciler.kinds.day import not_a_day
from reconciler.kinds.kind import Kind, Manual, Standing, World
from reconciler.kinds.permissions import Role, declared
from reconciler.model.change import Change, Create, Delete, Update
from reconciler.model.content import put
from reconciler.model.document import Content
from reconciler.model.drafted import Drafted, Left
from reconciler.model.live import Tenant
from reconciler.model.observed import Observed, Seen, Value
from reconciler.model.place import YamlPath
from reconciler.model.problem import Problem
from reconciler.model.reach import Operation, Verb
from reconciler.model.ref import Ref
from reconciler.model.resource import Desired, Resource, Wanted


def _check(wanted: Wanted, _desired: Desired, catalogue: Catalogue) -> Iterator[Problem]:
    role = declared(wanted)
    named = role.permissions or {}
    for index, capability in enumerate(role.can or ()):
        yield from rows.capability(wanted, ("can", index), capability, named, catalogue)
    for row in named:
        yield from rows.in_catalogue(wanted, ("permissions", row), row, catalogue)
    for index, grant in enumerate(role.grants or ()):
        yield from rows.in_catalogue(wanted, ("grants", index), grant.permission, catalogue)
        yield from not_a_day(wanted, ("grants", index, "until"), grant.until)
    yield from rows.under_closed_menu(wanted, named, catalogue)


def _references(_: Resource) -> Iterator[tuple[YamlPath, Ref]]:
    return iter(())


def _decode(seen: Seen, _tenant: Tenant) -> Observed:
    matrix = seen.raw["Permissions"]
    ticked = matrix.items() if isinstance(matrix, Mapping) else ()
    fields: dict[str, Value | None] = {"type": str(seen.raw["Type"])}
    fields.update((f"permissions.{row}", on is True) for row, on in ticked)
    return Observed(Ref("Role", str(seen.name)), seen, fields)


def _operations(
    change: Change, observed: Observed | None, catalogue: Catalogue
) -> Iterator[Operation]:
    match change, observed:
        case Create(), None:
            values = {f.path: f.after for f in change.fields}
            body = {"Title": change.ref.name, "Type": values.get("type", "Candidate")}
            yield Operation(change.ref, Verb.CREATE, body)
            # A new role is a Candidate with every row off, whatever the files leave unsaid.
            on = {p: v for p, v in values.items() if v is True}
            yield from _ticks(change.ref, on, catalogue)
        case Update(), Observed() as observed:
            # After an interruption halfway, some rows are as they should be.
            fields = observed.fields
            values = {f.path: f.after for f in change.fields if fields.get(f.path) != f.after}
            yield from _typed(change, promote=True)
            yield from _ticks(change.ref, values, catalogue)
            yield from _typed(change, promote=False)
        case Delete(), Observed():
            yield Operation(change.ref, Verb.DELETE)
        case _:
            raise AssertionError(f"{change.action} of {change.ref} is no operation on a role")


def _ticks(
    ref: Ref, values: Mapping[str, Value | None], catalogue: Catalogue
) -> Iterator[Operation]:
    wanted = {p.removeprefix(ticks.PREFIX): v is True for p, v in values.items() if p != "type"}
    for row, on in ticks.in_order(wanted, catalogue):
        yield Operation(ref, Verb.TICK, {"Permission": row, "Enabled": on})


def _typed(change: Update, *, promote: bool) -> Iterator[Operation]:
    # A promotion comes before the ticks that need it, a demotion after those that it forbids.
    for field in change.fields:
        if (
            field.path == "type"
            and (rights.rank(field.after) > rights.rank(field.before)) is promote
        ):
            yield Operation(change.ref, Verb.SAVE, {"Type": field.after})


def _ends(wanted: Wanted) -> Iterator[tuple[YamlPath, str]]:
    for index, grant in enumerate(declared(wanted).grants or ()):
        yield ("grants", index, "until"), grant.until


def _restate(content: Content, values: Mapping[str, Value | None], standing: Standing) -> Content:
    if "type" in values:
        content = put(content, ("type",), values["type"])
    ticked = {p.removeprefix(ticks.PREFIX): v is True for p, v in values.items() if p != "type"}
    return rows.restated(content, ticked, standing.catalogue) if ticked else content


def _label(path: str) -> str:
    return path.removeprefix(ticks.PREFIX)


def _wire_field(path: str) -> str:
    return "Type" if path == "type" else f"Permissions.{path.removeprefix(ticks.PREFIX)}"


def _declare(world: World, chosen: Collection[Ref]) -> Iterable[Drafted | Left]:
    from reconciler.kinds import role_draft  # noqa: PLC0415 -- for `import` and `propose` alone

    return role_draft.declare(world, chosen)


def _manual() -> Manual:
    from reconciler.kinds import role_by_hand  # noqa: PLC0415 -- for what no channel can do

    return role_by_hand


KIND = Kind(
    name="Role",
    key="title",
    collection="roles",
    model=Role,
    makes=lambda _: True,
    roots=("type", "permissions"),
    check=_check,
    references=_references,
    decode=_decode,
    targets=permissions.targets,
    where=permissions.where,
    operations=_operations,
    declare=_declare,
    restate=_restate,
    manual=_manual,
    label=_label,
    wire_field=_wire_field,
    objections=ticks.objections,
    effects=rights.changed,
    ends=_ends,
    rank=ticks.rank,
    in_turn=True,
    born_off=True,
)
