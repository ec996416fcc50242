"""Puts the channels of an environment together: for each kind the best there is, or the chosen."""

from collections.abc import Callable, Collection, Generator, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime

from reconciler.errors import PlatformError
from reconciler.model.observed import AuditEntry, Features, Seen
from reconciler.model.reach import NOWHERE, Operation, Reach
from reconciler.model.ref import Ref
from reconciler.platform.clock import Clock, Patience
from reconciler.platform.console import Console
from reconciler.platform.gate import Gate
from reconciler.platform.integrations import Integrations
from reconciler.platform.meter import Meter
from reconciler.platform.port import Kept, Platform
from reconciler.platform.settings import Access
from reconciler.platform.wire import Shared, connected

RUNBOOK = "runbook"
KINDS = {
    "templates": "Template",
    "roles": "Role",
    "assessments": "Assessment",
    "schedules": "Schedule",
}


@dataclass(frozen=True, slots=True)
class Routed:
    """A tenant over its channels; a Platform that counts what it sends.

    *channels* holds them best first, *chosen* the channel's name for a kind where the site says.
    """

    channels: Mapping[str, Platform]
    chosen: Mapping[str, str]
    meter: Meter

    @property
    def requests(self) -> int:
        """How many requests were sent so far, repeated ones too."""
        return self.meter.requests

    @property
    def writes(self) -> int:
        """How many of them could change the platform."""
        return self.meter.writes

    def reach(self, kind: str) -> Reach:
        """What can be done with the objects of a kind."""
        if self.chosen.get(kind) == RUNBOOK:
            return Reach(RUNBOOK, frozenset())
        channel = self._channel(kind)
        return channel.reach(kind) if channel else NOWHERE

    def features(self) -> Features:
        """What the tenant says of itself; all None where no channel tells."""
        console = self.channels.get("console")
        return console.features() if console else Features()

    def observe(
        self, kind: str, names: Collection[str], keep: Callable[[Seen], Kept]
    ) -> list[Kept]:
        """All objects of a kind, or where the channel has no list, those of *names* that exist."""
        return self._needed(kind, f"list objects of kind {kind}").observe(kind, names, keep)

    def read(self, ref: Ref) -> Seen | None:
        """One object as it is now; None when there is none."""
        return self._needed(ref.kind, f"read {ref}").read(ref)

    def send(self, operation: Operation, seen: Seen | None) -> Seen | None:
        """Do one operation on the object as *seen*; the object after, None when it is gone."""
        ref = operation.ref
        return self._needed(ref.kind, f"{operation.verb} {ref}").send(operation, seen)

    def audit(self, since: datetime) -> Iterator[AuditEntry]:
        """Changes since a moment, newest first; nothing where no channel tells."""
        console = self.channels.get("console")
        return console.audit(since) if console else iter(())

    def _channel(self, kind: str) -> Platform | None:
        if kind in self.chosen:
            return self.channels.get(self.chosen[kind])
        # One channel does all of a kind: what it writes can be checked only where it is read. The
        # console can do all that the public API can, so the first that can do anything is the best.
        reaching = (channel for channel in self.channels.values() if channel.reach(kind).actions)
        return next(reaching, None)

    def _needed(self, kind: str, purpose: str) -> Platform:
        channel = self._channel(kind)
        if channel is None:
            raise PlatformError(f"no channel of this environment can {purpose}: it is done by hand")
        return channel


@contextmanager
def connect(
    access: Access,
    *,
    read_only: bool,
    clock: Clock | None = None,
    patience: Patience | None = None,
) -> Generator[Routed]:
    """A tenant's platform while inside; with *read_only* one that cannot send a write.

    Nothing is sent yet. Raises PlatformError when an address, token or choice cannot work.
    """
    clock = clock or Clock()
    meter = Meter()
    shared = Shared(Gate(access.pace, clock), meter, clock, patience or Patience())
    with ExitStack() as stack:
        channels: dict[str, Platform] = {}
        if access.console:
            wire = connected("console", "Bearer", access.console, shared, read_only=read_only)
            channels["console"] = Console(stack.enter_context(wire), access.pace.in_flight)
        if access.integrations:
            wire = connected(
                "integrations", "EAPI", access.integrations, shared, read_only=read_only
            )
            channels["integrations"] = Integrations(
                stack.enter_context(wire), access.default_template, access.pace.in_flight
            )
        yield Routed(channels, _chosen(access, channels), meter)


def _chosen(access: Access, channels: Mapping[str, Platform]) -> dict[str, str]:
    for word, name in access.channels.items():
        if word not in KINDS:
            raise PlatformError(
                f"channels in site.yaml names {word!r}; it takes {', '.join(KINDS)}"
            )
        if name != RUNBOOK and name not in channels:
            raise PlatformError(
                f"channels in site.yaml chooses {name!r} for {word}, which this environment"
                f" does not have; it takes {', '.join([*channels, RUNBOOK])}"
            )
    return {KINDS[word]: name for word, name in access.channels.items()}
