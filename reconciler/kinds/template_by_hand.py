"""How a person makes, changes or deletes a template, and how a page shows it."""

from reconciler.kinds.kind import Doing, Page, Told, missing, moving
from reconciler.kinds.proctorio import DEFAULT_TEMPLATE
from reconciler.kinds.words import Words
from reconciler.model.change import Change
from reconciler.model.observed import Value
from reconciler.model.ref import Ref
from reconciler.model.runbook import ABSENT


def by_hand(change: Change, told: Told) -> Page:
    """The steps of one template, which somebody saves last."""
    words, name = told.words, _name(change.ref, told)
    fields = {field.path: field for field in moving(change)}
    where = words.say("page.template", name=name)
    if ABSENT in fields:
        delete, caution = words.say("template.delete"), words.say("template.delete_caution")
        return Page(where, (Doing({ABSENT: True}, delete, caution),))
    saved = fields.pop("saved", None)
    doings = [Doing({path: f.after}, _do(path, f.after, words)) for path, f in fields.items()]
    if saved:
        doings.append(Doing({"saved": True}, words.say("template.saved")))
    new = "saved" in missing(change) and change.ref.name != DEFAULT_TEMPLATE
    return Page(
        where,
        tuple(doings),
        (words.say("template.add"), words.say("template.external_id", id=change.ref.name))
        if new
        else (),
        () if saved else (words.say("button.save"),),
    )


def state(path: str, value: Value | None, words: Words) -> str:
    """One field as the page shows it."""
    match path:
        case "name":
            return f'{words.say("template.name")}: "{value}"'
        case "saved":
            return words.say("template.saved_value")
        case _:
            return words.state(path, value)


def _do(path: str, value: Value | None, words: Words) -> str:
    if path == "name":
        return words.say("do.write", where=words.say("template.name"), value=str(value))
    return words.setting(path, value)


def _name(ref: Ref, told: Told) -> str:
    wanted = told.world.desired.get(ref)
    name = getattr(wanted.resource, "name", None) if wanted else None
    return name or (
        told.words.say("template.default") if ref.name == DEFAULT_TEMPLATE else ref.name
    )
