"""Console: Admin > Roles > Site, where every tick is live at once."""

from reconciler.sandbox.catalogue import BUILT_IN_ROLES
from reconciler.sandbox.console.answers import check_version, found, only_query, show, show_list
from reconciler.sandbox.envelope import Answer, Call, content, refuse
from reconciler.sandbox.shapes import NewRole, RoleChange, Tick
from reconciler.sandbox.store import Filter
from reconciler.sandbox.tenant import GATEWAY, Tenant


def list_roles(tenant: Tenant, call: Call) -> Answer:
    """GET /roles."""
    only_query(call, "Page", "PageSize")
    return show_list(tenant, call, Filter("Role"))


def get_role(tenant: Tenant, call: Call) -> Answer:
    """GET /roles/{Title}."""
    return show(tenant, found(tenant, "Role", call.keys["key"]))


def post_role(tenant: Tenant, call: Call) -> Answer:
    """POST /roles: a new role with every row off."""
    body = NewRole.model_validate_json(call.body)
    row = tenant.store.find("Role", body.Title)
    check_version(tenant, call, row)
    if row:
        raise refuse(409, "Exists", f"role {body.Title} exists")
    rows = dict.fromkeys(tenant.permissions, False)
    item = {"Title": body.Title, "Type": body.Type, "Sorting": 0, "Users": 0, "Permissions": rows}
    return show(tenant, tenant.create("Role", item, GATEWAY), 201)


def patch_role(tenant: Tenant, call: Call) -> Answer:
    """PATCH /roles/{Title}: the type, the sorting or both."""
    body = RoleChange.model_validate_json(call.body)
    change = body.model_dump(exclude_unset=True)
    if not change:
        raise refuse(400, "Body", "name Type, Sorting or both")
    row = found(tenant, "Role", call.keys["key"])
    check_version(tenant, call, row)
    return show(tenant, tenant.save(row, row.item | change, GATEWAY))


def delete_role(tenant: Tenant, call: Call) -> Answer:
    """DELETE /roles/{Title}."""
    row = found(tenant, "Role", call.keys["key"])
    check_version(tenant, call, row)
    if row.key in BUILT_IN_ROLES:
        raise refuse(409, "BuiltIn", "a built-in role cannot be deleted")
    if row.item["Users"]:
        raise refuse(409, "HasUsers", "a role with users cannot be deleted")
    tenant.remove(row, GATEWAY)
    return content("null")


def put_tick(tenant: Tenant, call: Call) -> Answer:
    """PUT /roles/{Title}/permissions: one tick; parents and lock-out are not checked."""
    body = Tick.model_validate_json(call.body)
    row = found(tenant, "Role", call.keys["key"])
    item = row.item
    if body.Permission not in item["Permissions"]:
        raise refuse(400, "Body", f"Permission: no row {body.Permission}")
    check_version(tenant, call, row)
    item["Permissions"][body.Permission] = body.Enabled
    return show(tenant, tenant.save(row, item, GATEWAY))
