"""What the ledger tells: the values that every renderer of the history shows."""

from dataclasses import dataclass
from typing import Literal

from reconciler.model.event import Event
from reconciler.model.memory import Ran
from reconciler.model.ref import Ref

HISTORY: Literal["reconciler/history/1"] = "reconciler/history/1"
SETTINGS: Literal["reconciler/settings/1"] = "reconciler/settings/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryDocument:
    """The ledger of an environment, or what it says of one object, oldest first."""

    schema: Literal["reconciler/history/1"] = HISTORY
    environment: str
    ref: Ref | None
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsDocument:
    """What one sitting ran with, for appeals and accreditation: each record with its revision."""

    schema: Literal["reconciler/settings/1"] = SETTINGS
    environment: str
    ref: Ref
    records: tuple[Ran, ...]
