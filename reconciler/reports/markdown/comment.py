"""A plan as the one comment on a pull request: what a reviewer decides on, the rest folded."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import tzinfo
from typing import Final

from reconciler.model.change import Change, Create, Delete, FieldChange, Why
from reconciler.model.observed import Known
from reconciler.reports import sentences, words
from reconciler.reports.documents import PlanDocument, Planned
from reconciler.reports.drifted import MOVED
from reconciler.reports.groups import Group, grouped, why
from reconciler.reports.markdown.escape import code, escape
from reconciler.reports.markdown.page import LARGEST, bullets, folded, mark, page
from reconciler.reports.markdown.plan import details, foot, head
from reconciler.reports.words import number

MOST: Final = 25  # of one list: the folded plan has them all


def comment(document: PlanDocument, zone: tzinfo, signature: str, run: str) -> str:
    """The comment; *signature* is a line for programs, *run* the page of the run behind it."""
    first = f"{mark('plan', document.environment)}\n{signature}"
    shown = [first, *head(document, zone), *_apart(document, zone)]
    last = f"{foot(document, zone)} <sub>[Its run]({run}) shows all of it.</sub>"
    room = LARGEST - sum(len(part.encode()) + 2 for part in [*shown, last]) - len(_SUMMARY) - 100
    told = f"More than a comment can hold is left out here; [the run]({run}) shows all of it."
    whole = page(details(document, zone), room - len(told), told).rstrip()
    count = number(len(document.changes), "change")
    fold = folded(f"{_SUMMARY} ({count})", whole) if document.changes else ""
    return page([*shown, fold, last])


_SUMMARY = "The whole plan"


def _apart(document: PlanDocument, zone: tzinfo) -> Iterator[str]:
    """What a reviewer could overlook: what the files did not ask for, and what will not happen."""
    moved = [said for planned in document.changes for said in _moved(planned.change, zone)]
    if moved:
        yield "### Moved on the platform; applying puts it back"
        yield _first(moved)
    for group, members in grouped(document.changes).items():
        if members and group is not Group.NOW:
            yield f"### {escape(sentences.heading(group, document))}"
            yield _first([_held(planned, zone) for planned in members])


def _moved(change: Change, zone: tzinfo) -> Iterator[str]:
    if isinstance(change, Create) and change.cause.why in MOVED:
        yield f"{code(str(change.ref))} was deleted {escape(words.mover(change.cause, zone))}"
    if isinstance(change, Create | Delete):
        return
    for said, fields in words.by_cause(filter(_drifted, change.fields), zone):
        told = "; ".join(words.transition(field, zone) for field in fields)
        yield f"{code(str(change.ref))}: {escape(told)} ({escape(said)})"


def _drifted(field: FieldChange) -> bool:
    # Where nothing tells who moved, the plan says so once, in the folded part.
    return field.known is not Known.UNKNOWN and field.cause.why in MOVED - {Why.UNATTRIBUTED}


def _held(planned: Planned, zone: tzinfo) -> str:
    return f"{code(str(planned.change.ref))}: {escape(why(planned, zone))}"


def _first(told: Sequence[str]) -> str:
    more = len(told) - MOST
    rest: Iterable[str] = [f"and {more} more, below"] if more > 0 else []
    return bullets([*told[:MOST], *rest])
