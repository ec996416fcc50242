"""What became of an apply: the one value that every renderer of a report shows."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from reconciler.model.outcome import Outcome, Report
from reconciler.model.sameness import digest
from reconciler.reports.documents import Made, Planned, entries

REPORT: Literal["reconciler/report/1"] = "reconciler/report/1"


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


def report_document(report: Report, made: Made, requests: int, writes: int) -> ReportDocument:
    """The document of an apply; *requests* and *writes* count all that its run sent."""
    tried = {id(outcome.change) for outcome in report.outcomes}
    planned = entries(report.judged)
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
