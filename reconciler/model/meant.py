"""What somebody who wrote an unknown word probably meant."""

from collections.abc import Iterable


def meant(word: str, known: Iterable[str], alike: float = 0.6) -> str | None:
    """The known word that is most like *word*, whatever its case, if one is like it (of 1)."""
    from difflib import get_close_matches  # noqa: PLC0415 -- for who has made a mistake

    by_lower = {name.lower(): name for name in sorted(known)}
    near = get_close_matches(word.lower(), by_lower, 1, alike)
    return by_lower[near[0]] if near else None
