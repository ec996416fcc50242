"""Counts what a run sends."""

from threading import Lock


class Meter:
    """Counts what was sent, tries that were repeated too. Safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.requests = 0
        self.writes = 0

    def count(self, *, writes: bool) -> None:
        """Add one request."""
        with self._lock:
            self.requests += 1
            self.writes += writes
