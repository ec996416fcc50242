"""What is shown or written down about a run: frozen, and the same value for every renderer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Annotated, Literal

from pydantic import Field

from reconciler.model.change import Change, Create, Delete, FieldChange, Why
from reconciler.model.event import Event
from reconciler.model.observed import Features, Known
from reconciler.model.outcome import Outcome, Report
from reconciler.model.plan import Aside, Judged, Note, Plan
from reconciler.model.problem import Problem
from reconciler.model.ref import Ref
from reconciler.model.sameness import digest, identify
from reconciler.model.verdict import Verdict

PLAN: Literal["reconciler/plan/1"] = "reconciler/plan/1"
REPORT: Literal["reconciler/report/1"] = "reconciler/report/1"
DRIFT: Literal["reconciler/drift/1"] = "reconciler/drift/1"
HISTORY: Literal["reconciler/history/1"] = "reconciler/history/1"
MOVED = frozenset({Why.DRIFTED, Why.CONFLICTING, Why.UNATTRIBUTED})


@dataclass(frozen=True, slots=True)
class Made:
    """When a document was made, from which commit, and what of the whole was asked for."""

    at: datetime
    commit: str = ""
    only: tuple[Ref, ...] = ()
    only_drift: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """One change with its verdict. *id* is what the ledger calls it; waves count from 1."""

    wave: int
    id: str
    verdict: Annotated[Verdict, Field(discriminator="verdict")]
    change: Annotated[Change, Field(discriminator="action")]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDocument:
    """A plan with everything that was said of it, as it is shown, saved and read back."""

    schema: Literal["reconciler/plan/1"] = PLAN
    environment: str
    digest: str
    made: Made
    changes: tuple[Planned, ...]
    declared: dict[str, int]
    problems: tuple[Problem, ...]
    aside: Aside

    @property
    def judged(self) -> Judged:
        """The plan and its verdicts, as the steps know them."""
        groups = groupby(self.changes, key=lambda planned: planned.wave)
        waves = tuple(tuple(planned.change for planned in wave) for _, wave in groups)
        plan = Plan(self.environment, waves, self.declared, self.problems, self.aside)
        return Judged(plan, tuple(planned.verdict for planned in self.changes))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDocument:
    """What became of an apply: *outcomes* of what was tried, and *left*, what was not."""

    schema: Literal["reconciler/report/1"] = REPORT
    environment: str
    digest: str
    run: str
    made: Made
    requests: int
    writes: int
    outcomes: tuple[Annotated[Outcome, Field(discriminator="outcome")], ...]
    left: tuple[Planned, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """Fields of one object that moved on the platform, and what is planned for them."""

    ref: Ref
    verdict: Annotated[Verdict, Field(discriminator="verdict")]
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftDocument:
    """What moved on the platform; *others* counts changes planned for other reasons."""

    schema: Literal["reconciler/drift/1"] = DRIFT
    environment: str
    made: Made
    looked_at: int
    moved: tuple[Moved, ...]
    others: int
    problems: tuple[Problem, ...]
    inactive: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryDocument:
    """The ledger of an environment, or what it says of one object, oldest first."""

    schema: Literal["reconciler/history/1"] = HISTORY
    environment: str
    ref: Ref | None
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How an environment stands now: its plan, its tenant, and when it was last applied to."""

    plan: PlanDocument
    tenant: Features
    applied: Event | None


def plan_document(judged: Judged, made: Made) -> PlanDocument:
    """The document of a judged plan."""
    plan = judged.plan
    return PlanDocument(
        environment=plan.environment,
        digest=digest(plan),
        made=made,
        changes=tuple(_planned(judged)),
        declared=dict(sorted(plan.declared.items())),
        problems=plan.problems,
        aside=plan.aside,
    )


def report_document(report: Report, made: Made, requests: int, writes: int) -> ReportDocument:
    """The document of an apply; *requests* and *writes* count all that its run sent."""
    tried = {id(outcome.change) for outcome in report.outcomes}
    planned = _planned(report.judged)
    return ReportDocument(
        environment=report.judged.plan.environment,
        digest=digest(report.judged.plan),
        run=report.run,
        made=made,
        requests=requests,
        writes=writes,
        outcomes=report.outcomes,
        left=tuple(entry for entry in planned if id(entry.change) not in tried),
    )


def drift_document(document: PlanDocument) -> DriftDocument:
    """What of a plan is there because somebody moved something on the platform."""
    moved = tuple(_moved(document))
    return DriftDocument(
        environment=document.environment,
        made=document.made,
        looked_at=sum(document.declared.values()),
        moved=moved,
        others=len(document.changes) - len(moved),
        problems=document.problems,
        inactive=document.aside.inactive,
    )


def _moved(document: PlanDocument) -> Iterator[Moved]:
    for planned in document.changes:
        change = planned.change
        if isinstance(change, Create | Delete):
            continue
        fields = tuple(field for field in change.fields if _has_moved(field))
        if fields:
            yield Moved(change.ref, planned.verdict, fields)


def _has_moved(field: FieldChange) -> bool:
    # What nobody can read has not been seen to move.
    return field.known is not Known.UNKNOWN and field.cause.why in MOVED


def _planned(judged: Judged) -> Iterator[Planned]:
    verdicts = iter(judged.verdicts)
    for number, wave in enumerate(judged.plan.waves, 1):
        for change in wave:
            yield Planned(number, identify(change), next(verdicts), change)
