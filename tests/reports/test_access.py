import pytest

from reconciler.kinds.catalogue import shipped
from reconciler.kinds.ticks import PREFIX
from reconciler.model.access import Access
from reconciler.model.change import (
    Cause,
    Change,
    Create,
    Delete,
    FieldChange,
    FieldValue,
    Manual,
    Update,
    Why,
)
from reconciler.model.live import Live, Tenant
from reconciler.model.observed import Features, Observed, Seen, Value
from reconciler.model.place import Place
from reconciler.model.plan import Plan
from reconciler.model.ref import Ref
from reconciler.steps.access import access
from tests.reports.samples import NOON

HERE = Place("roles.yaml", 1, 1)
MENU, VOID = "Marking/Marking", "Marking/Void attempts"
MANAGE = "Administration/Manage roles"
BOARD, MARKER, ADMIN = (Ref("Role", name) for name in ("Board", "Marker", "Admin"))


def role(ref: Ref, *rows: str, users: int = 1, type_: str = "Admin") -> Observed:
    fields: dict[str, Value | None] = {"type": type_, **{PREFIX + row: True for row in rows}}
    return Observed(ref, Seen(ref.name, {"Users": users}), fields)


def live(*roles: Observed) -> Live:
    objects = {"Role": {one.ref: one for one in roles}} if roles else {}
    return Live(Tenant(Features(), NOON), objects)


def tick(ref: Ref, row: str, *, on: bool) -> Update:
    path = PREFIX + row
    change = FieldChange(path, row, not on, on, Cause(Why.CONFIGURED), HERE)
    return Update(ref, HERE, (change,), "f")


def held(capability: str, seen: Live, *changes: Change) -> Access:
    plan = Plan("production", tuple((change,) for change in changes), {})
    found = {entry.capability: entry for entry in access(plan, seen, shipped())}
    return found[capability]


def test_every_capability_of_the_catalogue_is_told() -> None:
    found = access(Plan("production", (), {}), live(role(ADMIN)), shipped())

    assert [entry.capability for entry in found] == sorted(shipped().capabilities)
    assert not any(entry.changes for entry in found)


def test_where_no_channel_shows_roles_nothing_is_said() -> None:
    assert access(Plan("production", (), {}), live(), shipped()) == ()


@pytest.mark.parametrize(
    ("change", "after"),
    [
        (tick(BOARD, VOID, on=True), (BOARD, MARKER)),
        (tick(MARKER, MENU, on=False), ()),
        (Delete(MARKER, HERE, "f"), ()),
        (
            Create(
                Ref("Role", "New"),
                HERE,
                tuple(
                    FieldValue(PREFIX + row, row, after=True, place=HERE) for row in (MENU, VOID)
                ),
            ),
            (MARKER, Ref("Role", "New")),
        ),
        (Manual(BOARD, HERE, "roles are set by hand here"), (MARKER,)),
    ],
    ids=["granted", "menu closed", "deleted", "made", "by hand"],
)
def test_who_can_void_attempts_before_and_after(change: Change, after: tuple[Ref, ...]) -> None:
    found = held("void attempts", live(role(BOARD, MENU), role(MARKER, MENU, VOID)), change)

    assert found == Access("void attempts", (MARKER,), after)


@pytest.mark.parametrize(
    "other",
    [role(BOARD, MANAGE, users=0), role(BOARD, MANAGE, type_="Author")],
    ids=["nobody in it", "type forbids it"],
)
def test_only_who_really_can_is_said_to_manage_roles(other: Observed) -> None:
    seen = live(role(ADMIN, MANAGE), other)

    found = held("manage roles", seen, tick(ADMIN, MANAGE, on=False))

    assert found == Access("manage roles", (ADMIN,), ())
