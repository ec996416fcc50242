"""Who looks at the recordings of an assessment, and whether they can."""

from dataclasses import dataclass

from reconciler.model.place import Place, Spot
from reconciler.model.ref import Ref


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that must be possible. *can* is None where nobody can tell; *why* says why not."""

    what: str
    can: bool | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reviewing:
    """The reviewing process of one assessment.

    *sittings* counts the proctored ones to come; there may be more where nobody *listed* them.
    *users* of the role is None where unknown; *by* is empty where no document names anybody.
    """

    ref: Ref
    proctored: bool
    sittings: int
    listed: bool = True
    by: str = ""
    when: str = ""
    if_confirmed: str = ""
    users: int | None = None
    duties: tuple[Duty, ...] = ()
    spot: Spot | None = None

    @property
    def place(self) -> Place | None:
        """Where the files speak of it."""
        return self.spot.place if self.spot else None

    @property
    def findings(self) -> tuple[str, ...]:
        """What is wrong, as far as anybody knows."""
        return tuple(duty.why for duty in self.duties if duty.can is False)

    @property
    def unknown(self) -> tuple[str, ...]:
        """What nobody can tell."""
        return tuple(duty.why for duty in self.duties if duty.can is None)
