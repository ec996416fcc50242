"""Time as the platform package uses it, passed in so that a test need not wait."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """The real clock, unless told otherwise."""

    sleep: Callable[[float], None] = time.sleep
    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = _now


@dataclass(frozen=True, slots=True)
class Patience:
    """How long one request may take, and how often it may be tried."""

    attempts: int = 5
    connect_seconds: float = 10
    answer_seconds: float = 60
    whole_answer_seconds: float = 300
    longest_wait_seconds: float = 60
    first_backoff_seconds: float = 0.5
