"""Under which terms a sitting is taken: whether it is proctored, and each setting of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from reconciler.model.observed import Sitting, State, Value
from reconciler.model.ref import Ref


class Basis(StrEnum):
    """How the terms are known."""

    RUNNING = "running"  # read from the copy that the activation made
    PLANNED = "planned"  # a draft: what it gets once the files are applied and it is activated
    DECLARED = "declared"  # no channel shows it: what the files say, or what was recorded


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one sitting.

    *proctored* is None where nobody can tell. *settings* lacks what is unknown, and may hold what
    is not in the vocabulary. *pending* are the settings that a draft does not have yet.
    """

    ref: Ref
    basis: Basis
    title: str
    proctored: bool | None
    settings: Mapping[str, Value] = field(default_factory=dict)
    pending: tuple[str, ...] = ()
    sitting: Sitting | None = None

    @property
    def to_come(self) -> bool:
        """Whether candidates can still take it, as far as anybody knows."""
        return self.sitting is None or self.sitting.state not in (State.ENDED, State.ARCHIVED)
