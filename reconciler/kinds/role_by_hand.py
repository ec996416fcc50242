"""How a person makes, changes or deletes a role, and how a page shows it."""

from reconciler.kinds import rights, ticks
from reconciler.kinds.catalogue import Catalogue
from reconciler.kinds.kind import Doing, Page, Told, missing, moving
from reconciler.kinds.words import Words
from reconciler.model.change import Change
from reconciler.model.observed import Value
from reconciler.model.runbook import ABSENT


def by_hand(change: Change, told: Told) -> Page:
    """The steps of one role, each tick in the order in which no row is on under a closed menu."""
    words = told.words
    fields = {field.path: field for field in moving(change)}
    where = words.say("page.role", name=change.ref.name)
    if ABSENT in fields:
        delete, caution = words.say("role.delete"), words.say("role.delete_caution")
        return Page(where, (Doing({ABSENT: True}, delete, caution),))
    typed = fields.pop("type", None)
    wanted = {p.removeprefix(ticks.PREFIX): f.after is True for p, f in fields.items()}
    doings = [
        _tick(row, words, told.world.catalogue, on=on)
        for row, on in ticks.in_order(wanted, told.world.catalogue)
    ]
    if typed:
        text = words.set_to(words.say("role.type"), "type", typed.after)
        # What nobody knows may be a promotion: the ticks could need it.
        first = typed.before is None or rights.rank(typed.after) > rights.rank(typed.before)
        doings.insert(0 if first else len(doings), Doing({"type": typed.after}, text))
    new = set(fields) <= missing(change)
    add = (words.say("role.add", name=change.ref.name),) if new else ()
    return Page(where, tuple(doings), (*add, words.say("role.live")))


def state(path: str, value: Value | None, words: Words) -> str:
    """One field as the page shows it."""
    if path == "type":
        return f"{words.say('role.type')}: {value}"
    row = path.removeprefix(ticks.PREFIX).replace("/", " > ", 1)
    return f"{row}: {words.value(path, value)}"


def _tick(row: str, words: Words, catalogue: Catalogue, *, on: bool) -> Doing:
    caution = ""
    if not on and row == catalogue.manage_roles:
        caution = words.say("role.manage_roles")
    elif not on and row in catalogue.menus.values():
        caution = words.say("role.menu")
    text = words.say("role.on" if on else "role.off", row=row.replace("/", " > ", 1))
    return Doing({f"{ticks.PREFIX}{row}": on}, text, caution)
