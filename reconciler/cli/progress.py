"""Tells of each change as it is finished, and lets Ctrl-C stop between two of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from types import FrameType

from reconciler.cli.signals import leave, on_ending
from reconciler.cli.talk import Talk
from reconciler.model.outcome import Outcome
from reconciler.reports.text import report


class Interrupted(KeyboardInterrupt):
    """Somebody pressed Ctrl-C, and the change that was in hand is finished."""


class Progress:
    """One line on stderr per finished change. Safe to tell from many threads."""

    def __init__(self, total: int, talk: Talk) -> None:
        self._total = total
        self._talk = talk
        self._lock = Lock()
        self._stopping = False
        self.told = 0

    def tell(self, outcome: Outcome) -> None:
        """Tell of one change; raises Interrupted when no other is to be begun."""
        with self._lock:
            self.told += 1
            self._talk.show([[report.outcome(outcome, f"{self.told}/{self._total}")]])
            if self._stopping and self.told < self._total:
                raise Interrupted

    @contextmanager
    def interruptible(self) -> Iterator[None]:
        """Let the first Ctrl-C mean "no other change after this one", and the second "now".

        The same for the signals by which runners, timeouts and service managers end a process.
        """
        with on_ending(self._stop):
            yield

    def _stop(self, number: int, frame: FrameType | None) -> None:
        if self._stopping:
            leave(number, frame)
        # Nothing is printed here: the signal may have come in the middle of a print.
        self._stopping = True
