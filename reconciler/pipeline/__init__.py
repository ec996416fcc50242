"""The story: load, validate, observe, recall, plan, guard, apply. Nothing is decided here."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from os.path import normpath
from typing import TYPE_CHECKING

from reconciler.errors import ConfigurationError, PlanRefused, PlatformError
from reconciler.kinds.running import PREFIX
from reconciler.ledger.holder import Holder
from reconciler.ledger.journal import Journal
from reconciler.model.change import Change, Reactivate
from reconciler.model.event import Event, Happened
from reconciler.model.live import Live
from reconciler.model.memory import Memory, Ran
from reconciler.model.observed import Observed
from reconciler.model.plan import Judged, Note, Plan
from reconciler.model.problem import identified
from reconciler.model.ref import Ref
from reconciler.model.verdict import Go, Refused
from reconciler.pipeline.case import EVERYTHING, Case, Choice, Sight
from reconciler.platform.port import Platform
from reconciler.steps.access import access
from reconciler.steps.approve import approve, within
from reconciler.steps.attribute import attribute, moved
from reconciler.steps.demand import demand
from reconciler.steps.direct import direct
from reconciler.steps.guard import Circumstances, guard
from reconciler.steps.guard.moment import may_cycle, quiet
from reconciler.steps.instruct import instruct
from reconciler.steps.observe import glimpse, observe, observe_again
from reconciler.steps.plan import INACTIVE
from reconciler.steps.plan import plan as compare
from reconciler.steps.recall import oldest, recall
from reconciler.steps.remember import remember
from reconciler.steps.review import doubts, named
from reconciler.steps.select import only, only_approved, only_drift
from reconciler.steps.weigh import weigh

if TYPE_CHECKING:
    from reconciler.model.outcome import Outcome, Report, Rescue
    from reconciler.steps.apply import Bench

__all__ = ["EVERYTHING", "Case", "Choice", "Sight"]


def recalled(case: Case, known: Memory | None = None) -> Memory:
    """What the ledger says: read again unless it has not grown since *known* was read."""
    ledger = case.journal.ledger
    if known is not None and ledger.count(case.environment) == known.events:
        return known
    return recall(ledger.events(case.environment))


def look(case: Case, choice: Choice = EVERYTHING, known: Memory | None = None) -> Sight:
    """Observe, recall, plan and judge. Writes nothing, here or there.

    *known* is what the caller has read of the ledger before.
    """
    now = case.now
    memory = recalled(case, known)
    seen = observe(case.platform, case.desired, now, case.default_template)
    live = remember(seen, memory)
    world = case.world(live)
    reviewing = named(world)
    plan = _noting(compare(world, memory, case.environment), doubts(reviewing))
    plan = _named(plan, live, memory, case.platform)
    plan = _chosen(plan, choice, memory)
    effects = direct(plan, live, case.catalogue)
    demands = demand(plan, effects, case.allowance, memory)
    around = Circumstances(live, memory, case.catalogue, case.allowance, now, world.today, demands)
    judged = replace(
        guard(plan, around),
        impacts=weigh(plan, live),
        access=access(plan, live, case.catalogue),
        effects=effects,
        demands=demands,
    )
    judged = _by_policies(judged, case, now)
    found = tuple(identified(judged.plan.problems, normpath(case.root)))
    judged = replace(judged, plan=replace(judged.plan, problems=found))
    return Sight(live, memory, instruct(judged, world, case.office, now), reviewing)


def apply(case: Case, sight: Sight, tell: Callable[["Outcome"], None]) -> "Report":
    """Do what the sight's plan says and nothing else.

    Raises ConfigurationError before any write when the live tenant shows that the files are wrong,
    and PlanRefused when a limit or a rule forbids a change.
    """
    # What writes is not even there while a plan is made.
    from reconciler.steps.apply import apply as carry_out  # noqa: PLC0415

    if sight.live.tenant.features.proctorio_active is False:
        raise PlatformError(f"{INACTIVE.message}; {INACTIVE.hint}")
    if sight.judged.plan.errors:
        raise ConfigurationError(sight.judged.plan.errors)
    refused = [(change, v) for change, v in sight.judged if isinstance(v, Refused)]
    if refused:
        raise PlanRefused(refused)
    return carry_out(sight.judged, _bench(case, sight.live, sight.memory, tell))


def rescue(case: Case, memory: Memory) -> tuple["Rescue", ...]:
    """Activate again what an earlier run left deactivated; asks nothing when there is nothing.

    *memory* is what the ledger says now.
    """
    if not memory.opened:
        return ()
    from reconciler.steps.apply.rescue import rescue as mend  # noqa: PLC0415 -- as above

    live = glimpse(case.platform, case.now)
    return mend(memory, _bench(case, live, memory, lambda _: None))


def excuse(journal: Journal, ref: Ref, until: date, because: str) -> None:
    """Leave what somebody moved of an object alone, to the end of a day in the site's zone."""
    journal.note(Happened.EXCUSED, ref, until=until.isoformat(), because=because)


