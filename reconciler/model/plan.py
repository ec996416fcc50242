"""An exact work order, what it leaves alone, and what the guards say of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from reconciler.model.access import Access
from reconciler.model.approval import Demand
from reconciler.model.change import Change
from reconciler.model.direction import Direction, Effect, directions
from reconciler.model.impact import Impact, together
from reconciler.model.observed import Value
from reconciler.model.place import Place
from reconciler.model.problem import Level, Problem
from reconciler.model.ref import Ref
from reconciler.model.runbook import Sheet
from reconciler.model.verdict import Go, Verdict


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that the plan leaves alone, and why."""

    ref: Ref
    why: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """Fields that no document names any more; the live values stay."""

    ref: Ref
    paths: tuple[str, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Converged:
    """A field that came to equal the files without us: apply records it, nothing is written."""

    ref: Ref
    path: str
    value: Value | None


@dataclass(frozen=True, slots=True)
class Running:
    """What a sitting is seen to run with, where that is news: apply records it."""

    ref: Ref
    settings: Mapping[str, Value | None]


@dataclass(frozen=True, slots=True)
class Attested:
    """What of an object is as the files want it by somebody's word; *at* is the oldest word."""

    ref: Ref
    fields: Mapping[str, Value | None]
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Aside:
    """What the plan does not touch; *inactive* are exams that a run of ours left deactivated.

    *contradicted* are attestations that a channel shows to be otherwise.
    """

    inactive: tuple[Note, ...] = ()
    unmanaged: tuple[Note, ...] = ()
    adopted: tuple[Ref, ...] = ()
    released: tuple[Release, ...] = ()
    unreachable: tuple[Note, ...] = ()
    over: tuple[Note, ...] = ()
    unknown: tuple[Note, ...] = ()
    noticed: tuple[Note, ...] = ()
    converged: tuple[Converged, ...] = ()
    running: tuple[Running, ...] = ()
    attested: tuple[Attested, ...] = ()
    contradicted: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Ordered waves of changes; the changes of one wave do not depend on each other."""

    environment: str
    waves: tuple[tuple[Change, ...], ...]
    declared: dict[str, int]
    problems: tuple[Problem, ...] = ()
    aside: Aside = Aside()

    @property
    def changes(self) -> tuple[Change, ...]:
        """All changes in the order of work."""
        return tuple(change for wave in self.waves for change in wave)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What only the live tenant could tell, and what forbids any write."""
        return tuple(p for p in self.problems if p.level is Level.ERROR)


@dataclass(frozen=True, slots=True)
class Judged:
    """A plan with one verdict, impact, sheet and the effects of each change, in the same order.

    *access* says who can do what, *demands* whose approval is needed. A change has a sheet where it
    is by hand. *due* are things to look at that are no change: attestations that are asked for, or
    asked for again.
    """

    plan: Plan
    verdicts: tuple[Verdict, ...]
    impacts: tuple[Impact, ...] = ()
    access: tuple[Access, ...] = ()
    effects: tuple[tuple[Effect, ...], ...] = ()
    demands: tuple[Demand, ...] = ()

    @property
    def directions(self) -> tuple[Direction, ...]:
        """Where the changes lead, all in all."""
        return directions(effect for effects in self.effects for effect in effects)

    sheets: tuple[Sheet | None, ...] = ()
    due: tuple[Sheet, ...] = ()

    @property
    def by_hand(self) -> tuple[Sheet, ...]:
        """All that a person is asked to do, in the order of its steps, and what to leave alone."""
        sheets = (*self.due, *(sheet for sheet in self.sheets if sheet))
        return tuple(sorted(sheets, key=lambda sheet: sheet.first))

    @property
    def impact(self) -> Impact:
        """Whom the changes that would be done now touch, all in all."""
        going = zip(self.verdicts, self.impacts, strict=True) if self.impacts else ()
        return together(impact for verdict, impact in going if isinstance(verdict, Go))

    def __iter__(self) -> Iterator[tuple[Change, Verdict]]:
        return iter(zip(self.plan.changes, self.verdicts, strict=True))
