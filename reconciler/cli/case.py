"""Opens an environment for a command: its files checked, its tenant reached, its ledger named."""

from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path
from platform import node
from zoneinfo import ZoneInfo

import click

from reconciler import checking, pipeline
from reconciler.cli import access, checkout
from reconciler.cli.guess import near
from reconciler.cli.signals import leave, on_ending
from reconciler.cli.talk import Talk
from reconciler.errors import ConfigurationError, LedgerError, LeftInactive, Locked
from reconciler.kinds.words import shipped
from reconciler.ledger.holder import Runner
from reconciler.ledger.journal import Journal
from reconciler.ledger.lease import Lease
from reconciler.ledger.port import Ledger
from reconciler.model.environment import Environment
from reconciler.model.problem import Level
from reconciler.model.site import Site
from reconciler.model.validated import Validated
from reconciler.platform.routing import Routed, connect
from reconciler.reports.documents import Made
from reconciler.reports.text.problems import problems
from reconciler.steps.instruct import Office
from reconciler.steps.validate import BASE, UNKNOWN_OVERLAY, catalogue

NO_LIMITS = access.Limits()
_LOOK_AGAIN_SECONDS = 2


class Purpose(Enum):
    """What an environment is opened for: to look, to fill files, to write, or to mend."""

    LOOK = "look"
    FILL = "fill"
    WRITE = "write"
    MEND = "mend"


_READS = frozenset({Purpose.LOOK, Purpose.FILL})


@dataclass(frozen=True, slots=True)
class Opened:
    """An environment that a command works on; *platform* counts what is sent.

    *layer* is the folder of the documents that no other environment has, where there is one.
    """

    case: pipeline.Case
    platform: Routed
    layer: str

    def made(self, choice: pipeline.Choice = pipeline.EVERYTHING) -> Made:
        """The stamp of a document that is made now."""
        return Made(self.case.now, self.case.journal.commit, choice.refs, choice.drift)


@contextmanager
def opened(
    config: Path,
    name: str,
    talk: Talk,
    purpose: Purpose = Purpose.LOOK,
    limits: access.Limits = NO_LIMITS,
) -> Iterator[Opened]:
    """The environment *name* of the files below *config*, until the end of the block.

    Raises ConfigurationError after telling its problems, but not to who mends: an exam is activated
    again whatever else is wrong. Nor are folders missed by who fills them. Sends nothing by itself.
    """
    validated = checking.check(config)
    if purpose is Purpose.FILL:
        validated = _without(validated, UNKNOWN_OVERLAY)
    if validated.site is None:
        talk.show([problems(validated.problems)])
    site, environment = declared(validated, name)
    check_teams(environment, limits.signed_off)
    home = config.absolute().parent
    with ExitStack() as stack:
        ledger = stack.enter_context(access.ledger(name, environment, home))
        journal = _journal(ledger, name, config)
        if purpose is not Purpose.MEND:
            _demand_sound(validated, journal, config, talk)
        reach = access.access(name, environment, home)
        platform = stack.enter_context(connect(reach, read_only=purpose in _READS))
        case = pipeline.Case(
            environment=name,
            desired=validated.environments.get(name, {}),
            catalogue=catalogue(site),
            zone=ZoneInfo(site.time_zone),
            platform=platform,
            journal=journal,
            institution=site.name,
            allowance=access.allowance(site, environment, limits, durable=ledger.durable),
            policies=validated.policies,
            default_template=environment.default_template,
            root=config,
            office=_office(site, environment),
        )
        yield Opened(case, platform, environment.overlay or BASE)


def _office(site: Site, environment: Environment) -> Office:
    words = shipped().override(site.runbook)
    return Office(words, environment.attest_again_after, environment.lead_time)


def _without(validated: Validated, code: str) -> Validated:
    kept = tuple(problem for problem in validated.problems if problem.code != code)
    return replace(validated, problems=kept)


