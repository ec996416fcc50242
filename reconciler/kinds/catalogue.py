"""The catalogue of permission rows: which are known, what stands under what, what adds up."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Catalogue:
    """Permission rows as data. *menus* has one row per group, the parent of the group's others."""

    manage_roles: str
    menus: Mapping[str, str]
    rows: frozenset[str]
    parents: Mapping[str, str]
    capabilities: Mapping[str, tuple[str, ...]]

    def parent(self, row: str) -> str | None:
        """The row that must be on while *row* is on; None at the top and for unknown groups."""
        menu = self.parents.get(row) or self.menus.get(row.partition("/")[0])
        return menu if menu != row else None

    def ancestors(self, row: str) -> tuple[str, ...]:
        """The parents of *row*, the topmost first."""
        above: tuple[str, ...] = ()
        parent = self.parent(row)
        while parent and parent not in above:
            above = (parent, *above)
            parent = self.parent(parent)
        return above

    def expand(self, capability: str) -> tuple[str, ...]:
        """The rows of a capability with the menus above them, parents first; none if unknown."""
        rows = self.capabilities.get(capability, ())
        return tuple(dict.fromkeys(r for row in rows for r in (*self.ancestors(row), row)))

    def override(self, changes: Mapping[str, object]) -> "Catalogue":
        """This catalogue with a site's own entries over it; `rows` are added, maps are merged."""
        return replace(
            self,
            manage_roles=str(changes.get("manage_roles", self.manage_roles)),
            menus={**self.menus, **_texts(changes.get("menus"))},
            rows=self.rows | {str(row) for row in _items(changes.get("rows"))},
            parents={**self.parents, **_texts(changes.get("parents"))},
            capabilities={**self.capabilities, **_lists(changes.get("capabilities"))},
        )


@cache
def shipped() -> Catalogue:
    """The catalogue that comes with the tool."""
    data = tomllib.loads(files(__package__).joinpath("catalogue.toml").read_text(encoding="utf-8"))
    grouped = {f"{group}/{row}" for group, rows in data["groups"].items() for row in rows}
    return Catalogue(
        manage_roles=data["manage_roles"],
        menus=data["menus"],
        rows=frozenset(grouped | set(data["menus"].values())),
        parents=data["parents"],
        capabilities={name: tuple(rows) for name, rows in data["capabilities"].items()},
    )


def _items(value: object) -> Iterable[object]:
    return value if isinstance(value, (list, tuple)) else ()


def _texts(value: object) -> dict[str, str]:
    return {str(k): str(v) for k, v in value.items()} if isinstance(value, Mapping) else {}


def _lists(value: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, Mapping):
        return {}
    return {str(k): tuple(str(item) for item in _items(v)) for k, v in value.items()}
