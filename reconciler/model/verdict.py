"""What may happen to a change, judged by the guards."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from reconciler.model.ref import Ref


@dataclass(frozen=True, slots=True)
class Go:
    """May run now."""

    verdict: Literal["go"] = "go"


@dataclass(frozen=True, slots=True)
class Wait:
    """May not run now; *until* is None when it takes a decision and not time.

    *chance_ends* is the last moment at which a re-activation could still be done; *excused* says
    that somebody wants it left alone; *needs* is what must be done before.
    """

    why: str
    until: datetime | None = None
    chance_ends: datetime | None = None
    excused: bool = False
    needs: Ref | None = None
    verdict: Literal["wait"] = "wait"


@dataclass(frozen=True, slots=True)
class TooLate:
    """Can no longer reach the sitting."""

    why: str
    verdict: Literal["too late"] = "too late"


@dataclass(frozen=True, slots=True)
class ByHand:
    """A person must do it: no channel can."""

    why: str
    verdict: Literal["by hand"] = "by hand"


@dataclass(frozen=True, slots=True)
class Refused:
    """A limit or rule forbids it; *allow* names what would permit it, if anything does."""

    why: str
    allow: str = ""
    verdict: Literal["refused"] = "refused"


Verdict = Go | Wait | TooLate | ByHand | Refused
