"""Guess what somebody meant who named what is not there."""

from collections.abc import Collection

from reconciler.model.meant import meant


def near(word: str, known: Collection[str]) -> str:
    """A guess at what *word* was meant to be, as the end of a sentence."""
    found = meant(word, known)
    if found:
        return f"; did you mean {found}?"
    return f"; there is {', '.join(known)}" if known else ""
