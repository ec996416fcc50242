"""How much one run may do: the site's limits, and what the person at the keyboard allows beyond."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Allowance:
    """Limits of one run. *share* is in per cent of a kind's declared live objects.

    Exactly one of *share* and *changes* is set, unless the command line gave a count.
    """

    share: int | None
    changes: int | None
    deletes: int
    in_flight: int = 8
