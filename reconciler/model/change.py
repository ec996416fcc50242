"""A planned change: what it does to which fields, and why it is needed."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from reconciler.model.observed import Known, Sitting, Value
from reconciler.model.place import Place
from reconciler.model.ref import Ref


class Why(StrEnum):
    """Who moved: the files, the platform, both, or nobody can tell; or which came later."""

    CONFIGURED = "configured"
    DRIFTED = "drifted"
    CONFLICTING = "conflicting"
    UNATTRIBUTED = "unattributed"
    EXPIRED = "expired"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a field differs; who, when and over what are None where the audit does not say."""

    why: Why
    actor: str | None = None
    at: datetime | None = None
    via: str | None = None


CONFIGURED = Cause(Why.CONFIGURED)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field, old to new. None means not set; *known* says how far *before* can be trusted.

    A recorded *before* was written or attested *at* some time, *by* somebody.
    """

    path: str
    label: str
    before: Value | None
    after: Value | None
    cause: Cause
    place: Place | None
    known: Known = Known.VERIFIED
    at: datetime | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class FieldValue:
    """One field of an object that is still to be made."""

    path: str
    label: str
    after: Value | None
    place: Place | None


@dataclass(frozen=True, slots=True)
class Create:
    """Make an object that the platform does not have; drifted: that somebody has deleted."""

    ref: Ref
    place: Place
    fields: tuple[FieldValue, ...]
    needs: tuple[Ref, ...] = ()
    cause: Cause = CONFIGURED
    action: Literal["create"] = "create"


@dataclass(frozen=True, slots=True)
class Update:
    """Change fields of an object. *fingerprint* stands for the live values it was planned from."""

    ref: Ref
    place: Place
    fields: tuple[FieldChange, ...]
    fingerprint: str
    adopts: bool = False
    needs: tuple[Ref, ...] = ()
    action: Literal["update"] = "update"


@dataclass(frozen=True, slots=True)
class Delete:
    """Remove an object that a document declares absent."""

    ref: Ref
    place: Place
    fingerprint: str
    needs: tuple[Ref, ...] = ()
    action: Literal["delete"] = "delete"


@dataclass(frozen=True, slots=True)
class Reactivate:
    """Bring changed fields to an activated schedule: deactivate, change, activate."""

    ref: Ref
    place: Place
    fields: tuple[FieldChange, ...]
    fingerprint: str
    sitting: Sitting
    needs: tuple[Ref, ...] = ()
    action: Literal["reactivate"] = "reactivate"


@dataclass(frozen=True, slots=True)
class Manual:
    """What no channel of this tenant can do; *reason* says why."""

    ref: Ref
    place: Place
    reason: str
    fields: tuple[FieldChange, ...] = field(default=())
    action: Literal["manual"] = "manual"


Change = Create | Update | Delete | Reactivate | Manual
