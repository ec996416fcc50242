"""What people do in the Admin console, by name and by hand."""

from collections.abc import Mapping
from typing import Any

from reconciler.sandbox import rules
from reconciler.sandbox.catalogue import BUILT_IN_ROLES
from reconciler.sandbox.envelope import Item, Refusal, refuse
from reconciler.sandbox.items import SHAPES, checked
from reconciler.sandbox.store import Row
from reconciler.sandbox.tenant import Author, Tenant
from reconciler.sandbox.times import parse, wire

_PROCTORING = ("UseProctorIo", "ProctorioTemplateExternalId", "Overrides")


def named(tenant: Tenant, name: str) -> Row:
    """Return the object with an audit name, such as Template/high-stakes or Schedule/#17."""
    kind, _, key = name.partition("/")
    row = tenant.store.find(kind, key)
    if row is None and key.startswith("#"):
        # Few tenants have many objects without a key, and none is on a hot path.
        row = next((row for row in tenant.store.all(kind) if row.name == name), None)
    if row is None:
        raise refuse(404, "NotFound", f"no {name}")
    return row


def edit(tenant: Tenant, name: str, changes: Mapping[str, Any], actor: str) -> Row:
    """Change fields by dotted wire path, under the rules that the console has.

    `Overrides.x: None` takes an override away; `IsActivated` activates or deactivates.
    """
    author = Author(actor, "console")
    row = named(tenant, name)
    changes = dict(changes)
    activated = changes.pop("IsActivated", None)
    if activated is False:
        row = _switched(tenant, row, author, on=False)
    if changes:
        row = _edited(tenant, row, changes, author)
    return _switched(tenant, row, author, on=True) if activated else row


def add(tenant: Tenant, kind: str, item: Item, actor: str) -> Row:
    """Make a new object; what *item* does not name has the value of a new one."""
    if kind not in SHAPES:
        raise refuse(400, "Body", f"Kind is one of {', '.join(SHAPES)}")
    whole, private = _completed(tenant, kind, item)
    key = whole["Title" if kind == "Role" else "ExternalId"]
    if key is not None and tenant.store.find(kind, key):
        raise refuse(409, "Exists", f"{kind}/{key} exists")
    return tenant.create(kind, whole, Author(actor, "console"), private)


def delete(tenant: Tenant, name: str, actor: str) -> None:
    """Delete an object, if the console would."""
    row = named(tenant, name)
    if _kept(tenant, row):
        raise refuse(409, "Kept", f"the console does not delete {name}")
    tenant.remove(row, Author(actor, "console"))


def start_candidates(tenant: Tenant, name: str, count: int, status: str) -> Row:
    """Let *count* more candidates start; the window need not be open, the activation must hold."""
    row = named(tenant, name)
    item, more = row.item, row.more
    if not item.get("IsActivated") or row.state not in {"Activated", "Started"}:
        raise refuse(409, "Inactive", "only an activated schedule can be started")
    item["CandidatesStarted"] += count
    if count < 1 or item["CandidatesStarted"] > item["CandidatesTotal"]:
        raise refuse(409, "Candidates", f"{item['CandidatesTotal']} candidates are booked")
    further = {"HANDED_IN": "HandedIn", "VOID": "Void"}.get(status)
    if further:
        more[further] += count
    return tenant.save(row, item, Author("candidates", "console"), more)


def _kept(tenant: Tenant, row: Row) -> bool:
    item = row.item
    match row.kind:
        case "Template":
            return item["IsDefault"] or rules.template_in_use(tenant, row)
        case "Role":
            return row.key in BUILT_IN_ROLES or item["Users"] > 0
        case _:
            return bool(item.get("IsActivated"))


def _completed(tenant: Tenant, kind: str, item: Item) -> tuple[Item, Item]:
    """Return a whole object, its settings, rows and times written as this tenant does."""
    whole, private = checked(kind, item)
    if kind == "Template":
        _refuse_wrong(tenant, whole["Settings"])
        whole["Settings"] = rules.all_settings(tenant, whole["Settings"])
    elif kind == "Role":
        unknown = sorted(set(whole["Permissions"]) - set(tenant.permissions))
        if unknown:
            raise refuse(400, "Body", f"no such rows: {', '.join(unknown)}")
        whole["Permissions"] = dict.fromkeys(tenant.permissions, False) | whole["Permissions"]
    elif kind == "Schedule":
        _refuse_wrong(tenant, whole["Overrides"])
        for field in ("StartDateTime", "EndDateTime"):
            whole[field] = wire(_moment(field, whole[field]))
    return whole, private


def _edited(tenant: Tenant, row: Row, changes: Mapping[str, Any], author: Author) -> Row:
    item = row.item | row.more
    for path, value in changes.items():
        _put(item, path, value)
    whole, private = _completed(tenant, row.kind, item)
    before = row.item
    if row.kind == "Schedule" and any(whole[name] != before[name] for name in _PROCTORING):
        _allow(rules.why_not_set(row))
    if row.kind == "Template" and "SavedOnce" not in changes:
        # There is one Save button, and it saves the whole page.
        whole["SavedOnce"] = True
    return tenant.save(row, whole, author, private)


def _put(item: Item, path: str, value: object) -> None:
    field, _, inner = path.partition(".")
    if field not in item or (inner and not isinstance(item[field], dict)):
        raise refuse(400, "Body", f"no field {path}")
    if not inner:
        item[field] = value
    elif field == "Overrides" and value is None:
        item[field].pop(inner, None)
    else:
        item[field][inner] = value


def _switched(tenant: Tenant, row: Row, author: Author, *, on: bool) -> Row:
    if row.kind != "Schedule":
        raise refuse(400, "Body", "no field IsActivated")
    _allow(rules.why_not_activate(row) if on else rules.why_not_deactivate(row))
    return (rules.activate if on else rules.deactivate)(tenant, row, author)


def _allow(reason: str | None) -> None:
    if reason:
        raise refuse(409, "Refused", f"the schedule is {reason}")


def _refuse_wrong(tenant: Tenant, settings: Mapping[str, object]) -> None:
    problems = list(rules.wrong_settings(tenant, settings))
    if problems:
        raise Refusal(400, *({"Code": "Body", "Error": problem} for problem in problems))


def _moment(field: str, text: str) -> Any:  # noqa: ANN401
    try:
        return parse(text)
    except ValueError as error:
        raise refuse(400, "Body", f"{field}: {error}") from error
