"""The ledger in a git ref, pushed to the remote: for runners that keep no disk."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Self

from reconciler.ledger.batch import environment_of
from reconciler.ledger.git_chain import TRIES, GitChain
from reconciler.ledger.git_command import TIMEOUT_SECONDS, Git
from reconciler.ledger.git_lock import GitSlot
from reconciler.ledger.git_remote import HERE, Remote, remote_of
from reconciler.ledger.holder import Holder, Runner
from reconciler.ledger.lease import LEASE_MINUTES, Lease, broken, holder_of, leased
from reconciler.model.event import Event


class GitLedger:
    """Events and locks as refs of the repository around *folder*, and of its remote.

    Without any remote the repository itself is the ledger, which is then not durable. Threads may
    share one, and so may processes, clones and machines.
    """

    def __init__(
        self,
        folder: Path,
        *,
        remote: str | None = None,
        timeout_seconds: float = TIMEOUT_SECONDS,
        tries: int = TRIES,
    ) -> None:
        self._git = Git(folder, timeout_seconds)
        self._wanted = remote
        self._tries = tries
        self._remote: Remote | None = None
        self._chains: dict[str, GitChain] = {}
        self._guard = Lock()

    @property
    def durable(self) -> bool:
        """Whether it outlives the machine that runs us: it is pushed to a remote."""
        return self._there().name != HERE

    def append(self, events: Sequence[Event]) -> None:
        """Add events of one environment, all or none; the remote has them when this returns."""
        if not events:
            return
        self._chain(environment_of(events)).append(events)

    def events(self, environment: str) -> Iterator[Event]:
        """All events of an environment, as they stand now, in the order of their appending."""
        return self._chain(environment).events()

    def count(self, environment: str) -> int:
        """How many events an environment has by now; to ask is cheap beside reading them."""
        return self._chain(environment).count()

    def lease(
        self,
        environment: str,
        runner: Runner,
        *,
        clock: Callable[[], datetime],
        minutes: float = LEASE_MINUTES,
    ) -> AbstractContextManager[Lease]:
        """The lock of an environment until the end of the block; raises Locked when it is taken."""
        return leased(GitSlot(self._there(), environment), runner, clock, minutes)

    def holder(self, environment: str) -> Holder | None:
        """Who holds the lock of an environment, also when its time has run out."""
        return holder_of(GitSlot(self._there(), environment))

    def unlock(self, environment: str) -> Holder | None:
        """Break the lock of an environment and say whose it was; the caller records why."""
        return broken(GitSlot(self._there(), environment))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is held open."""

    def _there(self) -> Remote:
        # Found at first use: a ledger that is only named asks git nothing.
        if self._remote is None:
            self._remote = remote_of(self._git, self._wanted)
        return self._remote

    def _chain(self, environment: str) -> GitChain:
        remote = self._there()
        with self._guard:
            return self._chains.setdefault(environment, GitChain(remote, environment, self._tries))
