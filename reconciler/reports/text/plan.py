"""A plan for people: what will be done, what will not and why, and one sentence at the end."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from reconciler.model.plan import Note
from reconciler.model.runbook import Sheet
from reconciler.reports import leading, sentences
from reconciler.reports.asides import briefs
from reconciler.reports.documents import Made, PlanDocument, Planned
from reconciler.reports.groups import Group, grouped, reason
from reconciler.reports.text import changes
from reconciler.reports.text.layout import Block, heading, line
from reconciler.reports.text.problems import problems
from reconciler.reports.text.steps import steps
from reconciler.reports.touched import all_in_all, moved
from reconciler.reports.words import FEW, moment, number, revision, shown

_NUMBERED = Group.NOW


def plan(document: PlanDocument, zone: tzinfo) -> Iterator[Block]:
    """The plan, times on the clocks of *zone*."""
    if document.problems or document.changes or document.aside.inactive or document.due:
        yield [line(_head(document, zone), "dim")]
    yield from inactive(document.aside.inactive)
    if document.problems:
        yield heading("Problems found")
        yield problems(document.problems)
    for group, members in grouped(document.changes).items():
        if members:
            yield heading(sentences.heading(group, document))
            yield from _members(group, members, zone)
    yield from due(document.due)
    yield from _access(document)
    yield from _approvals(document)
    yield from _left_alone(document)
    yield from _notes(document)
    left = document.aside.inactive or document.due or _rest(document)
    if document.changes or document.problems or left:
        yield [line("")]
    yield from _summary(document, zone)


def reviewed(document: PlanDocument, going: int) -> Iterator[Block]:
    """One line for a plan that somebody has read before; *going* of its changes are done now."""
    yield from inactive(document.aside.inactive)
    digest = document.digest[: sentences.SHORT]
    yield [line(f"Applying the reviewed plan {digest}: {number(going, 'change')}", "bold")]


def due(sheets: Sequence[Sheet]) -> Iterator[Block]:
    """What somebody should look at by hand, although nothing of it is to change."""
    if sheets:
        yield heading("To be looked at by hand")
    for sheet in sheets:
        yield [line(shown(str(sheet.ref)), "bold", 5), *steps(sheet, changes.CAUSE)]


def inactive(notes: Sequence[Note]) -> Iterator[Block]:
    """The exams that somebody must see to now."""
    if notes:
        yield heading("LEFT INACTIVE: candidates cannot see these exams")
        yield [
            line(f"! {shown(str(note.ref))}: {shown(note.why)}", "bold red", 2) for note in notes
        ]


def made(environment: str, made: Made, zone: tzinfo) -> str:
    """What was looked at, when, and from which commit."""
    commit = f", commit {revision(made.commit)}" if made.commit else ""
    return f"{environment}, {moment(made.at, zone)} {zone}{commit}"


def _head(document: PlanDocument, zone: tzinfo) -> str:
    only = sentences.narrowed(document)
    return made(document.environment, document.made, zone) + (
        f", only {shown(only)}" if only else ""
    )


def _members(group: Group, members: tuple[Planned, ...], zone: tzinfo) -> Iterator[Block]:
    if group is Group.REFUSED:
        yield from _refused(members, zone)
        return
    last = 0
    for planned in members:
        fresh = group is _NUMBERED and planned.wave != last
        last = planned.wave
        yield changes.block(planned, zone, f"{planned.wave}." if fresh else "")


def _refused(members: tuple[Planned, ...], zone: tzinfo) -> Iterator[Block]:
    """Refused changes under the reasons that they share; a reason of one stands below it."""
    reasons: dict[str, list[Planned]] = {}
    for planned in members:
        reasons.setdefault(reason(planned.verdict, zone), []).append(planned)
    for said, refused in reasons.items():
        shared = len(refused) > 1
        if shared:
            yield [line(shown(said), "bold", 2)]
        yield from (changes.block(planned, zone, reasoned=not shared) for planned in refused)


def _left_alone(document: PlanDocument) -> Iterator[Block]:
    found = _rest(document)
    if found:
        yield heading("Left alone")
        yield found


def _access(document: PlanDocument) -> Iterator[Block]:
    found = [line(f"{who}: {was} → {will}", "", 2) for who, was, will in moved(document.access)]
    if found:
        yield heading("Who can do what")
        yield found


def _approvals(document: PlanDocument) -> Iterator[Block]:
    found = [line(f"{team}: {said}", "", 2) for team, said in leading.demands(document)]
    if found:
        yield heading("Needs the approval of")
        yield found


def _notes(document: PlanDocument) -> Iterator[Block]:
    if sentences.unattributed(document):
        yield [line(""), line(sentences.UNATTRIBUTED, "dim")]


def _summary(document: PlanDocument, zone: tzinfo) -> Iterator[Block]:
    leads = leading.all_in_all(document)
    if leads:
        yield [line(leads)]
    touched = all_in_all(document.impact, zone, sentences.doing(document))
    if touched:
        yield [line(touched)]
    yield [line(sentences.plan(document), "bold")]


def _rest(document: PlanDocument) -> Block:
    return [line(brief.sentence(FEW), "", 2) for brief in briefs(document.aside)]
