"""Who holds the lock of an environment, since when and until when: its words, and its line."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Runner:
    """One run: who started it, its id, and the machine that it runs on."""

    actor: str
    run: str
    host: str = ""

    def __str__(self) -> str:
        return f"{self.actor} (run {self.run}{f' on {self.host}' if self.host else ''})"


@dataclass(frozen=True, slots=True)
class Holder:
    """A run that holds a lock, from the moment it took it to the moment the lock runs out."""

    runner: Runner
    since: datetime
    until: datetime

    def expired(self, now: datetime) -> bool:
        """Whether the lock has run out, so that anybody may take it."""
        return self.until <= now

    def __str__(self) -> str:
        return f"{self.runner}, since {clock_time(self.since)} until {clock_time(self.until)}"


def clock_time(moment: datetime) -> str:
    """A moment as people of any time zone can compare it."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def write_holder(holder: Holder) -> str:
    """The holder as one line of JSON in plain ASCII."""
    return json.dumps(
        {
            "actor": holder.runner.actor,
            "run": holder.runner.run,
            "host": holder.runner.host,
            "since": holder.since.isoformat(),
            "until": holder.until.isoformat(),
        },
    )


def read_holder(text: str) -> Holder:
    """The holder that *text* names; raises ValueError, KeyError or TypeError when it names none."""
    words = json.loads(text)
    since, until = (datetime.fromisoformat(words[end]) for end in ("since", "until"))
    return Holder(Runner(words["actor"], words["run"], words["host"]), since, until)
