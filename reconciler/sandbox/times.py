"""The tenant's clock and the one way it writes a moment down."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

# The API pages show UTC with a Z; some of their samples leave the Z out, none has an offset.
_NO_MILLISECONDS = re.compile(r"(T\d\d:\d\d:\d\d)\.000Z")
_WIRE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?Z?")


def wire(moment: datetime) -> str:
    """Write *moment* as the platform does: UTC, milliseconds, Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def whole_seconds(text: str) -> str:
    """Write the moments in a JSON text without their milliseconds, where they have none."""
    return _NO_MILLISECONDS.sub(r"\1Z", text)


def parse(text: str) -> datetime:
    """Read a wire moment; raise ValueError for any other form."""
    if not _WIRE.fullmatch(text):
        message = f"{text} is not a UTC time such as 2026-04-21T07:30:00.000Z"
        raise ValueError(message)
    return datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=UTC)


@dataclass(frozen=True)
class Clock:
    """A tenant's time: real time plus an offset, or stopped at a moment."""

    stopped: datetime | None = None
    offset: timedelta = timedelta()

    def now(self) -> datetime:
        """Return the tenant's time."""
        return self.stopped or datetime.now(UTC) + self.offset

    def moved_to(self, moment: datetime) -> "Clock":
        """Return this clock showing *moment*, stopped or ticking as before."""
        if self.stopped:
            return replace(self, stopped=moment)
        return Clock(offset=moment - datetime.now(UTC))

    def ticking(self, *, on: bool) -> "Clock":
        """Return this clock at the same time, set going or stopped."""
        now = self.now()
        return Clock(offset=now - datetime.now(UTC)) if on else Clock(stopped=now)

    def saved(self) -> dict[str, str | float | None]:
        """Return the clock as JSON."""
        stopped = self.stopped.isoformat() if self.stopped else None
        return {"stopped": stopped, "offset": self.offset.total_seconds()}

    @classmethod
    def restored(cls, stopped: str | None, offset: float) -> "Clock":
        """Return the clock that was saved."""
        moment = datetime.fromisoformat(stopped) if stopped else None
        return cls(moment, timedelta(seconds=offset))
