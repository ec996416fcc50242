"""The story: load, validate, observe, recall, plan, guard, apply. Nothing is decided here."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from os.path import normpath
from pathlib import Path
from zoneinfo import ZoneInfo

from reconciler.errors import ConfigurationError, FilesError, PlanRefused, Untold
from reconciler.files.pages import Page, pages
from reconciler.kinds import KINDS, exams
from reconciler.kinds.catalogue import Catalogue
from reconciler.kinds.kind import World
from reconciler.kinds.running import PREFIX
from reconciler.kinds.terms import terms
from reconciler.ledger.holder import Holder
from reconciler.ledger.journal import Journal
from reconciler.model.allowance import Allowance
from reconciler.model.change import Change, Reactivate
from reconciler.model.consent import Consent
from reconciler.model.document import Configuration
from reconciler.model.drafted import Drafts
from reconciler.model.event import Event, Happened
from reconciler.model.live import Live
from reconciler.model.memory import Memory, Ran
from reconciler.model.notice import Notice, OutOfDate, Published
from reconciler.model.observed import Observed
from reconciler.model.outcome import Outcome, Report, Rescue
from reconciler.model.phrases import Phrases
from reconciler.model.plan import Judged, Note, Plan
from reconciler.model.policy import Declared
from reconciler.model.privacy import Privacy
from reconciler.model.problem import Level, Problem, identified
from reconciler.model.proposal import Proposal, Tree
from reconciler.model.ref import Ref
from reconciler.model.register import Entry
from reconciler.model.resource import Desired
from reconciler.model.reviewing import Reviewing
from reconciler.model.terms import Terms
from reconciler.model.validated import Validated
from reconciler.model.verdict import Go, Refused
from reconciler.platform.port import Platform
from reconciler.reports.words import taken_over
from reconciler.steps.access import access
from reconciler.steps.apply import Bench
from reconciler.steps.apply import apply as carry_out
from reconciler.steps.apply.rescue import rescue as mend
from reconciler.steps.approve import approve, within
from reconciler.steps.attribute import attribute, moved
from reconciler.steps.demand import demand
from reconciler.steps.direct import direct
from reconciler.steps.draft import draft
from reconciler.steps.expire import expire
from reconciler.steps.guard import Circumstances, guard, may_cycle, quiet
from reconciler.steps.inform import Place, inform, instruct
from reconciler.steps.judge import Trial, judge, judge_changes, tried
from reconciler.steps.load import Source, layer_of, load, read, sources, understood
from reconciler.steps.load.shipped import shipped
from reconciler.steps.observe import glimpse, observe, observe_again
from reconciler.steps.outdate import gone, news, outdate
from reconciler.steps.plan import plan as compare
from reconciler.steps.propose import Desk
from reconciler.steps.propose import propose as write_down
from reconciler.steps.recall import oldest, recall, remember
from reconciler.steps.register import register
from reconciler.steps.review import doubts, review
from reconciler.steps.select import only, only_approved, only_drift
from reconciler.steps.translate import translate, untranslated
from reconciler.steps.validate import validate
from reconciler.steps.weigh import weigh


def nothing() -> None:
    """For runs that nobody can get in the way of."""


FEW = 3  # of many problems that one sentence names
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
    institution: str = ""
    policies: tuple[Declared, ...] = ()
    default_template: str | None = None
    root: Path = Path()
    consent: Consent = ASKED
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
    reviewing: tuple[Reviewing, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenOver:
    """Files that declare what is live, still to be written.

    *pending* counts the changes of the plan with them: none that it would not have without.
    """

    pages: tuple[Page, ...]
    drafts: Drafts
    pending: int


def check(root: Path, now: datetime | None = None) -> Validated:
    """The configuration below *root*, with all that is wrong with it.

    With *now*, also a warning for each exception that ends soon.
    """
    configuration, problems = load(root)
    validated = _checked(configuration, (*problems, *untranslated(root)))
    found = (*validated.problems, *(_ending(validated, now) if now else ()))
    return replace(validated, problems=tuple(identified(found, normpath(root))))


def try_policies(root: Path) -> tuple[Validated, dict[str, tuple[Trial, ...]]]:
    """The configuration below *root*, and what came of the tests of each policy that holds."""
    validated = check(root)
    return validated, {each.policy.name: tuple(tried(each)) for each in validated.policies}


def look(case: Case, choice: Choice = EVERYTHING) -> Sight:
    """Observe, recall, plan and judge. Writes nothing, here or there."""
    now = case.now
    memory = recall(case.journal.ledger.events(case.environment))
    seen = observe(case.platform, case.desired, now, case.default_template)
    live = remember(seen, memory)
    world = _world(case, live)
    reviewing = review(world)
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
    judged = judge_changes(judged, case.desired, case.policies, now)
    found = tuple(identified(judged.plan.problems, normpath(case.root)))
    judged = replace(judged, plan=replace(judged.plan, problems=found))
    return Sight(live, memory, judged, reviewing)


def take_over(case: Case, root: Path, layer: str, choice: tuple[Ref, ...] = ()) -> TakenOver:
    """Files that declare what is live: of *choice*, or all that no document declares yet.

    Writes nothing, here or there. Raises FilesError unless the configuration below *root* would be
    as sound with the files as without, and the plan would ask for nothing more.
    """
    sight = look(case)
    drafts = draft(_world(case, sight.live), choice)
    folders = {kind.name: kind.collection for kind in KINDS}
    new = pages(drafts.documents, root, layer, folders)
    sources = [Source(str(page.path), layer, page.text) for page in new]
    return TakenOver(new, drafts, len(_proved(case, sight, root, sources).changes))


def propose(case: Case, sight: Sight, root: Path, *, everything: bool = False) -> Proposal:
    """The files below *root* with what is live in the sight's plan. Writes nothing."""
    world = _world(case, sight.live)

    def plan(tree: Tree) -> Plan:
        desired = tree.validated.environments[case.environment]
        return compare(replace(world, desired=desired), sight.memory, case.environment)

    desk = Desk(
        environment=case.environment,
        world=world,
        tree=tree(root),
        read=lambda texts: tree(root, texts),
        plan=plan,
        say=lambda cause: taken_over(cause, case.zone),
    )
    return write_down(desk, sight.judged.plan, everything=everything)


