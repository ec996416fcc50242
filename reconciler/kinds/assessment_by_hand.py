"""How a person sets the proctoring option of an assessment, and how a page shows it."""

from reconciler.kinds.kind import Doing, Page, Told, moving
from reconciler.kinds.words import Words
from reconciler.model.change import Change
from reconciler.model.observed import Value


def by_hand(change: Change, told: Told) -> Page:
    """The one option, and the button that saves it."""
    words = told.words
    where = words.say("assessment.proctoring")
    doings = (
        Doing({f.path: f.after}, words.set_to(where, f.path, f.after)) for f in moving(change)
    )
    page = words.say("page.assessment", name=change.ref.name)
    return Page(page, tuple(doings), after=(words.say("button.save_options"),))


def state(path: str, value: Value | None, words: Words) -> str:
    """One field as the page shows it."""
    return f"{words.say('assessment.proctoring')}: {words.value(path, value)}"