@contextmanager
def noted(config: Path, name: str, talk: Talk) -> Iterator[Journal]:
    """The ledger of an environment as this run writes it, without the platform or its tokens."""
    validated = checking.check(config)
    if validated.site is None:
        talk.show([problems(validated.problems)])
    _, environment = declared(validated, name)
    with access.ledger(name, environment, config.absolute().parent) as ledger:
        yield _journal(ledger, name, config)


def declared(validated: Validated, name: str) -> tuple[Site, Environment]:
    """The site and its environment *name*; a usage error with the nearest name when it has none."""
    site = validated.site
    if site is None:
        raise ConfigurationError(validated.problems)
    if name not in site.environments:
        message = f'there is no environment "{name}"{near(name, site.environments)}'
        raise click.BadParameter(message, param_hint="ENVIRONMENT")
    return site, site.environments[name]


def check_teams(environment: Environment, signed_off: Collection[str]) -> None:
    """A usage error for a team whose approval the environment asks for nowhere."""
    known = [approval.team for approval in environment.approvals]
    for team in signed_off:
        if team not in known:
            nobody = "" if known else "; site.yaml asks for no approvals here"
            message = f'no change needs the approval of "{team}"{near(team, known)}{nobody}'
            raise click.BadParameter(message, param_hint="--signed-off")


def _demand_sound(validated: Validated, journal: Journal, config: Path, talk: Talk) -> None:
    """Raise ConfigurationError after telling the problems, or LeftInactive where exams are."""
    if validated.ok:
        warnings = sum(problem.level is Level.WARNING for problem in validated.problems)
        if warnings:
            talk.say(f"warnings: {warnings}; `reconciler validate {config}` shows them")
        return
    talk.show([problems(validated.problems)])
    error = ConfigurationError(validated.problems)
    names = ", ".join(str(ref) for ref in pipeline.opened(journal))
    if names:
        mend = f"run `reconciler resume {journal.environment}`"
        raise LeftInactive(f"left inactive, it seems: {names}; {mend}; {error}")
    raise error


@contextmanager
def locked(at: Opened, talk: Talk, wait: timedelta = timedelta()) -> Iterator[Opened]:
    """*at* with the environment's lock, without which nothing is written.

    Raises Locked when another run holds it, also after *wait*, and LeftInactive when an exam is
    inactive meanwhile.
    """
    with on_ending(leave), ExitStack() as stack:
        lease = _taken(stack, at, talk, at.case.now + wait)
        if lease.took_over:
            talk.say(f"took over the lock that had run out: {lease.took_over}")
        yield replace(at, case=replace(at.case, lease=lease.check))


def _taken(stack: ExitStack, at: Opened, talk: Talk, until: datetime) -> Lease:
    """The lock, kept to the end of the stack; tried again until *until*."""
    journal, told = at.case.journal, False
    runner = Runner(journal.actor, journal.run, node())
    while True:
        try:
            lease = journal.ledger.lease(journal.environment, runner, clock=journal.clock)
            return stack.enter_context(lease)
        except Locked as error:
            if at.case.now >= until:
                raise _while_inactive(journal, error) from None
            if not told:
                talk.say(f"waiting until {until:%H:%M} UTC: {error}")
        told = True
        at.case.pause(_LOOK_AGAIN_SECONDS)


def _while_inactive(journal: Journal, error: Locked) -> LedgerError | LeftInactive:
    opened = pipeline.opened(journal)
    if not opened:
        return error
    names = ", ".join(str(ref) for ref in opened)
    return LeftInactive(f"inactive, unless the other run is just at work on it: {names}; {error}")


def _journal(ledger: Ledger, environment: str, config: Path) -> Journal:
    def clock() -> datetime:
        return datetime.now(UTC)

    return Journal(
        ledger=ledger,
        environment=environment,
        run=checkout.run_id(clock()),
        actor=checkout.actor(config),
        commit=checkout.commit(config),
        clock=clock,
    )