def tree(root: Path, texts: Mapping[str, str] | None = None) -> Tree:
    """The files below *root*, or other *texts* in their place, and what is made of them."""
    found = (
        list(sources(root))
        if texts is None
        else [Source(file, layer_of(root, file), text) for file, text in texts.items()]
    )
    configuration, problems = understood(root, found)
    read = {source.file: source.text for source in found if isinstance(source, Source)}
    return Tree(read, configuration, _checked(configuration, problems))


def apply(case: Case, sight: Sight, tell: Callable[[Outcome], None]) -> Report:
    """Do what the sight's plan says and nothing else.

    Raises ConfigurationError before any write when the live tenant shows that the files are wrong,
    and PlanRefused when a limit or a rule forbids a change.
    """
    if sight.judged.plan.errors:
        raise ConfigurationError(sight.judged.plan.errors)
    refused = [(change, v) for change, v in sight.judged if isinstance(v, Refused)]
    if refused:
        raise PlanRefused(refused)
    return carry_out(sight.judged, _bench(case, sight.live, sight.memory, tell))


def sittings(case: Case, sight: Sight) -> Mapping[Ref, Terms]:
    """The terms of every sitting, as a look showed them."""
    return terms(_world(case, sight.live))


def reviewers(case: Case, sight: Sight) -> tuple[Reviewing, ...]:
    """Who looks at the recordings of each assessment once the files are applied."""
    world = _world(case, sight.live)
    return review(world, terms(world))


def notice(case: Case, told: Terms, phrases: Phrases, *, office: bool = False) -> Notice:
    """What the candidates of a sitting must be told, or what its *office* has to do for it.

    Raises Untold when nobody can tell the sitting's terms.
    """
    place = Place(case.institution, case.environment, case.zone)
    return (instruct if office else inform)(told, phrases, place)


