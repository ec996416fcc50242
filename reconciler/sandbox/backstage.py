"""What only the sandbox's owner can do: move the clock, switch behaviours, look at everything."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from reconciler.sandbox.catalogue import Numbers, off
from reconciler.sandbox.envelope import Item
from reconciler.sandbox.faults import Fault, Faults
from reconciler.sandbox.journal import Journal
from reconciler.sandbox.store import Row
from reconciler.sandbox.tenant import COUNTS, DERIVED, KEYS, Author, Behaviours, Tenant
from reconciler.sandbox.times import wire

# A release of the platform brings new settings and rows; nobody of the tenant's did it.
_RELEASE = Author("cirrus-release", "console")
_EVERY_ENTRY = 1 << 30


@dataclass(frozen=True)
class Backstage:
    """The tenant, the faults in force and the log of requests."""

    tenant: Tenant
    faults: Faults
    journal: Journal


def set_clock(
    tenant: Tenant, now: datetime | None, advance: timedelta, *, ticking: bool | None
) -> datetime:
    """Set the clock, move it on, set it going or stop it; return the tenant's time."""
    clock = tenant.clock
    if ticking is not None:
        clock = clock.ticking(on=ticking)
    if now or advance:
        clock = clock.moved_to((now or clock.now()) + advance)
    tenant.clock = clock
    return clock.now()


def behave(tenant: Tenant, changes: Mapping[str, bool]) -> Behaviours:
    """Switch behaviours; those not named stay."""
    tenant.behaviours = replace(tenant.behaviours, **changes)
    return tenant.behaviours


def rotate_keys(tenant: Tenant, actor: str) -> str:
    """Install new Proctorio keys; return since when they hold."""
    now = wire(tenant.now())
    tenant.set_proctorio({"KeysChangedAt": now}, Author(actor, "console"))
    return now


def add_setting(tenant: Tenant, name: str, numbers: Numbers) -> None:
    """Let the tenant know one more setting, or other numbers of one it knows."""
    tenant.store.put("settings", {**tenant.settings, name: numbers})
    for row in tenant.store.all("Template"):
        item = row.item
        item["Settings"].setdefault(name, off(numbers))
        tenant.save(row, item, _RELEASE)


def add_permission(tenant: Tenant, permission: str) -> None:
    """Give every role one more row, off."""
    tenant.store.put("permissions", [*tenant.permissions, permission])
    for row in tenant.store.all("Role"):
        item = row.item
        item["Permissions"].setdefault(permission, False)
        tenant.save(row, item, _RELEASE)


def add_fault(stage: Backstage, fault: Fault) -> None:
    """Put a fault in force; a stale one will answer from the tenant as it is now."""
    stage.faults.add(fault, stage.tenant.copy() if fault.kind == "stale" else None)


def dump(tenant: Tenant, *, volatile: bool) -> Item:
    """Return the whole tenant; without *volatile* only what somebody configured."""
    state: Item = {f"{kind}s": _dumped(tenant, kind, volatile=volatile) for kind in KEYS}
    state["Proctorio"] = {"Active": tenant.proctorio["Active"]}
    if volatile:
        entries, _total = tenant.store.logged(None, None, _EVERY_ENTRY, 0)
        state |= {"Proctorio": tenant.proctorio, "Now": wire(tenant.now())}
        state["Audit"] = [json.loads(entry) for entry in entries]
    return state


def whole(row: Row) -> Item:
    """Return an object with everything that the sandbox knows about it."""
    known = {"Version": row.version, "ChangedAt": row.changed_at, "ChangedBy": row.changed_by}
    return row.item | row.more | known | ({"State": row.state} if row.state else {})


def _dumped(tenant: Tenant, kind: str, *, volatile: bool) -> Item:
    return {
        row.name.partition("/")[2]: whole(row) if volatile else _configured(row)
        for row in tenant.store.all(kind)
    }


def _configured(row: Row) -> Item:
    hidden = COUNTS | DERIVED - {"ActiveSettings"}
    return {name: value for name, value in row.item.items() if name not in hidden}
