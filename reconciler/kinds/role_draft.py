"""The documents that declare live roles: capabilities where their rows are on, else single rows."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

from reconciler.kinds.catalogue import Catalogue
from reconciler.kinds.kind import World
from reconciler.kinds.rows import ROW
from reconciler.kinds.ticks import PREFIX, RoleType, tenant_rows
from reconciler.model.drafted import Drafted, Item, Left
from reconciler.model.observed import Observed
from reconciler.model.ref import Ref

KIND = "Role"
_TYPES = get_args(RoleType)


def declare(world: World, chosen: Collection[Ref]) -> Iterator[Drafted | Left]:
    """One document for each chosen role, with every row that it has."""
    live = world.live.of(KIND)
    known = tenant_rows(live)
    for ref, observed in sorted(live.items()):
        if ref in chosen:
            yield _Found(observed, known, world.catalogue).document()


@dataclass(frozen=True, slots=True)
class _Found:
    """A live role; *known* are the rows of all roles."""

    observed: Observed
    known: Collection[str]
    catalogue: Catalogue

    def document(self) -> Drafted:
        content: dict[str, Item] = {"kind": KIND, "title": self.observed.ref.name}
        if self.observed.fields["type"] in _TYPES:
            content["type"] = str(self.observed.fields["type"])
        can = self._can()
        if can:
            content["can"] = list(can)
        permissions = self._permissions(can)
        if permissions:
            content["permissions"] = permissions
        if self._mostly_off():
            content["others"] = "off"
        return Drafted(self.observed.ref, content, remarks=tuple(self._remarks()))

    def _rows(self) -> Mapping[str, bool]:
        return {
            path.removeprefix(PREFIX): on is True
            for path, on in self.observed.fields.items()
            if path.startswith(PREFIX)
        }

    def _named(self) -> Mapping[str, bool]:
        return {row: on for row, on in self._rows().items() if re.search(ROW, row)}

    def _can(self) -> list[str]:
        on = {row for row, on in self._named().items() if on}
        names = sorted(self.catalogue.capabilities)
        return [name for name in names if set(self.catalogue.expand(name)) <= on]

    def _permissions(self, can: Collection[str]) -> dict[str, Item]:
        said = {row for capability in can for row in self.catalogue.expand(capability)}
        closed = self._closed()
        if self._mostly_off():
            return {row: on for row, on in self._named().items() if on and row not in said}
        return {row: on for row, on in self._named().items() if row not in (said | closed)}

    def _closed(self) -> frozenset[str]:
        """Menus that are off over a row that is on: no document can name the two together."""
        rows = self._named()
        above = {menu for row in rows if rows[row] for menu in self.catalogue.ancestors(row)}
        return frozenset(menu for menu in above if rows.get(menu) is False)

    def _mostly_off(self) -> bool:
        """Whether `others: off` says it in fewer words, or alone can, and asks no change."""
        rows, named = self._rows(), self._named()
        if any(row not in rows or (rows[row] and row not in named) for row in self.known):
            return False
        on = sum(rows.values())
        return len(rows) - on > on or bool(self._closed())

    def _remarks(self) -> Iterator[str]:
        kept = "so it stays as it is"
        if self.observed.fields["type"] not in _TYPES:
            yield f"its type {self.observed.fields['type']} has no word in the files, {kept}"
        odd = sorted(self._rows().keys() - self._named().keys())
        if odd:
            yield f"{', '.join(odd)}: not of the form Group/Permission, {kept}"
        if self._closed() and not self._mostly_off():
            yield f"{', '.join(sorted(self._closed()))}: off over rows that are on, {kept}"
