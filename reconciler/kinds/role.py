"""Role: a site role and its permission rows. Each tick is live at once; there is no save button."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field

from reconciler.kinds import rights, rows, ticks
from reconciler.kinds.catalogue import Catalogue, shipped
from reconciler.kinds.day import Day, not_a_day, over
from reconciler.kinds.kind import (
    Kind,
    Page,
    Standing,
    Target,
    Told,
    World,
)
from reconciler.kinds.words import Words
from reconciler.model.change import Change, Create, Delete, Update
from reconciler.model.content import put
from reconciler.model.document import Content
from reconciler.model.drafted import Drafted, Left
from reconciler.model.live import Tenant
from reconciler.model.observed import Observed, Seen, Value
from reconciler.model.place import Place, YamlPath
from reconciler.model.problem import Problem
from reconciler.model.reach import Operation, Verb
from reconciler.model.ref import Ref
from reconciler.model.resource import Desired, Expand, Resource, Shape, Wanted

Row = Annotated[str, Field(pattern=rows.ROW)]


def _offered(schema: dict[str, Any]) -> None:
    """Let editors offer the capabilities that come with the tool; a site may add others."""
    plain = dict(schema)
    schema.clear()
    schema["anyOf"] = [{"enum": sorted(shipped().capabilities)}, plain]


Capability = Annotated[str, Field(json_schema_extra=_offered)]


class Grant(Shape):
    """A permission given until a day, after which it takes the value otherwise declared."""

    permission: Row = Field(
        description="The row, as `Group/Permission`", examples=["Marking/View coordinator tab"]
    )
    until: Day = Field(description="The last day, in the site's time zone", examples=["2026-12-01"])
    why: str = Field(min_length=1, description="The reason", examples=["stop-gap, ticket 4711"])


class Role(Resource):
    """A site role (Admin > Roles > Site)."""

    kind: Literal["Role"] = Field(description="The kind of document", examples=["Role"])
    title: str = Field(
        min_length=1,
        description="Title of the role: its only key; renaming is not supported",
        examples=["Proctoring reviewer"],
    )
    type: ticks.RoleType | None = Field(
        None, description="The upper limit of what its users may do", examples=["Author"]
    )
    can: list[Capability] | None = Field(
        None,
        description="Capabilities: each stands for permission rows and the menus above them",
        examples=[["review recordings in marking", "void attempts"]],
    )
    permissions: dict[Row, bool] | None = Field(
        None,
        description="Single rows as the platform names them, on or off",
        examples=[{"Delivery/View schedule tab": False}],
    )
    others: Literal["keep", "off"] | None = Field(
        None,
        description="Rows not named: keep (not ours) or off (every other row is switched off)",
        examples=["keep"],
    )
    grants: list[Grant] | None = Field(
        None,
        description="Exceptions that end by themselves",
        examples=[
            [{"permission": "Marking/View coordinator tab", "until": "2026-12-01", "why": "4711"}]
        ],
    )
    absent: bool | None = Field(
        None, description="true: the role is to be deleted", examples=[True]
    )

    def ticks(self, expand: Expand) -> Mapping[str, bool]:
        """The rows that it switches on or off, its grants as if none had ended."""
        on = {row: True for capability in self.can or () for row in expand(capability)}
        granted = {grant.permission: True for grant in self.grants or ()}
        return {**on, **(self.permissions or {}), **granted}


def _check(wanted: Wanted, _desired: Desired, catalogue: Catalogue) -> Iterator[Problem]:
    role = _resource(wanted)
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
    permissions = seen.raw["Permissions"]
    rows = permissions.items() if isinstance(permissions, Mapping) else ()
    fields: dict[str, Value | None] = {"type": str(seen.raw["Type"])}
    fields.update((f"permissions.{row}", on is True) for row, on in rows)
    return Observed(Ref("Role", str(seen.name)), seen, fields)


class _Said(NamedTuple):
    """What a document says of one field, and where in it."""

    value: Value | None
    path: YamlPath
    expired: bool = False


def _targets(world: World) -> Iterator[Target]:
    live = world.live.of("Role")
    known = ticks.tenant_rows(live)
    for wanted in world.wanted("Role"):
        role, said = _resource(wanted), _said(wanted, world, known)
        where = _places(wanted, said)
        yield Target(
            wanted.ref,
            wanted,
            {} if role.absent else {path: ask.value for path, ask in said.items()},
            absent=role.absent is True,
            expired=frozenset(path for path, ask in said.items() if ask.expired),
            problems=(
                *rows.on_tenant(wanted.ref, said, where, known),
                *rows.look_alike(wanted, live),
            ),
        )


def _where(target: Target, world: World) -> Callable[[str], Place]:
    known = ticks.tenant_rows(world.live.of("Role"))
    return _places(target.source, _said(target.source, world, known))


def _places(wanted: Wanted, said: Mapping[str, _Said]) -> Callable[[str], Place]:
    return lambda path: wanted.place(*said[path].path)


def _said(wanted: Wanted, world: World, known: frozenset[str]) -> Mapping[str, _Said]:
    role = _resource(wanted)
    said = {} if role.type is None else {"type": _Said(role.type, ("type",))}
    rows = sorted(_rows(role, world, known).items())
    return {**said, **{f"{ticks.PREFIX}{row}": ask for row, ask in rows}}


def _rows(role: Role, world: World, known: frozenset[str]) -> dict[str, _Said]:
    said: dict[str, _Said] = {}
    if role.others == "off":
        said.update((row, _Said(value=False, path=("others",))) for row in known)
    for index, capability in enumerate(role.can or ()):
        for row in world.catalogue.expand(capability):
            said[row] = _Said(value=True, path=("can", index))
    for row, on in (role.permissions or {}).items():
        said[row] = _Said(on, ("permissions", row))
    for index, grant in enumerate(role.grants or ()):
        otherwise = said.get(grant.permission)
        said[grant.permission] = _granted(grant, otherwise, ("grants", index), world.today)
    return said


def _granted(grant: Grant, otherwise: _Said | None, path: YamlPath, today: date) -> _Said:
    if not over(grant.until, today):
        return _Said(value=True, path=path)
    value = otherwise.value if otherwise else False
    return _Said(value, path, expired=value is False)  # the end of a grant takes, and never gives


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
    for index, grant in enumerate(_resource(wanted).grants or ()):
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


def _resource(wanted: Wanted) -> Role:
    assert isinstance(wanted.resource, Role)  # noqa: S101 -- narrows; the loader made it
    return wanted.resource


def _declare(world: World, chosen: Collection[Ref]) -> Iterable[Drafted | Left]:
    from reconciler.kinds import role_draft  # noqa: PLC0415 -- for `import` and `propose` alone

    return role_draft.declare(world, chosen)


def _by_hand(change: Change, told: Told) -> Page:
    from reconciler.kinds import role_by_hand  # noqa: PLC0415 -- for what no channel can do

    return role_by_hand.by_hand(change, told)


def _state(path: str, value: Value | None, words: Words) -> str:
    from reconciler.kinds import role_by_hand  # noqa: PLC0415 -- for what nobody can read back

    return role_by_hand.state(path, value, words)


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
    targets=_targets,
    where=_where,
    operations=_operations,
    declare=_declare,
    restate=_restate,
    by_hand=_by_hand,
    state=_state,
    label=_label,
    wire_field=_wire_field,
    objections=ticks.objections,
    effects=rights.changed,
    ends=_ends,
    rank=ticks.rank,
    in_turn=True,
    born_off=True,
)
