"""Tries again what is safe to send twice, as often and as late as patience and platform say."""

from collections.abc import Callable
from typing import assert_never

from tenacity import Retrying, retry_if_result, stop_after_attempt, wait_exponential, wait_random

from reconciler.platform.clock import Clock, Patience
from reconciler.platform.replies import Answer, Busy, Denied, Lost, Reply, Unreached

LONGEST_BACKOFF_SECONDS = 20


def persist(
    attempt: Callable[[], Reply], *, writes: bool, clock: Clock, patience: Patience
) -> Reply:
    """The last reply to *attempt*, made again only while that is safe and may help."""
    last: list[Reply] = []

    # Kept from tenacity: its objects hold each other, and with them the reply, until a collection.
    def one_more() -> None:
        last[:] = [attempt()]

    first = patience.first_backoff_seconds
    backoff = wait_exponential(first, LONGEST_BACKOFF_SECONDS) + wait_random(0, first)
    retrying = Retrying(
        retry=retry_if_result(lambda _: _again(last[0], writes=writes, patience=patience)),
        wait=lambda state: backoff(state) if (asked := _asked(last[0])) is None else asked,
        stop=stop_after_attempt(patience.attempts),
        sleep=clock.sleep,
        retry_error_callback=lambda _: None,
    )
    retrying(one_more)
    return last.pop()


def _again(reply: Reply, *, writes: bool, patience: Patience) -> bool:
    match reply:
        case Answer() | Denied():
            return False
        case Busy(wait=wait):
            # A 429 is said before any work: even a write may be sent again.
            return wait is None or wait <= patience.longest_wait_seconds
        case Unreached(passing=passing):
            return passing
        case Lost(passing=passing, wait=wait):
            patient = wait is None or wait <= patience.longest_wait_seconds
            return passing and patient and not writes
        case _:
            assert_never(reply)


def _asked(reply: Reply) -> float | None:
    return reply.wait if isinstance(reply, Busy | Lost) else None
