"""What we did and what was attested: the lines of the append-only ledger."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from reconciler.model.observed import Value
from reconciler.model.ref import Ref


class Happened(StrEnum):
    """What an event says."""

    STARTED = "started"  # an apply began: detail has the digest and the change ids
    INTENDED = "intended"  # durable before the call
    DONE = "done"  # written: fields hold what was written
    FAILED = "failed"
    CONVERGED = "converged"  # live came to equal the files without us
    RELEASED = "released"  # a field or object is no longer ours
    OPENED = "opened"  # about to deactivate: durable before the call; until restored, ours to mend
    RESTORED = "restored"  # active again: fields hold what it now runs with
    RAN = "ran"  # what a sitting was seen to run with, verified
    ATTESTED = "attested"  # somebody did it by hand: fields hold what is so, detail who and how
    EXCUSED = "excused"  # a deviation is left alone until a day: detail has until and because
    NOTIFIED = "notified"  # candidates were given a notice: fields hold the settings it speaks of
    UNLOCKED = "unlocked"  # somebody broke the lock: detail has whose it was and why
    FINISHED = "finished"  # an apply ended


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the ledger. *commit* is empty outside a git checkout."""

    happened: Happened
    at: datetime
    environment: str
    run: str
    actor: str
    commit: str = ""
    ref: Ref | None = None
    fields: Mapping[str, Value | None] = field(default_factory=dict)
    detail: Mapping[str, str] = field(default_factory=dict)
