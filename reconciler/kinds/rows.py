"""What can be said of the permission rows that a role's document names."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache

from reconciler.kinds.catalogue import Catalogue
from reconciler.kinds.kind import Asked
from reconciler.kinds.ticks import PREFIX
from reconciler.model.live import Objects
from reconciler.model.place import YamlPath
from reconciler.model.problem import Level, Problem
from reconciler.model.resource import Wanted

ROW = r"^[^/]+/.+$"  # a row, as `Group/Permission`


def capability(
    wanted: Wanted, path: YamlPath, capability: str, named: Mapping[str, bool], catalogue: Catalogue
) -> Iterator[Problem]:
    """A capability that nobody knows, or one that the same document takes away again."""
    if capability not in catalogue.capabilities:
        near = get_close_matches(capability, catalogue.capabilities, 1)
        known = ", ".join(catalogue.capabilities)
        hint = f'write "{near[0]}"' if near else f"the capabilities are: {known}"
        message = f'"{capability}" is not a capability'
        yield Problem("unknown-capability", message, wanted.place(*path), hint, wanted.ref)
        return
    for row in catalogue.expand(capability):
        if named.get(row) is False:
            off = wanted.place("permissions", row)
            yield Problem(
                "can-against-permission",
                f'"{capability}" needs {row}, which is switched off ({off})',
                wanted.place(*path),
                "take one of the two away",
                wanted.ref,
            )


def in_catalogue(
    wanted: Wanted, path: YamlPath, row: str, catalogue: Catalogue
) -> Iterator[Problem]:
    """A warning for a row that the catalogue does not have."""
    # Cirrus publishes only part of its matrix, so only the tenant can say that a row is wrong.
    if row not in catalogue.rows:
        near = _near(row, catalogue.rows)
        hint = f'did you mean "{near[0]}"?' if near else "the plan checks it against the tenant"
        yield Problem(
            "row-not-in-catalogue",
            f'the row "{row}" is not in the catalogue; only the tenant can tell whether it exists',
            wanted.place(*path),
            hint,
            wanted.ref,
            Level.WARNING,
        )


def under_closed_menu(
    wanted: Wanted, named: Mapping[str, bool], catalogue: Catalogue
) -> Iterator[Problem]:
    """Rows switched on under a menu that the same document switches off."""
    for row, on in named.items():
        off = [above for above in catalogue.ancestors(row) if named.get(above) is False]
        if on and off:
            yield Problem(
                "row-under-closed-menu",
                f"{row} is on under {off[0]}, which is off ({wanted.place('permissions', off[0])})",
                wanted.place("permissions", row),
                f"switch {off[0]} on, or {row} off",
                wanted.ref,
            )


def on_tenant(
    wanted: Wanted, asked: Mapping[str, Asked], rows: frozenset[str]
) -> Iterator[Problem]:
    """Rows that are asked for and that the tenant does not have."""
    if not rows:
        return
    for path, ask in asked.items():
        row = path.removeprefix(PREFIX)
        if path.startswith(PREFIX) and row not in rows:
            near = _near(row, rows)
            hint = f'did you mean "{near[0]}"?' if near else "list the rows with `reconciler plan`"
            yield Problem(
                "row-not-on-tenant",
                f'the tenant has no permission row "{row}"',
                ask.place,
                hint,
                wanted.ref,
            )


@cache  # many roles name the same rows, and each look goes through all that are known
def _near(row: str, rows: frozenset[str]) -> list[str]:
    return get_close_matches(row, rows, 1)


def look_alike(wanted: Wanted, live: Objects) -> Iterator[Problem]:
    """A live role whose title differs only by case or outer spaces."""
    title = wanted.ref.name.casefold().strip()
    for ref in live:
        if ref != wanted.ref and ref.name.casefold().strip() == title:
            yield Problem(
                "look-alike",
                f'the tenant has a role "{ref.name}", which looks like this one and is another',
                wanted.place("title"),
                f'write title: "{ref.name}" if it is meant',
                wanted.ref,
                Level.WARNING,
            )
