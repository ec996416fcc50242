"""Lets requests out at the site's pace, whatever thread or channel they come from."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

from reconciler.platform.clock import Clock
from reconciler.platform.settings import Pace

SLOWEST_PER_SECOND = 1.0


class Gate:
    """One for all channels of a tenant: they share its pace. Safe to use from many threads."""

    def __init__(self, pace: Pace, clock: Clock) -> None:
        self._clock = clock
        self._lock = Lock()
        self._places = BoundedSemaphore(pace.in_flight)
        # Never more than *burst* starts in any *period*; below one a second, one in a longer one.
        burst = max(1, int(pace.requests_per_second))
        self._period = burst / pace.requests_per_second
        self._starts: deque[float] = deque(maxlen=burst)
        self._rate = pace.requests_per_second
        self._opens = 0.0

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a free place and for the pace, and keep the place while inside."""
        with self._places:
            wait = self._reserve()
            if wait > 0:
                self._clock.sleep(wait)
            yield

    def close_for(self, seconds: float) -> None:
        """Let nobody out for a while: the platform asked one of us to wait, and means all.

        After that it goes on evenly at half the pace: the platform allows less than was promised.
        """
        with self._lock:
            now = self._clock.monotonic()
            if now >= self._opens:  # those that were on their way together are one refusal
                self._rate = max(self._rate / 2, min(self._rate, SLOWEST_PER_SECOND))
                self._starts, self._period = deque(maxlen=1), 1 / self._rate
            self._opens = max(self._opens, now + seconds)

    def _reserve(self) -> float:
        with self._lock:
            now = self._clock.monotonic()
            start = max(now, self._opens)
            if len(self._starts) == self._starts.maxlen:
                start = max(start, self._starts[0] + self._period)
            self._starts.append(start)
            return start - now
