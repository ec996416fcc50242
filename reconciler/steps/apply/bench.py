"""What applying needs at hand; made by the pipeline."""

from collections.abc import Callable
from dataclasses import dataclass

from reconciler.kinds.catalogue import Catalogue
from reconciler.ledger.journal import Journal
from reconciler.model.change import Change
from reconciler.model.consent import Consent
from reconciler.model.live import Live
from reconciler.model.observed import Observed
from reconciler.model.outcome import Outcome
from reconciler.model.ref import Ref
from reconciler.platform.port import Platform


@dataclass(frozen=True, slots=True)
class Bench:
    """The platform and the journal, and the questions that are asked again before each write.

    *look* reads an object again and returns the live with it; *forbidden* says what the guards
    have against a change now, or nothing; *lease* raises when another run has taken over; *pause*
    waits some seconds.
    """

    platform: Platform
    journal: Journal
    catalogue: Catalogue
    live: Live
    look: Callable[[Ref], Live]
    forbidden: Callable[[Change, Observed | None], str]
    tell: Callable[[Outcome], None]
    lease: Callable[[], None]
    pause: Callable[[float], None]
    consent: Consent
    in_flight: int = 8
    inactive_at_once: int = 1