def overtaken(case: Case, sight: Sight) -> bool:
    """Whether another run has written to the ledger since the look."""
    return case.journal.ledger.count(case.environment) != sight.memory.events


def opened(journal: Journal) -> tuple[Ref, ...]:
    """The schedules that a run of ours deactivated and nobody has recorded as active since."""
    return tuple(recall(journal.ledger.events(journal.environment)).opened)


def ran(events: Iterable[Event], ref: Ref) -> tuple[Ran, ...]:
    """What a sitting ran with by record, oldest first, the settings by their path in the files."""
    records = recall(events).ran.get(ref, ())
    return tuple(
        replace(
            record,
            settings={path.removeprefix(PREFIX): value for path, value in record.settings.items()},
        )
        for record in records
    )


def unlock(journal: Journal, because: str) -> Holder | None:
    """Break the lock of an environment; who held it, if anybody did."""
    holder = journal.ledger.unlock(journal.environment)
    if holder:
        journal.note(Happened.UNLOCKED, holder=str(holder), because=because)
    return holder


def _bench(case: Case, live: Live, memory: Memory, tell: Callable[["Outcome"], None]) -> "Bench":
    from reconciler.steps.apply import Bench  # noqa: PLC0415 -- as above

    return Bench(
        platform=case.platform,
        journal=case.journal,
        catalogue=case.catalogue,
        live=live,
        look=lambda ref: remember(observe_again(case.platform, live, ref), memory),
        forbidden=lambda change, observed: _forbidden(case, change, observed),
        tell=tell,
        lease=case.lease,
        pause=case.pause,
        consent=case.consent,
        in_flight=case.allowance.in_flight,
        inactive_at_once=case.allowance.inactive_at_once,
    )


def _forbidden(case: Case, change: Change, observed: Observed | None) -> str:
    """What the guards say against a change at this very moment; empty when nothing."""
    if isinstance(change, Reactivate):
        if observed is None or observed.sitting is None:
            return "nobody can tell whether a candidate has started"
        verdict = may_cycle(observed.sitting, case.allowance, case.now)
        return "" if isinstance(verdict, Go) else verdict.why
    waiting = quiet(case.allowance, case.now)
    return waiting.why if waiting else ""


def approved(
    sight: Sight, expected: str, reviewed: Plan | None = None, made: datetime | None = None
) -> None:
    """Return when the sight's plan is the reviewed one; raises PlanMoved with the difference."""
    approve(sight.judged, expected, sight.memory, reviewed, made)


def bounded(
    sight: Sight, schedules: int | None, candidates: int | None, reviewed: Judged | None = None
) -> None:
    """Return when no more is touched than that, or than was reviewed; raises PlanMoved."""
    within(sight.judged, schedules, candidates, reviewed)


def _noting(plan: Plan, notes: Iterable[Note]) -> Plan:
    aside = replace(plan.aside, noticed=(*plan.aside.noticed, *notes))
    return replace(plan, aside=aside)


def _named(plan: Plan, live: Live, memory: Memory, platform: Platform) -> Plan:
    since = oldest(memory, moved(plan))
    return attribute(plan, live, platform.audit(since)) if since else plan


def _by_policies(judged: Judged, case: Case, now: datetime) -> Judged:
    if not case.policies:
        return judged
    from reconciler.steps.judge import judge_changes  # noqa: PLC0415 -- few sites have any

    return judge_changes(judged, case.desired, case.policies, now)


def _chosen(plan: Plan, choice: Choice, memory: Memory) -> Plan:
    if choice.approved:
        plan = only_approved(plan, memory)
    if choice.refs:
        plan = only(plan, choice.refs)
    return only_drift(plan) if choice.drift else plan
