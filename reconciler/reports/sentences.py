"""A plan, a report and drift in one sentence each."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reconciler.model.change import Create, Delete, Why
from reconciler.model.observed import Known
from reconciler.model.plan import Note
from reconciler.model.problem import Level
from reconciler.model.verdict import Refused
from reconciler.reports.documents import PlanDocument
from reconciler.reports.groups import Group, Groups, grouped
from reconciler.reports.words import first, listed, number, shown

if TYPE_CHECKING:
    from reconciler.reports.drifted import DriftDocument
    from reconciler.reports.reported import ReportDocument

SHORT = 16  # characters of a digest: enough to name one plan, and what --expect takes

UNATTRIBUTED = (
    "Unattributed: where no cause is given, files and platform differ, and the ledger has no "
    "earlier apply to compare them with, so nothing tells who moved. An apply sets what the files "
    "say; from then on each plan names who moved what."
)


def plan(document: PlanDocument) -> str:
    """What a plan comes to; where it comes to nothing, that everything is as the files say."""
    inactive = document.aside.inactive
    said = [_plan(document)] if document.changes or not inactive else []
    return ". ".join([*_left_inactive(inactive), *said])


def _plan(document: PlanDocument) -> str:
    groups = grouped(document.changes)
    if document.changes:
        said = "; ".join([_now(groups), *_rest(groups)])
        return f"Plan: {said}{_due(document)}. Digest {document.digest[:SHORT]}"
    if _wrong(document):
        return "Plan: nothing can be said before the problems above are solved"
    if document.made.only or document.made.only_drift:
        return f"Nothing to do about {narrowed(document)}"
    looked = number(sum(document.declared.values()), "object")
    word = len(document.aside.attested)
    vouched = f", {word} by hand, attested" if word else ""
    return f"Everything is as the files say: {looked} looked at{vouched}{_due(document)}"


def _due(document: PlanDocument) -> str:
    return (
        f"; {number(len(document.due), 'object')} to be looked at by hand" if document.due else ""
    )


def _wrong(document: PlanDocument) -> bool:
    return any(problem.level is Level.ERROR for problem in document.problems)


def awaited(document: PlanDocument) -> str:
    """What must come first, since nothing of the plan is done before; empty for nothing."""
    solved = ["the problems above are solved"] if _wrong(document) else []
    refused = any(isinstance(planned.verdict, Refused) for planned in document.changes)
    return listed([*solved, *(["nothing is refused"] if refused else [])])


def heading(group: Group, document: PlanDocument) -> str:
    """The heading of a group; what would be done promises nothing while it has to wait."""
    before = awaited(document)
    return f"Would be done, once {before}" if group is Group.NOW and before else str(group)


def doing(document: PlanDocument) -> str:
    """How a sentence about all that would be done begins."""
    return "Doing it" if awaited(document) else "Doing it now"


def narrowed(document: PlanDocument) -> str:
    """What of the whole was asked for; empty when it was everything."""
    refs = first([shown(str(ref)) for ref in document.made.only])
    drift = "drift" if document.made.only_drift else ""
    return " of ".join(part for part in (drift, refs) if part)


def unattributed(document: PlanDocument) -> bool:
    """Whether nothing tells who moved some of the fields that are to change and can be read."""
    return any(
        field.cause.why is Why.UNATTRIBUTED and field.known is not Known.UNKNOWN
        for planned in document.changes
        if not isinstance(planned.change, Create | Delete)
        for field in planned.change.fields
    )


def runbook(document: PlanDocument) -> str:
    """How much there is to do by hand, and how to say that it is done."""
    steps = sum(len(sheet.steps) for sheet in document.by_hand)
    if not steps:
        return f"Nothing is to be done by hand. Plan {document.digest[:SHORT]}"
    done = f"`reconciler attest {document.environment} STEP… --by WHO`"
    return f"By hand: {number(steps, 'step')}. Plan {document.digest[:SHORT]}. When done: {done}"


def report(document: "ReportDocument") -> str:
    """What an apply did, what it sent, and what it leaves."""
    became = Counter(str(outcome.outcome) for outcome in document.outcomes)
    inactive = ["left inactive"] if became["left inactive"] else []
    counts = ", ".join(
        f"{became[name]} {name}" for name in [*inactive, "done", "failed", "skipped"]
    )
    requests, writes = number(document.requests, "request"), number(document.writes, "write")
    left = list(_rest(grouped(document.left)))
    rest = f"Left: {'; '.join(left)}. " if left else ""
    did = f"Applied to {document.environment}: {counts}; {requests} sent, {writes} among them"
    return f"{did}. {rest}Run {document.run}"


def drift(document: "DriftDocument") -> str:
    """How much has moved, by cause."""
    return ". ".join([*_left_inactive(document.inactive), _drift(document)])


def _drift(document: "DriftDocument") -> str:
    causes = Counter(field.cause.why for moved in document.moved for field in moved.fields)
    others = number(document.others, "change")
    pending = f"; {others} planned for other reasons" if document.others else ""
    if not causes:
        looked = number(document.looked_at, "object")
        return f"Nothing has moved on the platform: {looked} looked at{pending}"
    counts = listed(f"{count} {why}" for why, count in sorted(causes.items()))
    fields = "field" if causes.total() == 1 else "fields"
    moved = number(len(document.moved), "object")
    return f"Drift: {counts} {fields} of {moved}{pending}"


def _left_inactive(notes: Sequence[Note]) -> Iterator[str]:
    if notes:
        yield f"{number(len(notes), 'exam')} LEFT INACTIVE"


def _now(groups: Groups) -> str:
    now = Counter(entry.change.action for entry in groups[Group.NOW])
    said = [f"{now[action]} to {action}" for action in ("create", "update", "delete")]
    return ", ".join([*said, f"{now['reactivate']} to re-activate"] if now["reactivate"] else said)


def _rest(groups: Groups) -> Iterator[str]:
    """What is not done now, as far as there is any."""
    for group, (one, many) in _TAILS.items():
        count = len(groups[group])
        if count:
            yield f"{count} {one if count == 1 else many}"


_TAILS = {
    Group.REFUSED: ("refused", "refused"),
    Group.REACTIVATION: ("needs re-activation", "need re-activation"),
    Group.WAITING: ("waiting", "waiting"),
    Group.TOO_LATE: ("too late", "too late"),
    Group.BY_HAND: ("by hand", "by hand"),
}
