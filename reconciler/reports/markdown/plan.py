"""A plan for a pull request."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from itertools import groupby
from typing import assert_never

from reconciler.model.change import Change, Create, Delete, Manual, Reactivate, Update
from reconciler.reports import leading, sentences, words
from reconciler.reports.asides import briefs
from reconciler.reports.documents import PlanDocument, Planned
from reconciler.reports.groups import Group, chance, grouped, reason
from reconciler.reports.markdown.escape import code, escape
from reconciler.reports.markdown.page import (
    LARGEST,
    Row,
    bullets,
    folded,
    inactive,
    lines,
    mark,
    page,
    places,
    tables,
)
from reconciler.reports.markdown.problems import problems
from reconciler.reports.markdown.runbook import sheet
from reconciler.reports.touched import all_in_all, moved, touches

HEAD = ("", "object", "change", "why", "asked for at")
HOLDERS = ("", "before", "after")
SITTINGS = ("sitting", "starts", "candidates booked", "started")
FEW = 10


def plan(document: PlanDocument, zone: tzinfo, largest: int = LARGEST) -> str:
    """The whole plan, as far as it fits into so many bytes; its first line says whose it is."""
    parts = [
        mark("plan", document.environment),
        *head(document, zone),
        *details(document, zone),
        foot(document, zone),
    ]
    return page(parts, largest)


def head(document: PlanDocument, zone: tzinfo) -> Iterator[str]:
    """What everybody should read of it."""
    yield f"## Plan for {escape(document.environment)}"
    yield escape(sentences.plan(document))
    yield escape(all_in_all(document.impact, zone, sentences.doing(document)))
    yield escape(leading.all_in_all(document))
    yield inactive(document.aside.inactive)
    yield from _approvals(document)
    if document.problems:
        yield "### Problems found"
        yield problems(document.problems)


def details(document: PlanDocument, zone: tzinfo) -> Iterator[str]:
    """Every change, who can do what afterwards, whom it touches, and what is left alone."""
    for group, members in grouped(document.changes).items():
        if group is Group.NOW:
            yield from _waves(document, members, zone)
        elif members:
            yield from _others(group, members, zone)
    if document.due:
        yield folded(
            f"To be looked at by hand ({len(document.due)})", "\n\n".join(map(sheet, document.due))
        )
    yield from _access(document)
    yield from _sittings(document, zone)
    left = [escape(brief.sentence(FEW)) for brief in briefs(document.aside)]
    if left:
        yield folded(f"Left alone ({len(left)})", bullets(left))
    if sentences.unattributed(document):
        yield escape(sentences.UNATTRIBUTED)


def _waves(document: PlanDocument, members: Sequence[Planned], zone: tzinfo) -> Iterator[str]:
    if members and sentences.awaited(document):
        yield f"**{escape(sentences.heading(Group.NOW, document))}**"
    for wave, group in groupby(members, key=lambda planned: planned.wave):
        yield f"### Wave {wave}"
        yield from tables(HEAD, [row for planned in group for row in _rows(planned, zone)])


def _others(group: Group, members: Sequence[Planned], zone: tzinfo) -> Iterator[str]:
    reasons = dict.fromkeys(reason(planned.verdict, zone) for planned in members)
    told = [planned.by_hand for planned in members if planned.by_hand and planned.by_hand.steps]
    rest = [planned for planned in members if planned.by_hand not in told]
    rows = [row for planned in rest for row in _rows(planned, zone)]
    parts = [bullets(escape(said) for said in reasons), *map(sheet, told), *tables(HEAD, rows)]
    yield folded(f"{group} ({len(members)})", "\n\n".join(parts))


def _approvals(document: PlanDocument) -> Iterator[str]:
    told = bullets(
        f"**{escape(team)}**: {escape(said)}" for team, said in leading.demands(document)
    )
    if told:
        yield "### Needs the approval of"
        yield told


def _access(document: PlanDocument) -> Iterator[str]:
    rows = [[escape(cell) for cell in row] for row in moved(document.access)]
    if rows:
        yield "### Who can do what"
        yield from tables(HOLDERS, rows)


def _sittings(document: PlanDocument, zone: tzinfo) -> Iterator[str]:
    """The sittings that would be touched, by name."""
    rows = [
        [
            code(str(sitting.ref)),
            escape(words.moment(sitting.starts, zone)),
            _count(sitting.candidates),
            _count(sitting.started),
        ]
        for sitting in document.impact.sittings
    ]
    if rows:
        yield folded(f"{_touched(document)} ({len(rows)})", "\n\n".join(tables(SITTINGS, rows)))


def _touched(document: PlanDocument) -> str:
    return "Sittings touched" if sentences.awaited(document) else "Sittings touched now"


def _count(people: int | None) -> str:
    return "unknown" if people is None else str(people)


def _rows(planned: Planned, zone: tzinfo) -> Iterator[Row]:
    """A row for all fields of one cause; the first says whom the change touches."""
    change = planned.change
    about = [
        touches(planned.impact, zone),
        chance(planned.verdict, zone),
        *leading.leads(planned.effects),
    ]
    name = lines([code(str(change.ref)), *(escape(said) for said in about if said)])
    head = [escape(words.SIGNS[change.action]), name]
    for said, why, where in _said(change, zone):
        yield [*head, said, escape(why), where]
        head = ["", ""]


def _said(change: Change, zone: tzinfo) -> Iterator[tuple[str, str, str]]:
    match change:
        case Create():
            said = ["**create**", *(escape(words.assignment(field)) for field in change.fields)]
            where = [change.place, *(field.place for field in change.fields)]
            yield lines(said), "", places(where)
        case Delete():
            yield "**delete**", "", places([change.place])
        case Manual(reason=why, fields=()):
            yield "by hand", why, places([change.place])
        case Update() | Reactivate() | Manual():
            for cause, fields in words.by_cause(change.fields, zone):
                said = [escape(words.transition(field, zone)) for field in fields]
                yield lines(said), cause, places(field.place for field in fields)
        case _:
            assert_never(change)


def foot(document: PlanDocument, zone: tzinfo) -> str:
    """When it was made and of what."""
    commit = (
        f" from commit {code(words.revision(document.made.commit))}" if document.made.commit else ""
    )
    only = sentences.narrowed(document)
    narrowed = f" Only {code(only)}." if only else ""
    at = escape(words.moment(document.made.at, zone))
    return f"<sub>Made at {at} {escape(str(zone))}{commit}.{narrowed}</sub>"
