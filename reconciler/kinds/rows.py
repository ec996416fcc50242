"""The permission rows that a role's document names: what is wrong with them, and other ticks."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from reconciler.kinds.catalogue import Catalogue
from reconciler.kinds.ticks import PREFIX
from reconciler.model.content import GONE, put
from reconciler.model.document import Content
from reconciler.model.live import Objects
from reconciler.model.meant import meant
from reconciler.model.place import Place, YamlPath
from reconciler.model.problem import Level, Problem
from reconciler.model.ref import Ref
from reconciler.model.resource import Wanted

ROW = r"^[^/]+/.+$"  # a row, as `Group/Permission`


def capability(
    wanted: Wanted, path: YamlPath, capability: str, named: Mapping[str, bool], catalogue: Catalogue
) -> Iterator[Problem]:
    """A capability that nobody knows, or one that the same document takes away again."""
    if capability not in catalogue.capabilities:
        near = meant(capability, catalogue.capabilities)
        known = ", ".join(catalogue.capabilities)
        hint = f'write "{near}"' if near else f"the capabilities are: {known}"
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
        hint = f'did you mean "{near}"?' if near else "the plan checks it against the tenant"
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
    ref: Ref, asked: Iterable[str], where: Callable[[str], Place], rows: frozenset[str]
) -> Iterator[Problem]:
    """Rows that are asked for and that the tenant does not have."""
    if not rows:
        return
    for path in asked:
        row = path.removeprefix(PREFIX)
        if path.startswith(PREFIX) and row not in rows:
            near = _near(row, rows)
            hint = f'did you mean "{near}"?' if near else "list the rows with `reconciler plan`"
            yield Problem(
                "row-not-on-tenant",
                f'the tenant has no permission row "{row}"',
                where(path),
                hint,
                ref,
            )


@cache  # many roles name the same rows, and each look goes through all that are known
def _near(row: str, rows: frozenset[str]) -> str | None:
    return meant(row, rows)


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


def restated(content: Content, ticked: Mapping[str, bool], catalogue: Catalogue) -> Content:
    """The document with some rows ticked otherwise.

    A capability that has lost a row is taken away, and the rows that it still had are named.
    """
    off = frozenset(row for row, on in ticked.items() if not on)
    can = _items(content, "can")
    lost = [one for one in can if off & set(catalogue.expand(one))]
    stays = [one for one in can if one not in lost]
    held = {row for one in stays for row in catalogue.expand(one)}
    rows = {row: True for one in lost for row in catalogue.expand(one) if row not in off | held}
    named = content.get("permissions")
    said = dict(named) if isinstance(named, Mapping) else {}
    if content.get("others") == "off":
        # What nothing switches on is off without a word.
        ticked = {row: on for row, on in ticked.items() if on or row in said}
    if lost:
        content = put(content, ("can",), stays or GONE)
    content = put(content, ("permissions",), {**said, **rows, **ticked} or GONE)
    return _without_grants(content, off)


def _without_grants(content: Content, off: frozenset[str]) -> Content:
    grants = _items(content, "grants")
    left = [one for one in grants if one["permission"] not in off]
    return put(content, ("grants",), left or GONE) if len(left) < len(grants) else content


def _items(content: Content, key: str) -> list[Any]:
    items = content.get(key)
    return items if isinstance(items, list) else []
