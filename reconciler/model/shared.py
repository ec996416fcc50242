"""One object for all that is equal: thousands of sittings run with the same settings."""

from collections.abc import Callable, Hashable, Mapping
from typing import Generic, TypeVar

T = TypeVar("T")


class Shared(Generic[T]):
    """What was made once for each key, and is given to all who ask with an equal one.

    Two threads may both make the first; either will do.
    """

    def __init__(self) -> None:
        self._made: dict[Hashable, T] = {}

    def __call__(self, key: Hashable, make: Callable[[], T]) -> T:
        """What *make* gives, or has given for this key before."""
        try:
            made = self._made.get(key)
        except TypeError:  # a list from the platform, say: it is shared with nobody
            return make()
        if made is None:
            made = self._made[key] = make()
        return made


def exactly(words: object) -> Hashable:
    """A key that only words of the same names and values share, down to the type: 1 is no True."""
    if not isinstance(words, Mapping):
        return words, type(words)
    return (*words, *words.values(), *map(type, words.values()))
