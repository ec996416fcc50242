"""The laws of permission rows: the order of ticks, closed menus, and who can still manage roles."""

from collections.abc import Iterator, Mapping
from typing import Literal

from reconciler.kinds.catalogue import Catalogue
from reconciler.kinds.kind import Step
from reconciler.model.change import Change, Delete
from reconciler.model.live import Objects
from reconciler.model.observed import Observed, Value
from reconciler.model.ref import Ref
from reconciler.model.runbook import ABSENT

PREFIX = "permissions."
RoleType = Literal["SystemAdmin", "Admin", "Author", "Candidate"]
# The type is a hard upper limit on what ticks allow (help.cirrusassessment.com/docs/access-levels).
MANAGING_TYPES = frozenset({"SystemAdmin", "Admin"})


def in_order(rows: Mapping[str, bool], catalogue: Catalogue) -> Iterator[tuple[str, bool]]:
    """The ticks of one role so that no row is ever on under a menu that is off.

    What is granted comes before what is revoked; menus open first and close last.
    """
    depth = {row: len(catalogue.ancestors(row)) for row in rows}
    yield from ((row, True) for row in sorted(rows, key=lambda r: (depth[r], r)) if rows[row])
    yield from ((row, False) for row in sorted(rows, key=lambda r: (-depth[r], r)) if not rows[row])


def tenant_rows(roles: Objects) -> frozenset[str]:
    """All permission rows that the tenant has."""
    return frozenset(
        path.removeprefix(PREFIX)
        for role in roles.values()
        for path in role.fields
        if path.startswith(PREFIX)
    )


def managers(roles: Objects, catalogue: Catalogue) -> tuple[Ref, ...]:
    """The roles by which somebody can manage roles now: the row on, users in it, a type for it."""
    return tuple(ref for ref, role in roles.items() if _manages(role, catalogue))


def _manages(role: Observed, catalogue: Catalogue) -> bool:
    users = role.seen.raw.get("Users")
    return (
        role.fields.get(PREFIX + catalogue.manage_roles) is True
        and role.fields.get("type") in MANAGING_TYPES
        and isinstance(users, int)
        and users > 0
    )


def objections(step: Step) -> Iterator[str]:
    """Why a change of a role must not be made."""
    before, after = step.before.of("Role"), step.after.of("Role")
    catalogue = step.catalogue
    if catalogue.manage_roles not in tenant_rows(before):
        yield (
            f'no row of this tenant is "{catalogue.manage_roles}", so nobody can tell who manages '
            "roles; name the row under catalogue: manage_roles in site.yaml"
        )
        return
    if managers(before, catalogue) and not managers(after, catalogue):
        yield "afterwards nobody could manage roles, and only Cirrus could repair that"
    if isinstance(step.change, Delete):
        yield from _in_use(before[step.change.ref])
        return
    ref = step.change.ref
    was = before[ref].fields if ref in before else {}
    yield from _closed_menus(was, after[ref].fields, catalogue)


def rank(change: Change, catalogue: Catalogue) -> int:
    """Who gains the right to manage roles comes first, who may lose it last."""
    if isinstance(change, Delete):
        return 2
    after = {field.path: field.after for field in change.fields}
    if ABSENT in after:
        return 2
    manages = after.get(PREFIX + catalogue.manage_roles)
    if manages is False or after.get("type", "Admin") not in MANAGING_TYPES:
        return 2
    return 0 if manages else 1


def _in_use(role: Observed) -> Iterator[str]:
    users = role.seen.raw.get("Users")
    if users != 0:
        yield f"the role still has {users} users"


def _closed_menus(
    was: Mapping[str, Value | None], becomes: Mapping[str, Value | None], catalogue: Catalogue
) -> Iterator[str]:
    """Rows that this change would leave on under a menu that is off."""
    for path, on in becomes.items():
        if on is not True or not path.startswith(PREFIX):
            continue
        row = path.removeprefix(PREFIX)
        for menu in catalogue.ancestors(row):
            key = PREFIX + menu
            moved = was.get(path) is not True or was.get(key) is not becomes.get(key)
            if key in becomes and becomes[key] is not True and moved:
                yield _closed(row, menu, revoked=was.get(key) is True)


def _closed(row: str, menu: str, *, revoked: bool) -> str:
    if revoked:
        return f"{menu} would close over {row}, which is on and not ours; declare {row} too"
    return f"{row} needs {menu}, which is off; declare {menu}: true too"
