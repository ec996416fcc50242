"""The story: load, validate, observe, recall, plan, guard, apply. Nothing is decided here."""

import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from reconciler.errors import ConfigurationError, PlanRefused, PlatformError
from reconciler.kinds.catalogue import Catalogue
from reconciler.kinds.kind import World
from reconciler.kinds.running import PREFIX
from reconciler.kinds.words import shipped
from reconciler.ledger.holder import Holder
from reconciler.ledger.journal import Journal
from reconciler.model.allowance import Allowance
from reconciler.model.change import Change, Reactivate
from reconciler.model.consent import Consent
from reconciler.model.event import Event, Happened
from reconciler.model.live import Live
from reconciler.model.memory import Memory, Ran
from reconciler.model.observed import Observed
from reconciler.model.outcome import Outcome, Report, Rescue
from reconciler.model.plan import Judged, Plan
from reconciler.model.ref import Ref
from reconciler.model.resource import Desired
from reconciler.model.runbook import Instruction, Word
from reconciler.model.sameness import digest
from reconciler.model.validated import Validated
from reconciler.model.verdict import Go, Refused
from reconciler.platform.port import Platform
from reconciler.steps.access import access
from reconciler.steps.apply import Bench
from reconciler.steps.apply import apply as carry_out
from reconciler.steps.apply.rescue import rescue as mend
from reconciler.steps.approve import approve, within
from reconciler.steps.attest import done
from reconciler.steps.attribute import attribute, moved
from reconciler.steps.demand import demand
from reconciler.steps.direct import direct
from reconciler.steps.expire import expire
from reconciler.steps.guard import Circumstances, guard, may_cycle, quiet
from reconciler.steps.instruct import Office, instruct
from reconciler.steps.load import load
from reconciler.steps.observe import glimpse, observe, observe_again
from reconciler.steps.plan import INACTIVE
from reconciler.steps.plan import plan as compare
from reconciler.steps.recall import oldest, recall, remember
from reconciler.steps.select import only, only_approved, only_drift
from reconciler.steps.validate import validate
from reconciler.steps.weigh import weigh


def nothing() -> None:
    """For runs that nobody can get in the way of."""


OFFICE = Office(shipped(), timedelta(days=30), timedelta(hours=24))
ASKED = Consent()  # somebody looked at the plan of this very run


@dataclass(frozen=True, slots=True)
class Case:
    """One environment, ready to be worked on: what is wanted, and how to reach what is."""

    environment: str
    desired: Desired
    catalogue: Catalogue
    zone: ZoneInfo
    platform: Platform
    journal: Journal
    allowance: Allowance
    default_template: str | None = None
    consent: Consent = ASKED
    office: Office = OFFICE
    lease: Callable[[], None] = nothing
    pause: Callable[[float], None] = time.sleep

    @property
    def now(self) -> datetime:
        """The clock of the run."""
        return self.journal.clock()


@dataclass(frozen=True, slots=True)
class Choice:
    """What of a plan somebody asked for; everything when nothing is said."""

    refs: tuple[Ref, ...] = ()
    drift: bool = False
    approved: bool = False


EVERYTHING = Choice()


@dataclass(frozen=True, slots=True)
class Sight:
    """What a look at the platform came to."""

    live: Live
    memory: Memory
    judged: Judged


def check(root: Path, now: datetime | None = None) -> Validated:
    """The configuration below *root*, with all that is wrong with it.

    With *now*, also a warning for each exception that ends soon.
    """
    configuration, problems = load(root)
    validated = validate(configuration, problems)
    if now is None or validated.site is None or not validated.ok:
        return validated
    today = now.astimezone(ZoneInfo(validated.site.time_zone)).date()
    ending = dict.fromkeys(p for d in validated.environments.values() for p in expire(d, today))
    return replace(validated, problems=(*validated.problems, *ending))


