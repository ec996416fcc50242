"""How many changes may be at the platform at once; none is begun once one broke the run."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore


class Places:
    """So many places, for changes to be judged, sent and answered in. Threads share them."""

    def __init__(self, count: int) -> None:
        self._free = BoundedSemaphore(count)
        self._broken: BaseException | None = None

    @contextmanager
    def one(self) -> Iterator[None]:
        """A place, once one is free; raises what the places were closed with."""
        with self._free:
            if self._broken is not None:
                raise self._broken
            yield

    def close(self, error: BaseException) -> None:
        """Let nobody in any more: the run ends with *error*."""
        self._broken = self._broken or error