def publish(case: Case, memory: Memory, notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Record that candidates have these notices; those of which it was news."""
    new = tuple(n for n in notices if news(memory.published.get(n.ref, {}).values(), n))
    case.journal.note_all(
        case.journal.event(
            Happened.NOTIFIED,
            one.ref,
            one.gist.settings,
            language=one.language,
            revision=one.revision,
            times=one.gist.times,
            words=one.gist.words,
        )
        for one in new
    )
    return new


def outdated(case: Case, sight: Sight, root: Path) -> Iterator[OutOfDate]:
    """The published notices of sittings to come that no longer say what holds."""
    published = sight.memory.published
    now = sittings(case, sight) if published else {}
    for ref, by_language in sorted(published.items()):
        if ref in now and now[ref].to_come:
            for known in by_language.values():
                found = _outdated(case, known, now[ref], root)
                if found:
                    yield found


def _outdated(case: Case, known: Published, told: Terms, root: Path) -> OutOfDate | None:
    try:
        return outdate(known, notice(case, told, translate(root, known.language)))
    except ConfigurationError:
        return gone(told.ref, known, f"nobody has texts in {known.language} any more")
    except Untold:
        return gone(told.ref, known, "nobody can tell any more what it runs with")


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


def overtaken(case: Case, sight: Sight) -> bool:
    """Whether another run has written to the ledger since the look."""
    events = case.journal.ledger.events(case.environment)
    return recall(events).events != sight.memory.events


def opened(journal: Journal) -> tuple[Ref, ...]:
    """The schedules that a run of ours deactivated and nobody has recorded as active since."""
    return tuple(recall(journal.ledger.events(journal.environment)).opened)


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


def _world(case: Case, live: Live) -> World:
    today = case.now.astimezone(case.zone).date()
    return World(case.desired, live, case.catalogue, today)


def _proved(case: Case, sight: Sight, root: Path, new: Iterable[Source]) -> Plan:
    """The plan with *new* files; raises FilesError when they bring an error, or ask for more."""
    configuration, problems = load(root)
    before = _checked(configuration, problems)
    items = [item for source in new for item in read(source)]
    documents = [item for item in items if not isinstance(item, Problem)]
    found = [item for item in items if isinstance(item, Problem)]
    whole = replace(configuration, documents=(*configuration.documents, *documents))
    after = _checked(whole, [*problems, *found])
    wrong = [str(p) for p in after.problems if p.level is Level.ERROR and p not in before.problems]
    desired = after.environments.get(case.environment, {})
    world = replace(_world(case, sight.live), desired=desired)
    plan = compare(world, sight.memory, case.environment)
    asked = _work(plan) - _work(sight.judged.plan)
    wrong += [f"{ref} would be asked to change" for ref in sorted({ref for ref, *_ in asked})]
    wrong += [str(p) for p in plan.errors if p not in sight.judged.plan.errors]
    if wrong:
        more = f" and {len(wrong) - FEW} more" if len(wrong) > FEW else ""
        said = "; ".join(wrong[:FEW]) + more
        raise FilesError(f"nothing was written, since files and tenant would disagree: {said}")
    return plan


def _work(plan: Plan) -> set[tuple[Ref, str, str]]:
    return {
        (change.ref, change.action, path)
        for change in plan.changes
        for path in ("", *(field.path for field in getattr(change, "fields", ())))
    }


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


def _checked(configuration: Configuration, problems: Sequence[Problem]) -> Validated:
    return judge(validate(configuration, problems, shipped()))


def _ending(validated: Validated, now: datetime) -> Iterable[Problem]:
    if validated.site is None or not validated.ok:
        return ()
    today = now.astimezone(ZoneInfo(validated.site.time_zone)).date()
    return dict.fromkeys(p for d in validated.environments.values() for p in expire(d, today))


def _noting(plan: Plan, notes: Iterable[Note]) -> Plan:
    aside = replace(plan.aside, noticed=(*plan.aside.noticed, *notes))
    return replace(plan, aside=aside)


def _named(plan: Plan, live: Live, memory: Memory, platform: Platform) -> Plan:
    since = oldest(memory, moved(plan))
    return attribute(plan, live, platform.audit(since)) if since else plan


def _chosen(plan: Plan, choice: Choice, memory: Memory) -> Plan:
    if choice.approved:
        plan = only_approved(plan, memory)
    if choice.refs:
        plan = only(plan, choice.refs)
    return only_drift(plan) if choice.drift else plan
