"""What the steps need of a platform, and what a channel says it can do."""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from typing import Protocol, TypeVar

from reconciler.model.observed import AuditEntry, Features, Seen
from reconciler.model.reach import NOWHERE, Action, Operation, Reach, Verb
from reconciler.model.ref import Ref

__all__ = ["NOWHERE", "Action", "Operation", "Platform", "Reach", "Verb"]

Kept = TypeVar("Kept")


class Platform(Protocol):
    """A tenant, over whichever channels reach it.

    Reads raise PlatformError when the platform cannot be used. A list that cannot be read whole
    raises too: a part is never taken for all.
    """

    def reach(self, kind: str) -> Reach:
        """What can be done with the objects of a kind."""
        ...

    def features(self) -> Features:
        """What the tenant says of itself; all None where no channel tells."""
        ...

    def observe(
        self, kind: str, names: Collection[str], keep: Callable[[Seen], Kept]
    ) -> list[Kept]:
        """All objects of a kind, or where the channel has no list, those of *names* that exist.

        Of each only what *keep* makes of it as it comes; how it was answered is let go.
        """
        ...

    def read(self, ref: Ref) -> Seen | None:
        """One object as it is now; None when the platform says that there is none."""
        ...

    def send(self, operation: Operation, seen: Seen | None) -> Seen | None:
        """Do one operation on the object as *seen*; the object after, None when it is gone.

        Sends the version where there is one. Raises Moved, Refused, or Ambiguous when the answer
        to a write was lost; never sends a write twice by itself.
        """
        ...

    def audit(self, since: datetime) -> Iterator[AuditEntry]:
        """Changes since a moment, newest first; nothing where no channel tells."""
        ...
