"""How many changes may be at the platform at once; none is begun once one broke the run."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore


class Places:
    """So many places, for changes to be judged, sent and answered in. Threads share them."""

    def __init__(self, count: int) -> None:
        self._free = BoundedSemaphore(count)
        self._broken: BaseException | None = None

    def check(self) -> None:
        """Raise what the places were closed with, if they were."""
        if self._broken is not None:
            raise self._broken

    @contextmanager
    def one(self) -> Iterator[BaseException | None]:
        """A place, once one is free; with what they were closed with, if they were meanwhile."""
        with self._free:
            yield self._broken

    def close(self, error: BaseException) -> None:
        """Let nobody in any more: the run ends with *error*."""
        self._broken = self._broken or error