def look(case: Case, choice: Choice = EVERYTHING) -> Sight:
    """Observe, recall, plan and judge. Writes nothing, here or there."""
    now = case.now
    memory = recall(case.journal.ledger.events(case.environment))
    seen = observe(case.platform, case.desired, now, case.default_template)
    live = remember(seen, memory)
    today = now.astimezone(case.zone).date()
    world = World(case.desired, live, case.catalogue, today)
    plan = _named(compare(world, memory, case.environment), live, memory, case.platform)
    plan = _chosen(plan, choice, memory)
    effects = direct(plan, live, case.catalogue)
    demands = demand(plan, effects, case.allowance, memory)
    around = Circumstances(live, memory, case.catalogue, case.allowance, now, today, demands)
    judged = replace(
        guard(plan, around),
        impacts=weigh(plan, live),
        access=access(plan, live, case.catalogue),
        effects=effects,
        demands=demands,
    )
    return Sight(live, memory, instruct(judged, world, case.office, now))


def apply(case: Case, sight: Sight, tell: Callable[[Outcome], None]) -> Report:
    """Do what the sight's plan says and nothing else.

    Raises ConfigurationError before any write when the live tenant shows that the files are wrong,
    and PlanRefused when a limit or a rule forbids a change.
    """
    if sight.live.tenant.features.proctorio_active is False:
        raise PlatformError(f"{INACTIVE.message}; {INACTIVE.hint}")
    if sight.judged.plan.errors:
        raise ConfigurationError(sight.judged.plan.errors)
    refused = [(change, v) for change, v in sight.judged if isinstance(v, Refused)]
    if refused:
        raise PlanRefused(refused)
    return carry_out(sight.judged, _bench(case, sight.live, sight.memory, tell))


def rescue(case: Case) -> tuple[Rescue, ...]:
    """Activate again what an earlier run left deactivated; asks nothing when there is nothing."""
    memory = recall(case.journal.ledger.events(case.environment))
    if not memory.opened:
        return ()
    live = glimpse(case.platform, case.now)
    return mend(memory, _bench(case, live, memory, lambda _: None))


def excuse(journal: Journal, ref: Ref, until: date, because: str) -> None:
    """Leave what somebody moved of an object alone, to the end of a day in the site's zone."""
    journal.note(Happened.EXCUSED, ref, until=until.isoformat(), because=because)


def attest(
    case: Case, sight: Sight, names: Collection[str], word: Word, expected: str = ""
) -> tuple[Instruction, ...]:
    """Record that steps of the sight's plan were taken by hand; those that were.

    Raises PlanMoved before anything is recorded when one of them is no longer in the plan.
    """
    found = done(sight.judged, names, expected)
    said = {key: text for key, text in asdict(word).items() if text}
    said["digest"] = digest(sight.judged.plan)

    def vouched(ref: Ref, step: Instruction) -> Event:
        known = sight.live.known(ref)
        said.update(step=step.id, visible=known.visible if known else "")
        return case.journal.event(Happened.ATTESTED, ref, step.fields, **said)

    case.journal.note_all([vouched(ref, step) for ref, step in found])
    return tuple(step for _, step in found)


def overtaken(case: Case, sight: Sight) -> bool:
    """Whether another run has written to the ledger since the look."""
    events = case.journal.ledger.events(case.environment)
    return recall(events).events != sight.memory.events


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


def _bench(case: Case, live: Live, memory: Memory, tell: Callable[[Outcome], None]) -> Bench:
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


def _named(plan: Plan, live: Live, memory: Memory, platform: Platform) -> Plan:
    since = oldest(memory, moved(plan))
    return attribute(plan, live, platform.audit(since)) if since else plan


def _chosen(plan: Plan, choice: Choice, memory: Memory) -> Plan:
    if choice.approved:
        plan = only_approved(plan, memory)
    if choice.refs:
        plan = only(plan, choice.refs)
    return only_drift(plan) if choice.drift else plan
