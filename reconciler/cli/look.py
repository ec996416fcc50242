"""A look at an environment that cannot change it: what plan, drift and status have in common."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from reconciler import pipeline
from reconciler.cli.case import opened
from reconciler.cli.guess import near
from reconciler.cli.talk import Talk
from reconciler.ledger.port import Ledger
from reconciler.model.memory import Memory
from reconciler.model.notice import OutOfDate
from reconciler.model.plan import Judged
from reconciler.model.ref import Ref
from reconciler.reports.documents import Lock, PlanDocument, Standing, plan_document


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen, ready to be shown on the clocks of *zone*."""

    sight: pipeline.Sight
    standing: Standing
    zone: ZoneInfo

    @property
    def judged(self) -> Judged:
        """The plan with its verdicts."""
        return self.sight.judged

    @property
    def memory(self) -> Memory:
        """What the ledger tells."""
        return self.sight.memory

    @property
    def document(self) -> PlanDocument:
        """The plan of it."""
        return self.standing.plan


def seen(
    config: Path, environment: str, talk: Talk, choice: pipeline.Choice = pipeline.EVERYTHING
) -> Look:
    """Look at *environment* over a transport that cannot write; the ledger is only read."""
    with opened(config, environment, talk) as at:
        with talk.busy(f"looking at {environment}"):
            sight = pipeline.look(at.case, choice)
        check_choice(choice, sight, at.case)
        document = plan_document(sight.judged, at.made(choice))
        ledger = at.case.journal.ledger
        lock = _lock(ledger, environment)
        outdated = _outdated(at.case, sight, config)
        tenant = sight.live.tenant.features
        standing = Standing(document, tenant, sight.memory.applied, lock, outdated, sight.reviewing)
        return Look(sight, standing, at.case.zone)


def check_choice(choice: pipeline.Choice, sight: pipeline.Sight, case: pipeline.Case) -> None:
    """A usage error for an object that is neither declared nor on the platform."""
    live = (ref for objects in sight.live.objects.values() for ref in objects)
    known = {*case.desired, *live}
    for ref in choice.refs:
        if ref not in known:
            message = f"{ref} is neither declared nor on the platform{_meant(ref, known)}"
            raise click.BadParameter(message, param_hint="--only")


def _meant(ref: Ref, known: Collection[Ref]) -> str:
    kinds = sorted({other.kind for other in known})
    if ref.kind not in kinds:
        return near(ref.kind, kinds)
    return near(str(ref), sorted(str(other) for other in known if other.kind == ref.kind))


def _outdated(case: pipeline.Case, sight: pipeline.Sight, root: Path) -> tuple[OutOfDate, ...]:
    if not sight.memory.published:
        return ()
    from reconciler.pipeline import people  # noqa: PLC0415 -- reads the notices' whole language

    return tuple(people.outdated(case, sight, root))


def _lock(ledger: Ledger, environment: str) -> Lock | None:
    holder = ledger.holder(environment)
    return Lock(str(holder.runner), holder.since, holder.until) if holder else None
