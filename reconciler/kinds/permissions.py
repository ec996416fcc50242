"""What a role's document asks for: rows by capability, by name, by grant, and all the others."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field

from reconciler.kinds import rows, ticks
from reconciler.kinds.catalogue import shipped
from reconciler.kinds.day import Day, over
from reconciler.kinds.kind import Target, World
from reconciler.model.observed import Value
from reconciler.model.place import Place, YamlPath
from reconciler.model.resource import Expand, Resource, Shape, Wanted

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


class _Said(NamedTuple):
    """What a document says of one field, and where in it."""

    value: Value | None
    path: YamlPath
    expired: bool = False


def targets(world: World) -> Iterator[Target]:
    """Every declared role, with the rows that its document asks for."""
    live = world.live.of("Role")
    known = ticks.tenant_rows(live)
    for wanted in world.wanted("Role"):
        role, said = declared(wanted), _said(wanted, world, known)
        places = _places(wanted, said)
        yield Target(
            wanted.ref,
            wanted,
            {} if role.absent else {path: ask.value for path, ask in said.items()},
            absent=role.absent is True,
            expired=frozenset(path for path, ask in said.items() if ask.expired),
            problems=(
                *rows.on_tenant(wanted.ref, said, places, known),
                *rows.look_alike(wanted, live),
            ),
        )


def where(target: Target, world: World) -> Callable[[str], Place]:
    """Where the files ask for the fields of one role."""
    known = ticks.tenant_rows(world.live.of("Role"))
    return _places(target.source, _said(target.source, world, known))


def _places(wanted: Wanted, said: Mapping[str, _Said]) -> Callable[[str], Place]:
    return lambda path: wanted.place(*said[path].path)


def _said(wanted: Wanted, world: World, known: frozenset[str]) -> Mapping[str, _Said]:
    role = declared(wanted)
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


def declared(wanted: Wanted) -> Role:
    """The document of a role."""
    assert isinstance(wanted.resource, Role)  # noqa: S101 -- narrows; the loader made it
    return wanted.resource
