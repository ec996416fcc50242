"""How an environment stands, on one screen."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, tzinfo

from reconciler.kinds.running import KEYS
from reconciler.model.change import Change, Create, Delete, Reactivate
from reconciler.model.event import Event, Happened
from reconciler.model.observed import Known
from reconciler.model.runbook import ADD_ON
from reconciler.reports import words
from reconciler.reports.documents import Lock, PlanDocument, Standing
from reconciler.reports.groups import Group, grouped
from reconciler.reports.text.layout import Block, line
from reconciler.reports.text.outdated import outdated
from reconciler.reports.text.plan import inactive, made
from reconciler.reports.text.problems import problems
from reconciler.reports.text.stale import stale

_COLUMN = 16
FEW = 3
_HOUR = 3600
_DAY = 24 * _HOUR


def status(standing: Standing, zone: tzinfo) -> Iterator[Block]:
    """In sync or why not, and what else there is to know; times on the clocks of *zone*."""
    document = standing.plan
    yield [line(made(document.environment, document.made, zone), "dim")]
    yield [line(_verdict(document), "bold")]
    if standing.tenant.proctorio_active is False:
        yield problems(document.problems)
    yield from inactive(document.aside.inactive)
    sittings = list(stale(document.changes, zone))
    yield from sittings
    notices = list(outdated(standing.outdated, zone))
    yield from notices
    if document.aside.inactive or sittings or notices:
        yield [line("")]
    rows = [
        *_work(document),
        *_by_hand(document),
        *_aside(document),
        *_reviewers(standing),
        *_tenant(standing, zone),
    ]
    yield [line(f"{name:<{_COLUMN}}{words.shown(text)}", "", 2) for name, text in rows]


def _verdict(document: PlanDocument) -> str:
    looked = words.number(sum(document.declared.values()), "object")
    attested = f"{len(document.aside.attested)} by hand, attested"
    if document.problems or document.changes or document.aside.inactive or document.due:
        return f"Not in sync ({looked} looked at)"
    return f"In sync ({attested if document.aside.attested else f'{looked} looked at'})"


def _work(document: PlanDocument) -> Iterator[tuple[str, str]]:
    if document.problems:
        yield "problems", f"{len(document.problems)} found"
    causes = Counter(cause for entry in document.changes for cause in _causes(entry.change))
    if causes:
        yield "why", ", ".join(f"{count} {why}" for why, count in sorted(causes.items()))
    for group, members in grouped(document.changes).items():
        if members and group in _NAMES:
            names = [words.title(entry.change) for entry in members]
            yield _NAMES[group], f"{len(members)}: {words.first(names)}"


def _by_hand(document: PlanDocument) -> Iterator[tuple[str, str]]:
    """What people are asked to do or to look at, and whose word counts meanwhile."""
    steps = sum(len(sheet.steps) for sheet in document.by_hand)
    if steps:
        yield "steps", f"{steps} by hand: `reconciler runbook {document.environment}` prints them"
    if document.due:
        names = [f"{sheet.ref} ({sheet.steps[0].name})" for sheet in document.due]
        yield "due by hand", f"{len(names)}: {words.first(names)}"
    if document.aside.attested:
        looked = sum(document.declared.values())
        yield "known", f"{looked} by looking, {len(document.aside.attested)} by somebody's word"
    if document.aside.contradicted:
        names = [f"{note.ref}: {note.why}" for note in document.aside.contradicted]
        yield "contradicted", f"{len(names)}: {'; '.join(names[:FEW])}"


def _causes(change: Change) -> Iterator[str]:
    """The cause of each field, as far as its live value is known at all."""
    match change:
        case Create() | Delete():
            yield "configured"
        case _:
            for field in change.fields:
                yield "unreadable" if field.known is Known.UNKNOWN else field.cause.why


def _aside(document: PlanDocument) -> Iterator[tuple[str, str]]:
    aside = document.aside
    for name, notes in (
        ("unmanaged", aside.unmanaged),
        ("unreachable", aside.unreachable),
        ("unknown", aside.unknown),
        ("over", aside.over),
    ):
        if notes:
            yield name, f"{len(notes)}: {words.first([str(note.ref) for note in notes])}"


def _reviewers(standing: Standing) -> Iterator[tuple[str, str]]:
    """The assessments whose recordings cannot be reviewed as the files say."""
    wrong = [str(one.ref) for one in standing.reviewing if one.findings]
    if wrong:
        where = f"`reconciler report reviewers {standing.plan.environment}` says why"
        yield "reviewers", f"{len(wrong)} cannot be reviewed: {words.first(wrong)}; {where}"


def _tenant(standing: Standing, zone: tzinfo) -> Iterator[tuple[str, str]]:
    yield from _keys(standing)
    if standing.lock:
        yield "lock", _held(standing.lock, standing.plan.made.at, zone)
    yield "Proctorio", _add_on(standing, zone)
    event = standing.applied
    if event is None:
        yield "last apply", "never, as far as this ledger knows"
    else:
        yield "last apply", _applied(event, standing, zone)


def _applied(event: Event, standing: Standing, zone: tzinfo) -> str:
    age = _age(event.at, standing.plan.made.at)
    said = f"{age} ago by {event.actor}, {words.moment(event.at, zone)}"
    if event.happened is not Happened.STARTED:
        return said
    at_work = standing.lock and standing.plan.made.at < standing.lock.until
    return f"began {said}, and {'has not finished yet' if at_work else 'did not finish'}"


def _add_on(standing: Standing, zone: tzinfo) -> str:
    tenant, attested = standing.tenant, standing.plan.aside.attested
    said = next((said for said in attested if said.ref == ADD_ON), None)
    if said:
        return f"active, as {said.by} attested at {words.moment(said.at, zone)}"
    if tenant.proctorio_active is None:
        return "no channel tells whether it is active"
    if not tenant.proctorio_active:
        return "not active: ask the Cirrus Service Desk"
    keys = tenant.keys_changed_at
    return f"active, keys of {words.moment(keys, zone)}" if keys else "active"


def _keys(standing: Standing) -> Iterator[tuple[str, str]]:
    """The activated schedules that still run with keys from before they were changed."""
    changed = standing.tenant.keys_changed_at
    if standing.tenant.proctorio_active is None:
        yield "keys", "no channel tells; once they are changed, re-activate all that is activated"
    old = [
        str(entry.change.ref)
        for entry in standing.plan.changes
        if isinstance(entry.change, Reactivate)
        and any(field.path == KEYS for field in entry.change.fields)
    ]
    if changed and old:
        yield "keys", f"older than the present ones in {len(old)}: {words.first(old)}"


def _held(lock: Lock, now: datetime, zone: tzinfo) -> str:
    since, until = words.moment(lock.since, zone), words.moment(lock.until, zone)
    if lock.until <= now:
        return f"left behind by {lock.holder} at {since}; it ran out at {until}"
    return f"held by {lock.holder} since {since}, until {until}"


def _age(then: datetime, now: datetime) -> str:
    seconds = int((now - then).total_seconds())
    if seconds >= 2 * _DAY:
        return words.number(seconds // _DAY, "day")
    if seconds >= _HOUR:
        return words.number(seconds // _HOUR, "hour")
    return words.number(max(seconds, 0) // 60, "minute")


_NAMES = {
    Group.NOW: "to do",
    Group.REFUSED: "refused",
    Group.WAITING: "waiting",
    Group.BY_HAND: "by hand",
}
