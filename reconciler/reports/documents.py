"""What a look came to, as it is shown or written down: the same value for every renderer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, repeat
from typing import Annotated, Literal

from pydantic import Field

from reconciler.model.access import Access
from reconciler.model.approval import Demand
from reconciler.model.change import Change
from reconciler.model.direction import Direction, Effect, directions
from reconciler.model.event import Event
from reconciler.model.impact import Impact, Touched
from reconciler.model.notice import OutOfDate
from reconciler.model.observed import Features
from reconciler.model.plan import Aside, Judged, Plan
from reconciler.model.problem import Problem
from reconciler.model.ref import Ref
from reconciler.model.reviewing import Reviewing
from reconciler.model.runbook import Sheet
from reconciler.model.sameness import digest, identify
from reconciler.model.verdict import Verdict

PLAN: Literal["reconciler/plan/1"] = "reconciler/plan/1"


@dataclass(frozen=True, slots=True)
class Made:
    """When a document was made, from which commit, and what of the whole was asked for."""

    at: datetime
    commit: str = ""
    only: tuple[Ref, ...] = ()
    only_drift: bool = False


@dataclass(frozen=True, slots=True)
class Weight:
    """Whom changes touch: counts as far as anybody can tell, and the sittings by their start."""

    schedules: int
    candidates: int
    started: int
    first_start: datetime | None
    sittings: tuple[Touched, ...]

    @property
    def impact(self) -> Impact:
        """The same as the steps know it."""
        return Impact(self.sittings)


@dataclass(frozen=True, slots=True)
class Planned:
    """One change with its verdict. *id* is what the ledger calls it; waves count from 1.

    *directions* are those of its *effects*, each once; *by_hand* has the steps that a person takes,
    where nobody else can.
    """

    wave: int
    id: str
    verdict: Annotated[Verdict, Field(discriminator="verdict")]
    impact: Weight
    directions: tuple[Direction, ...]
    effects: tuple[Effect, ...]
    change: Annotated[Change, Field(discriminator="action")]
    by_hand: Sheet | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDocument:
    """A plan with everything that was said of it, as it is shown, saved and read back.

    Its *impact* is that of the changes that would be done now; *directions* and *approvals* are
    about all changes; *due* is what somebody should look at by hand although it is not to change.
    """

    schema: Literal["reconciler/plan/1"] = PLAN
    environment: str
    digest: str
    made: Made
    impact: Weight
    access: tuple[Access, ...]
    directions: tuple[Direction, ...]
    approvals: tuple[Demand, ...]
    changes: tuple[Planned, ...]
    declared: dict[str, int]
    problems: tuple[Problem, ...]
    aside: Aside
    due: tuple[Sheet, ...] = ()

    @property
    def by_hand(self) -> tuple[Sheet, ...]:
        """All that a person is asked to do, in the order of its steps."""
        return self.judged.by_hand

    @property
    def judged(self) -> Judged:
        """The plan and its verdicts, as the steps know them."""
        groups = groupby(self.changes, key=lambda planned: planned.wave)
        waves = tuple(tuple(planned.change for planned in wave) for _, wave in groups)
        plan = Plan(self.environment, waves, self.declared, self.problems, self.aside)
        verdicts = tuple(planned.verdict for planned in self.changes)
        impacts = tuple(planned.impact.impact for planned in self.changes)
        effects = tuple(planned.effects for planned in self.changes)
        sheets = tuple(planned.by_hand for planned in self.changes)
        return Judged(
            plan,
            verdicts,
            impacts,
            self.access,
            effects,
            self.approvals,
            sheets if any(sheets) else (),
            self.due,
        )


@dataclass(frozen=True, slots=True)
class Lock:
    """Who holds the lock of an environment, since when and until when."""

    holder: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """How an environment stands now: its plan, its tenant, its last apply and who is at work.

    *outdated* are the notices that candidates have and that no longer hold; *reviewing* says who
    looks at the recordings of each assessment that names somebody.
    """

    plan: PlanDocument
    tenant: Features
    applied: Event | None
    lock: Lock | None = None
    outdated: tuple[OutOfDate, ...] = ()
    reviewing: tuple[Reviewing, ...] = ()


def plan_document(judged: Judged, made: Made) -> PlanDocument:
    """The document of a judged plan."""
    plan = judged.plan
    return PlanDocument(
        environment=plan.environment,
        digest=digest(plan),
        made=made,
        impact=weight(judged.impact),
        access=judged.access,
        directions=judged.directions,
        approvals=judged.demands,
        changes=tuple(entries(judged)),
        declared=dict(sorted(plan.declared.items())),
        problems=plan.problems,
        aside=plan.aside,
        due=judged.due,
    )


def weight(impact: Impact) -> Weight:
    """An impact with its counts."""
    return Weight(
        impact.schedules, impact.candidates, impact.started, impact.first_start, impact.sittings
    )


def entries(judged: Judged) -> Iterator[Planned]:
    """Each change with all that was said of it, in the order of its waves."""
    verdicts = iter(judged.verdicts)
    impacts = iter(judged.impacts or repeat(Impact()))
    effects = iter(judged.effects or repeat(()))
    sheets = iter(judged.sheets or repeat(None))
    for number, wave in enumerate(judged.plan.waves, 1):
        for change in wave:
            touched, does = weight(next(impacts)), next(effects)
            yield Planned(
                wave=number,
                id=identify(change),
                verdict=next(verdicts),
                impact=touched,
                directions=directions(does),
                effects=does,
                change=change,
                by_hand=next(sheets),
            )
