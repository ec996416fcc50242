"""Console: Global settings > Proctorio, the settings templates."""

from reconciler.sandbox.catalogue import SETTINGS
from reconciler.sandbox.console.answers import (
    bad_settings,
    check_version,
    found,
    needs_proctorio,
    only_query,
    show,
    show_list,
)
from reconciler.sandbox.envelope import Answer, Call, content, refuse
from reconciler.sandbox.rules import all_settings, template_in_use, wrong_settings
from reconciler.sandbox.shapes import TemplateSave, Values
from reconciler.sandbox.store import Filter, Row
from reconciler.sandbox.tenant import GATEWAY, Tenant

_LONGEST_KEY = 64


def list_templates(tenant: Tenant, call: Call) -> Answer:
    """GET /proctorio/templates."""
    needs_proctorio(tenant)
    only_query(call, "Page", "PageSize")
    return show_list(tenant, call, Filter("Template"))


def get_template(tenant: Tenant, call: Call) -> Answer:
    """GET /proctorio/templates/{ExternalId}."""
    needs_proctorio(tenant)
    return show(tenant, found(tenant, "Template", call.keys["key"]))


def put_template(tenant: Tenant, call: Call) -> Answer:
    """PUT /proctorio/templates/{ExternalId}: the page's Save button."""
    needs_proctorio(tenant)
    body = TemplateSave.model_validate_json(call.body)
    row = tenant.store.find("Template", call.keys["key"])
    _check_settings(tenant, body.Settings, row)
    check_version(tenant, call, row)
    settings = all_settings(tenant, body.Settings)
    saved = {"Name": body.Name, "SavedOnce": True, "Settings": settings}
    if row:
        return show(tenant, tenant.save(row, row.item | saved, GATEWAY))
    if len(call.keys["key"]) > _LONGEST_KEY:
        raise refuse(400, "Key", f"an external id has at most {_LONGEST_KEY} characters")
    item = {"ExternalId": call.keys["key"], "Name": body.Name, "IsDefault": False}
    return show(tenant, tenant.create("Template", item | saved, GATEWAY), 201)


def delete_template(tenant: Tenant, call: Call) -> Answer:
    """DELETE /proctorio/templates/{ExternalId}."""
    needs_proctorio(tenant)
    row = found(tenant, "Template", call.keys["key"])
    check_version(tenant, call, row)
    if row.item["IsDefault"]:
        raise refuse(409, "Default", "the default template cannot be deleted")
    if template_in_use(tenant, row):
        raise refuse(409, "InUse", "a schedule that is not archived uses this template")
    tenant.remove(row, GATEWAY)
    return content("null")


def _check_settings(tenant: Tenant, settings: Values, row: Row | None) -> None:
    """Refuse wrong settings, and a replacement that leaves one out."""
    needed = tenant.settings if row else SETTINGS
    problems = [f"{name} is missing" for name in needed if name not in settings]
    problems += wrong_settings(tenant, settings)
    if problems:
        raise bad_settings(problems)
