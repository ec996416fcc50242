"""How first objects get into a tenant: checked like any other, but with a past of their own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from reconciler.sandbox.catalogue import PERMISSIONS, SETTINGS, off
from reconciler.sandbox.envelope import Item, dumps
from reconciler.sandbox.items import checked
from reconciler.sandbox.store import Row
from reconciler.sandbox.tenant import KEYS, Tenant
from reconciler.sandbox.times import wire

_DEFAULT: Item = {
    "ExternalId": "DEFAULT",
    "Name": "Default",
    "IsDefault": True,
    "SavedOnce": False,
    "Settings": {name: off(numbers) for name, numbers in SETTINGS.items()},
}
_ADMINISTRATOR: Item = {
    "Title": "System administrator",
    "Type": "SystemAdmin",
    "Sorting": 100,
    "Users": 1,
    "Permissions": dict.fromkeys(PERMISSIONS, True),
}


@dataclass(frozen=True)
class Seedling:
    """One object to be, and who last changed it when."""

    kind: str
    item: Item
    changed_at: datetime | None = None
    changed_by: str = "northwood.import"
    version: int = 1


@dataclass(frozen=True)
class Past:
    """A change that the audit log remembers from before the sandbox was started."""

    at: datetime
    actor: str
    name: str
    field: str
    before: object
    after: object


@dataclass(frozen=True)
class Planting:
    """A whole tenant to be; even an empty one has a default template and an administrator."""

    objects: Sequence[Seedling] = (Seedling("Template", _DEFAULT), Seedling("Role", _ADMINISTRATOR))
    permissions: Sequence[str] = PERMISSIONS
    hierarchies: dict[str, str] = field(default_factory=lambda: {"ROOT": "Northwood University"})
    keys_changed_at: datetime | None = None
    past: Sequence[Past] = ()


def fill(tenant: Tenant, planting: Planting) -> None:
    """Put everything in place."""
    keys = planting.keys_changed_at and wire(planting.keys_changed_at)
    tenant.store.put("settings", SETTINGS)
    tenant.store.put("permissions", planting.permissions)
    tenant.store.put("hierarchies", planting.hierarchies)
    tenant.store.put("proctorio", {"Active": True, "KeysChangedAt": keys})
    for seedling in planting.objects:
        _plant(tenant, seedling)
    for change in planting.past:
        entry = {"At": wire(change.at), "Actor": change.actor, "Via": "console"}
        entry |= {"Object": change.name, "Field": change.field}
        tenant.store.log(entry | {"Before": change.before, "After": change.after})


def _plant(tenant: Tenant, seedling: Seedling) -> None:
    item, private = checked(seedling.kind, seedling.item)
    tenant.store.insert(
        Row(
            number=0,
            kind=seedling.kind,
            key=item[KEYS[seedling.kind]],
            text=dumps(item),
            private=dumps(private),
            version=seedling.version,
            changed_at=wire(seedling.changed_at or tenant.now()),
            changed_by=seedling.changed_by,
            state=None,
        )
    )
