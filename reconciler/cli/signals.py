"""How a run that may write ends when it is told to: in order, with its lock given back."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

# Ctrl-C, and what runners, timeouts and service managers send.
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
Handler = Callable[[int, FrameType | None], None]


@contextmanager
def on_ending(handler: Handler) -> Iterator[None]:
    """Let *handler* deal with the signals that end a process, until the end of the block."""
    before = {number: signal.signal(number, handler) for number in ENDING}
    try:
        yield
    finally:
        for number, known in before.items():
            signal.signal(number, known)


def leave(number: int, _frame: FrameType | None) -> None:
    """End the process as an exception does, so that an exam in hand is activated again first."""
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    sys.exit(128 + number)
