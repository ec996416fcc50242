"""The register of personal data that exams collect."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from reconciler.kinds import exams
from reconciler.model.privacy import Privacy
from reconciler.model.register import Entry
from reconciler.model.validated import Validated
from reconciler.pipeline.case import Case
from reconciler.steps.observe import observe
from reconciler.steps.recall import recall
from reconciler.steps.register import register
from reconciler.steps.remember import remember


def registered(validated: Validated, environment: str, now: datetime) -> tuple[Entry, ...]:
    """What each exam of an environment collects by the files, per rule and per own document."""
    desired = validated.environments[environment]
    privacy = validated.site.privacy if validated.site else None
    zone = ZoneInfo(validated.site.time_zone) if validated.site else UTC
    return register(exams.declared(desired, now.astimezone(zone).date()), privacy)


def collecting(case: Case, privacy: Privacy | None) -> tuple[Entry, ...]:
    """What each sitting on the platform collects: what it runs with, or would if activated now."""
    seen = observe(case.platform, case.desired, case.now, case.default_template)
    live = remember(seen, recall(case.journal.ledger.events(case.environment)))
    today = case.now.astimezone(case.zone).date()
    return register(exams.observed(case.desired, live, today), privacy)
