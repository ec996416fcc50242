"""How an environment stands, on one screen."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, tzinfo

from reconciler.model.change import Change, Create, Delete
from reconciler.model.event import Event, Happened
from reconciler.model.observed import Features, Known
from reconciler.reports import words
from reconciler.reports.documents import Lock, PlanDocument, Standing
from reconciler.reports.groups import Group, grouped
from reconciler.reports.text.layout import Block, line
from reconciler.reports.text.outdated import outdated
from reconciler.reports.text.plan import inactive, made
from reconciler.reports.text.stale import stale

_COLUMN = 16
_HOUR = 3600
_DAY = 24 * _HOUR


def status(standing: Standing, zone: tzinfo) -> Iterator[Block]:
    """In sync or why not, and what else there is to know; times on the clocks of *zone*."""
    document = standing.plan
    yield [line(made(document.environment, document.made, zone), "dim")]
    yield [line(_verdict(document), "bold")]
    yield from inactive(document.aside.inactive)
    sittings = list(stale(document.changes, zone))
    yield from sittings
    notices = list(outdated(standing.outdated, zone))
    yield from notices
    if document.aside.inactive or sittings or notices:
        yield [line("")]
    rows = [*_work(document), *_aside(document), *_reviewers(standing), *_tenant(standing, zone)]
    yield [line(f"{name:<{_COLUMN}}{words.shown(text)}", "", 2) for name, text in rows]


def _verdict(document: PlanDocument) -> str:
    looked = words.number(sum(document.declared.values()), "object")
    if document.problems or document.changes or document.aside.inactive:
        return f"Not in sync ({looked} looked at)"
    return f"In sync ({looked} looked at)"


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
    wrong = [str(one.ref) for one in standing.reviewing if one.by and one.findings]
    if wrong:
        where = f"`reconciler report reviewers {standing.plan.environment}` says why"
        yield "reviewers", f"{len(wrong)} cannot be reviewed: {words.first(wrong)}; {where}"


def _tenant(standing: Standing, zone: tzinfo) -> Iterator[tuple[str, str]]:
    if standing.lock:
        yield "lock", _held(standing.lock, standing.plan.made.at, zone)
    yield "Proctorio", _add_on(standing.tenant, zone)
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


def _add_on(tenant: Features, zone: tzinfo) -> str:
    if tenant.proctorio_active is None:
        return "unknown: no channel tells"
    # Where it is not active, nothing is compared and there is nothing to stand here.
    keys = tenant.keys_changed_at
    return f"active, keys of {words.moment(keys, zone)}" if keys else "active"


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
