"""One tenant: its objects, its clock, what it can do, and an audit entry for every change."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from reconciler.sandbox.catalogue import Numbers
from reconciler.sandbox.envelope import Item, dumps
from reconciler.sandbox.store import Row, Store
from reconciler.sandbox.times import Clock, wire

KEYS = {
    "Template": "ExternalId",
    "Role": "Title",
    "Assessment": "ExternalId",
    "Schedule": "ExternalId",
}
# People come and go without anybody configuring anything.
COUNTS = frozenset({"Users", "CandidatesTotal", "CandidatesStarted"})
# Follow from an activation, which is an entry of its own.
DERIVED = frozenset({"ActiveSettings", "ActivatedAt", "KeysFrom"})


@dataclass(frozen=True)
class Author:
    """Who writes, and through which door."""

    name: str
    via: str


GATEWAY = Author("svc-console-gateway", "gateway")
SCHEDULER = Author("svc-scheduler", "integrations")


@dataclass(frozen=True)
class Behaviours:
    """What differs between tenants that all keep the contract."""

    versions: bool = True
    etags: bool = True
    normalises: bool = False
    console: bool = True


class Tenant:
    """The state of a tenant; call it inside `store.transaction()`."""

    def __init__(self, path: str = ":memory:") -> None:
        self._clock = Clock()
        self.store = Store(path, now=lambda: wire(self.now()))
        saved = self.store.get("clock")
        if saved:
            self._clock = Clock.restored(**saved)

    def copy(self) -> "Tenant":
        """Return the tenant as it is now, living on its own in memory."""
        copy = Tenant()
        self.store.copy_into(copy.store)
        copy.clock = self._clock
        return copy

    @property
    def clock(self) -> Clock:
        """The tenant's clock; setting it is remembered."""
        return self._clock

    @clock.setter
    def clock(self, clock: Clock) -> None:
        self._clock = clock
        self.store.put("clock", clock.saved())

    def now(self) -> datetime:
        """Return the tenant's time."""
        return self._clock.now()

    @property
    def behaviours(self) -> Behaviours:
        """How this tenant differs; setting it is remembered."""
        return Behaviours(**(self.store.get("behaviours") or {}))

    @behaviours.setter
    def behaviours(self, behaviours: Behaviours) -> None:
        self.store.put("behaviours", asdict(behaviours))

    @property
    def proctorio(self) -> Item:
        """Whether the add-on is on, and since when its keys are what they are."""
        proctorio: Item = self.store.get("proctorio") or {"Active": True, "KeysChangedAt": None}
        return proctorio

    def set_proctorio(self, change: Item, author: Author) -> None:
        """Switch the add-on, or note new keys."""
        before = self.proctorio
        self.store.put("proctorio", before | change)
        for field, old, new in changes(before, before | change):
            self._log(author, "Features/Proctorio", (field, old, new))

    @property
    def settings(self) -> Mapping[str, Numbers]:
        """The settings that this tenant knows."""
        known: dict[str, list[int] | None] = self.store.get("settings") or {}
        return {name: tuple(numbers) if numbers else None for name, numbers in known.items()}

    @property
    def permissions(self) -> list[str]:
        """The rows of this tenant's roles page."""
        rows: list[str] = self.store.get("permissions") or []
        return rows

    @property
    def hierarchies(self) -> Mapping[str, str]:
        """The full path of each hierarchy node, by external id."""
        paths: dict[str, str] = self.store.get("hierarchies") or {}
        return paths

    def create(self, kind: str, item: Item, author: Author, more: Item | None = None) -> Row:
        """Keep a new object at version 1."""
        row = self._row(0, kind, self._stored(kind, item), more or {})
        row = self.store.insert(replace(row, version=1, changed_by=author.name))
        self._log(author, row.name, ("", None, configuration(row.item)))
        return row

    def save(self, row: Row, item: Item, author: Author, more: Item | None = None) -> Row:
        """Keep what *item* says; only a change of configuration moves the version."""
        item = self._stored(row.kind, item)
        changed = list(changes(configuration(row.item), configuration(item)))
        after = self._row(row.number, row.kind, item, row.more if more is None else more)
        if changed:
            after = replace(after, version=row.version + 1, changed_by=author.name)
        else:
            after = replace(
                after,
                version=row.version,
                changed_at=row.changed_at,
                changed_by=row.changed_by,
            )
        for change in changed:
            self._log(author, row.name, change)
        return self.store.update(after)

    def remove(self, row: Row, author: Author) -> None:
        """Delete an object."""
        self.store.delete(row)
        self._log(author, row.name, ("", configuration(row.item), None))

    def _row(self, number: int, kind: str, item: Item, more: Item) -> Row:
        return Row(
            number=number,
            kind=kind,
            key=item[KEYS[kind]],
            text=dumps(item),
            private=dumps(more),
            version=0,
            changed_at=wire(self.now()),
            changed_by="",
            state=None,
        )

    def _stored(self, kind: str, item: Item) -> Item:
        """Return *item* as this tenant stores it; keys are never touched."""
        if not self.behaviours.normalises:
            return item
        stored = {
            name: value.strip() if name in {"Name", "Title"} - {KEYS[kind]} else value
            for name, value in item.items()
        }
        named = stored.get("ProctorioTemplateExternalId")
        if named is not None and named == self.default_template():
            # A null template *is* the default one, and this tenant prefers to say it so.
            stored["ProctorioTemplateExternalId"] = None
        return stored

    def default_template(self) -> str:
        """Return the external id of the default template: every tenant has one."""
        defaults = [row.item for row in self.store.all("Template") if row.item["IsDefault"]]
        key: str = defaults[0]["ExternalId"]
        return key

    def _log(self, author: Author, name: str, change: tuple[str, Any, Any]) -> None:
        field, before, after = change
        entry = {"At": wire(self.now()), "Actor": author.name, "Via": author.via, "Object": name}
        self.store.log(entry | {"Field": field, "Before": before, "After": after})


def configuration(item: Item) -> Item:
    """Return what somebody configured of *item*."""
    return {name: value for name, value in item.items() if name not in COUNTS | DERIVED}


def changes(before: Item, after: Item, prefix: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Yield each leaf that differs as its dotted wire path, the old value and the new."""
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        if isinstance(old, dict) and isinstance(new, dict):
            yield from changes(old, new, f"{prefix}{name}.")
        elif old != new or isinstance(old, bool) != isinstance(new, bool):
            yield f"{prefix}{name}", old, new
