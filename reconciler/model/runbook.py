"""What a person does where no channel can: numbered steps in the words of the platform's pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from sys import maxsize

from reconciler.model.observed import Value
from reconciler.model.place import Place
from reconciler.model.ref import Ref

# What must be there before anything can be set, where no channel tells: an object of no kind.
ADD_ON = Ref("Tenant", "Proctorio")
ACTIVE = "active"
ABSENT = "absent"  # the field of an object by hand that is to be, or was, deleted


@dataclass(frozen=True, slots=True)
class Instruction:
    """One step: what to do, what must be minded, and what is so of which *fields* once it is done.

    *number* is its place in this plan; *id* comes from what it does, so it is the same in any plan.
    """

    number: int
    id: str
    text: str
    fields: Mapping[str, Value | None]
    caution: str = ""
    place: Place | None = None

    @property
    def name(self) -> str:
        """What `attest` takes: the number for people, the id for sure."""
        return f"{self.number}-{self.id}"


@dataclass(frozen=True, slots=True)
class Word:
    """Whose word it is that steps are done; *evidence* is the SHA-256 of a *file*, if any."""

    by: str
    note: str = ""
    evidence: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The steps of one object: on which page, and what comes before and after them.

    Without steps, it says why there are none now.
    """

    ref: Ref
    page: str
    steps: tuple[Instruction, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    @property
    def first(self) -> int:
        """The number of its first step; what has none comes after all that have."""
        return self.steps[0].number if self.steps else maxsize

    @property
    def numbers(self) -> str:
        """Its steps as a sentence names them."""
        if not self.steps:
            return "no step"
        first, last = self.steps[0].number, self.steps[-1].number
        return f"step {first}" if first == last else f"steps {first}-{last}"
