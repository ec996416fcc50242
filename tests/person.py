"""A person who takes the steps of the runbook in the console's pages of a stand-in tenant."""

from collections.abc import Iterable, Mapping
from typing import Any

from reconciler.kinds import proctorio
from reconciler.kinds.running import PREFIX, TWEAK
from reconciler.model.ref import Ref
from reconciler.model.runbook import ABSENT, Sheet
from reconciler.sandbox import Sandbox

DEFAULT = "NW-DEFAULT"
HEADS = {"name": "Name", "saved": "SavedOnce", "type": "Type"}


def follow(sandbox: Sandbox, sheets: Iterable[Sheet], actor: str = "a.berg") -> None:
    """Do what every step says, and no more."""
    for sheet in sheets:
        for step in sheet.steps:
            _take(sandbox, sheet.ref, step.fields, actor)


def _take(sandbox: Sandbox, ref: Ref, fields: Mapping[str, Any], actor: str) -> None:
    if ref.kind == "Tenant":
        return
    name = f"{ref.kind}/{DEFAULT}" if str(ref) == "Template/default" else str(ref)
    key = name.partition("/")[2]
    if ABSENT in fields:
        sandbox.delete(name, actor=actor)
        return
    if any(path.startswith(PREFIX) for path in fields):
        sandbox.edit(name, {"IsActivated": False}, actor=actor)
        sandbox.edit(name, {"IsActivated": True}, actor=actor)
        return
    if key not in sandbox.state()[f"{ref.kind}s"]:
        _make(sandbox, ref, actor)
    wire = dict(_wire(ref.kind, path, value) for path, value in fields.items())
    sandbox.edit(name, wire, actor=actor)


def _make(sandbox: Sandbox, ref: Ref, actor: str) -> None:
    item = {"Title": ref.name} if ref.kind == "Role" else {"ExternalId": ref.name, "Name": ref.name}
    sandbox.add(ref.kind, item, actor=actor)


def _wire(kind: str, path: str, value: Any) -> tuple[str, Any]:
    if kind == "Role" and path != "type":
        return f"Permissions.{path.removeprefix('permissions.')}", value
    if path == "proctoring":
        return "UseProctorIo", value
    if path == "template":
        return "ProctorioTemplateExternalId", None if value == "default" else value
    if path in HEADS:
        return HEADS[path], value
    group = "Overrides" if path.startswith(TWEAK) else "Settings"
    name, number = proctorio.encode(path.removeprefix(TWEAK), value)
    return f"{group}.{name}", number
