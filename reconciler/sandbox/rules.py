"""When a schedule may change, and what activation does to it."""

from collections.abc import Iterator, Mapping

from reconciler.sandbox.catalogue import off, wrong_value
from reconciler.sandbox.envelope import Item
from reconciler.sandbox.store import Row
from reconciler.sandbox.tenant import Author, Tenant
from reconciler.sandbox.times import wire

# Why not, in one word; each API has its own words for the client.
ARCHIVED, ENDED, STARTED, ACTIVE, INACTIVE, EMPTY = (
    "archived",
    "ended",
    "started",
    "active",
    "inactive",
    "empty",
)


def why_not_activate(row: Row) -> str | None:
    """Return why this schedule cannot be activated, if so."""
    if row.state in {"Archived", "Ended"}:
        return ARCHIVED if row.state == "Archived" else ENDED
    if row.item["IsActivated"]:
        return ACTIVE
    return EMPTY if row.item["CandidatesTotal"] == 0 else None


def why_not_deactivate(row: Row) -> str | None:
    """Return why this schedule cannot be deactivated, if so."""
    if row.state in {"Archived", "Ended", "Started"}:
        return {"Archived": ARCHIVED, "Ended": ENDED, "Started": STARTED}[row.state]
    return None if row.item["IsActivated"] else INACTIVE


def why_not_set(row: Row) -> str | None:
    """Return why the proctoring of this schedule cannot change, if so: only drafts can."""
    if row.state == "Draft":
        return None
    assert row.state is not None  # noqa: S101 - only schedules have proctoring
    reasons = {"Archived": ARCHIVED, "Ended": ENDED, "Started": STARTED, "Activated": ACTIVE}
    return reasons[row.state]


def activate(tenant: Tenant, row: Row, author: Author) -> Row:
    """Activate: the template as it is now and the overrides become the sitting's settings."""
    item = row.item
    template = item["ProctorioTemplateExternalId"] or tenant.default_template()
    settings = _settings(tenant, template)
    item |= {
        "IsActivated": True,
        "ActivatedAt": wire(tenant.now()),
        "ActiveSettings": settings | item["Overrides"],
        "KeysFrom": tenant.proctorio["KeysChangedAt"],
    }
    return tenant.save(row, item, author)


def deactivate(tenant: Tenant, row: Row, author: Author) -> Row:
    """Deactivate: the overrides stay, what the activation took is gone."""
    gone = {"IsActivated": False, "ActivatedAt": None, "ActiveSettings": None, "KeysFrom": None}
    return tenant.save(row, row.item | gone, author)


def _settings(tenant: Tenant, template: str) -> Item:
    row = tenant.store.find("Template", template)
    # A template that an archived schedule used may be gone; then everything is off.
    return all_settings(tenant, row.item["Settings"] if row else {})


def template_in_use(tenant: Tenant, row: Row) -> bool:
    """Tell whether a schedule that is not archived uses this template."""
    users = tenant.store.template_users(row.key)
    return any(user.state != "Archived" for user in users)


def wrong_settings(tenant: Tenant, settings: Mapping[str, object]) -> Iterator[str]:
    """Yield what is wrong with the names and values of *settings*."""
    known = tenant.settings
    for name, value in settings.items():
        problem = wrong_value(known[name], value) if name in known else "is not a setting here"
        if problem:
            yield f"{name} {problem}"


def all_settings(tenant: Tenant, settings: Item) -> Item:
    """Return every setting that the tenant knows, those not in *settings* switched off."""
    return {name: settings.get(name, off(kind)) for name, kind in tenant.settings.items()}
