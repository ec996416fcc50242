"""The log of requests that reached the two APIs, for tests that count them."""

import threading
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Request:
    """One request; *status* is None while it runs and when its connection was dropped."""

    number: int
    api: str
    method: str
    path: str
    query: str
    body: str
    fault: str | None = None
    status: int | None = None

    @property
    def writes(self) -> bool:
        """Whether it asks for a change."""
        return self.method not in {"GET", "HEAD"}


class Journal:
    """Requests in the order of their arrival."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: dict[int, Request] = {}
        self._next = 1

    def arrived(self, request: Request) -> Request:
        """Note a request; it gets its number here."""
        with self._lock:
            request = replace(request, number=self._next)
            self._requests[request.number] = request
            self._next += 1
        return request

    def answered(self, request: Request, status: int) -> None:
        """Note how a request was answered, unless the log was cleared meanwhile."""
        with self._lock:
            if request.number in self._requests:
                self._requests[request.number] = replace(request, status=status)

    def requests(self) -> tuple[Request, ...]:
        """Return the requests since the last reset."""
        with self._lock:
            return tuple(self._requests.values())

    def reset(self) -> None:
        """Forget all requests."""
        with self._lock:
            self._requests.clear()
