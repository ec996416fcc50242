"""One act for all who ask while another is under way: what is slow is done once for many."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

Item = TypeVar("Item")


class _Group(Generic[Item]):
    """Those who go together: the first of them acts, and the others wait for that alone."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.done: Future[None] = Future()


class Together(Generic[Item]):
    """An act on items that takes all that are waiting at once. Threads share one.

    Whoever asks waits for an act that began after that and had the item in it, and for no other:
    what it told must not grow old.
    """

    def __init__(self, act: Callable[[Sequence[Item]], None]) -> None:
        self._act = act
        self._door = Lock()  # held for moments, by who joins or leaves
        self._acting = Lock()  # held for an act, by who does it for a group
        self._next: _Group[Item] | None = None  # the group that can still be joined

    def __call__(self, item: Item) -> None:
        """Return when it is done for *item*; raises what the act raised, also in another thread."""
        mine: _Group[Item] = _Group()
        try:
            with self._door:
                group = self._next = self._next or mine
                group.items.append(item)
            if group is mine:
                with self._acting:
                    self._leave(mine)
                    self._act(mine.items)
                mine.done.set_result(None)
        except BaseException as error:  # an interrupt, too, is one for all of them
            self._leave(mine)
            if not mine.done.done():
                mine.done.set_exception(error)
            raise
        group.done.result()

    def _leave(self, group: _Group[Item]) -> None:
        """Let nobody join a group any more."""
        with self._door:
            if self._next is group:
                self._next = None
