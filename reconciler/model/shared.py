"""One object for all that is equal: thousands of sittings run with the same settings."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Shared(Generic[T]):
    """What was made once for each key, and is given to all who ask with an equal one.

    Threads may share one: two may then make the first, and either will do.
    """

    def __init__(self) -> None:
        self._made: dict[Hashable, T] = {}

    def __call__(self, key: Hashable, make: Callable[[], T]) -> T:
        """What *make* gives, or has given for this key before."""
        try:
            made = self._made.get(key)
        except TypeError:  # a list in it, say, that no key can hold: shared with nobody
            return make()
        if made is None:
            made = self._made[key] = make()
        return made


def exactly(words: object) -> Hashable:
    """A key that only the same names and values share, down to the type: 1 is no True."""
    if not isinstance(words, dict):
        return words, type(words)
    values = words.values()
    return (*words, *values, *map(type, values))
