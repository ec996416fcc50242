"""What the command line asks of an apply; light, so that --help stays fast."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reconciler.model.ref import Ref


@dataclass(frozen=True, slots=True)
class Order:
    """What the command line asked for; *made* is when the plan that is expected was made."""

    environment: str
    config: Path
    plan: Path | None = None
    expect: str | None = None
    made: datetime | None = None
    only: tuple[Ref, ...] = ()
    only_drift: bool = False
    yes: bool = False
    no_input: bool = False
    allow_changes: int | None = None
    allow_deletes: int | None = None
    max_schedules: int | None = None
    max_candidates: int | None = None
    approved: bool = False
    break_glass: bool = False
    because: str | None = None
    rollback: bool = False
    signed_off: tuple[str, ...] = ()
    form: str = "text"

    @property
    def reviewed(self) -> bool:
        """Whether somebody has seen and approved the plan before."""
        return bool(self.plan or self.expect)

    @property
    def contradiction(self) -> str:
        """Which options do not go together; empty when all do."""
        if self.break_glass != bool(self.because):
            return "--break-glass and --because go together"
        if self.plan and self.expect:
            return "--plan and --expect both name the reviewed plan; give one of them"
        if self.reviewed and self.approved:
            return "--approved takes up earlier reviews; no --plan or --expect with it"
        if self.reviewed and (self.only or self.only_drift):
            return "a reviewed plan is done whole: no --only or --only-drift with it"
        return ""
