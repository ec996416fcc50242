"""A campus: a stand-in tenant, a folder of files and a ledger, with the story's steps on it."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from reconciler import checking, pipeline
from reconciler.ledger.journal import Journal
from reconciler.ledger.sqlite import SqliteLedger
from reconciler.model.allowance import Allowance
from reconciler.model.change import Change
from reconciler.model.consent import Consent
from reconciler.model.outcome import Outcome, Report, Rescue
from reconciler.model.plan import Judged
from reconciler.model.ref import Ref
from reconciler.model.runbook import Instruction, Word
from reconciler.model.sameness import digest
from reconciler.model.verdict import Go
from reconciler.pipeline import people
from reconciler.platform.routing import connect
from reconciler.platform.settings import Access, Endpoint, Pace
from reconciler.sandbox import Sandbox
from reconciler.steps.validate import catalogue

EXAMPLE = Path(__file__).parents[1] / "config"
NO_LIMIT = Allowance(share=None, changes=10_000, deletes=10_000)

SITE = """\
kind: Site
name: Northwood University
time_zone: Europe/Amsterdam
region: eu
environments:
  sandbox:
    console: {url: "http://127.0.0.1:1/api/v1/console", token: {env: CONSOLE_TOKEN}}
"""


@dataclass
class Campus:
    """One tenant under git. *console* and *integrations* say which channels reach it."""

    sandbox: Sandbox
    folder: Path
    ledger: Path
    console: bool = True
    integrations: bool = True
    channels: dict[str, str] = field(default_factory=dict)
    allowance: Allowance = NO_LIMIT
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    def access(self) -> Access:
        console = Endpoint(self.sandbox.console_url, SecretStr(self.sandbox.console_token), "test")
        public = Endpoint(
            self.sandbox.integrations_url, SecretStr(self.sandbox.integrations_token), "test"
        )
        return Access(
            public if self.integrations else None,
            console if self.console else None,
            self.channels,
            Pace(10_000, 8),
        )

    def case(self, stack: ExitStack, *, read_only: bool) -> pipeline.Case:
        checked = checking.check(self.folder)
        assert checked.ok, [str(problem) for problem in checked.problems]
        assert checked.site is not None
        platform = stack.enter_context(connect(self.access(), read_only=read_only))
        ledger = stack.enter_context(SqliteLedger(self.ledger))
        return pipeline.Case(
            "sandbox",
            checked.environments["sandbox"],
            catalogue(checked.site),
            ZoneInfo("Europe/Amsterdam"),
            platform,
            Journal(ledger, "sandbox", "run", "tester", "", self.clock),
            self.allowance,
            institution=checked.site.name,
            policies=checked.policies,
            pause=_no_pause,
        )

    def look(self, choice: pipeline.Choice = pipeline.EVERYTHING) -> pipeline.Sight:
        with ExitStack() as stack:
            return pipeline.look(self.case(stack, read_only=True), choice)

    def plan(self) -> Judged:
        return self.look().judged

    def apply(
        self, sight: pipeline.Sight | None = None, choice: pipeline.Choice = pipeline.EVERYTHING
    ) -> Report:
        """Apply what a look shows now, or what an earlier one showed."""
        with ExitStack() as stack:
            case = self.case(stack, read_only=False)
            pipeline.rescue(case, pipeline.recalled(case))
            return pipeline.apply(case, sight or pipeline.look(case, choice), _quiet)

    def review(self) -> Report:
        """Approve the plan of now by its digest, and do what of it may be done."""
        with ExitStack() as stack:
            case = self.case(stack, read_only=False)
            sight = pipeline.look(case)
            pipeline.approved(sight, digest(sight.judged.plan))
            case = replace(case, consent=Consent(reviewed=True))
            return pipeline.apply(case, sight, _quiet)

    def attest(
        self, *names: str, word: Word | None = None, digest: str = ""
    ) -> tuple[Instruction, ...]:
        """Put steps of the runbook of now on record, all of them when none is named."""
        with ExitStack() as stack:
            case = self.case(stack, read_only=True)
            return people.attest(case, pipeline.look(case), names, word or Word("a.berg"), digest)

    def resume(self) -> tuple[Rescue, ...]:
        with ExitStack() as stack:
            case = self.case(stack, read_only=False)
            return pipeline.rescue(case, pipeline.recalled(case))

    def excuse(self, ref: Ref, until: date, because: str) -> None:
        with ExitStack() as stack:
            pipeline.excuse(self.case(stack, read_only=True).journal, ref, until, because)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def clear(self) -> None:
        """Take every document away, and leave a site with one environment."""
        for path in self.folder.rglob("*.yaml"):
            path.unlink()
        self.write("site.yaml", SITE)

    def forget(self) -> None:
        """Lose the ledger."""
        self.ledger.unlink()


def _quiet(_: Outcome) -> None:
    pass


def _no_pause(_: float) -> None:
    pass


def going(judged: Judged) -> list[Any]:
    """The changes that would be made now."""
    return [change for change, verdict in judged if isinstance(verdict, Go)]


def fields(changes: Sequence[Change]) -> dict[str, tuple[object, object]]:
    """Every planned field as `Kind/name path`: (before, after)."""
    return {
        f"{change.ref} {f.path}": (getattr(f, "before", None), f.after)
        for change in changes
        for f in getattr(change, "fields", ())
    }
