"""An environment that is worked on, and what a look at it came to."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from reconciler.kinds import words
from reconciler.kinds.catalogue import Catalogue
from reconciler.kinds.kind import World
from reconciler.ledger.journal import Journal
from reconciler.model.allowance import Allowance
from reconciler.model.consent import Consent
from reconciler.model.live import Live
from reconciler.model.memory import Memory
from reconciler.model.plan import Judged
from reconciler.model.policy import Declared
from reconciler.model.ref import Ref
from reconciler.model.resource import Desired
from reconciler.model.reviewing import Reviewing
from reconciler.platform.port import Platform
from reconciler.steps.instruct import Office


def nothing() -> None:
    """For runs that nobody can get in the way of."""


OFFICE = Office(words.shipped(), timedelta(days=30), timedelta(hours=24))
ASKED = Consent()  # somebody looked at the plan of this very run


@dataclass(frozen=True, slots=True)
class Case:
    """One environment, ready to be worked on: what is wanted, and how to reach what is."""

    environment: str
    desired: Desired
    catalogue: Catalogue
    zone: ZoneInfo
    platform: Platform
    journal: Journal
    allowance: Allowance
    institution: str = ""
    policies: tuple[Declared, ...] = ()
    default_template: str | None = None
    root: Path = Path()
    consent: Consent = ASKED
    office: Office = OFFICE
    lease: Callable[[], None] = nothing
    pause: Callable[[float], None] = time.sleep

    @property
    def now(self) -> datetime:
        """The clock of the run."""
        return self.journal.clock()

    def world(self, live: Live) -> World:
        """What is wanted beside what is *live*, today in the site's zone."""
        return World(self.desired, live, self.catalogue, self.now.astimezone(self.zone).date())


@dataclass(frozen=True, slots=True)
class Choice:
    """What of a plan somebody asked for; everything when nothing is said."""

    refs: tuple[Ref, ...] = ()
    drift: bool = False
    approved: bool = False


EVERYTHING = Choice()


@dataclass(frozen=True, slots=True)
class Sight:
    """What a look at the platform came to."""

    live: Live
    memory: Memory
    judged: Judged
    reviewing: tuple[Reviewing, ...] = ()
