"""One act for all who ask while another is under way: what is slow is done once for many."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Together(Generic[Item]):
    """An act on items that takes all that are waiting at once. Threads share one.

    Whoever asks waits for an act that began after that and had the item in it.
    """

    def __init__(self, act: Callable[[Sequence[Item]], None]) -> None:
        self._act = act
        self._door = Lock()  # held for moments, by who joins those that wait
        self._acting = Lock()  # held for an act, by who does it for all of them
        self._waiting: list[tuple[Item, Future[None]]] = []

    def __call__(self, item: Item) -> None:
        """Return when it is done for *item*; raises what the act raised, also in another thread."""
        done: Future[None] = Future()
        with self._door:
            self._waiting.append((item, done))
        with self._acting:
            # Somebody before us may have taken ours along.
            if not done.done():
                self._all()
        done.result()

    def _all(self) -> None:
        with self._door:
            waiting, self._waiting = self._waiting, []
        try:
            self._act([item for item, _ in waiting])
        except BaseException as error:  # an interrupt, too, is one for all of them
            for _, done in waiting:
                done.set_exception(error)
            raise
        for _, done in waiting:
            done.set_result(None)
