"""How an apply was agreed to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Consent:
    """How an apply was agreed to: a reviewed plan approves what waits, too, for later runs.

    *because* is why guards were set aside, or empty.
    """

    reviewed: bool = False
    because: str = ""
