"""One apply from the look to the report: consent is settled before anything is written."""

from contextlib import nullcontext
from dataclasses import replace

import click

from reconciler import pipeline
from reconciler.cli import INTERRUPTED, checkout
from reconciler.cli.access import Limits
from reconciler.cli.case import Opened, Purpose, locked, opened
from reconciler.cli.look import check_choice
from reconciler.cli.order import Order
from reconciler.cli.progress import Interrupted, Progress
from reconciler.cli.rescue import rescued, shouting
from reconciler.cli.saved import saved
from reconciler.cli.talk import Talk
from reconciler.errors import PlanMoved, ReconcilerError
from reconciler.model import exit_code
from reconciler.model.consent import Consent
from reconciler.model.memory import Memory
from reconciler.model.verdict import Go, Refused
from reconciler.reports import json
from reconciler.reports.documents import PlanDocument, plan_document
from reconciler.reports.reported import report_document
from reconciler.reports.sentences import SHORT
from reconciler.reports.text import plan as page
from reconciler.reports.text import report as ending
from reconciler.reports.text.problems import problems
from reconciler.reports.words import number


def carry_out(order: Order) -> int:
    """Apply; the exit code. Raises ReconcilerError when nothing is to be written."""
    talk = Talk()
    review = saved(order.plan) if order.plan else None
    limits = Limits(order.allow_changes, order.allow_deletes, order.break_glass, order.signed_off)
    with opened(order.config, order.environment, talk, Purpose.WRITE, limits) as found:
        at = replace(found, case=replace(found.case, consent=_consented(order)))
        with locked(at, talk) as mending:
            memory = pipeline.recalled(mending.case)
            rescues = rescued(mending, memory, talk)
        with shouting(rescues):
            code = _agreed(order, review, at, memory, talk)
        # What an earlier run left inactive, and nobody could mend, outweighs what this one did.
        return exit_code.of_rescue(rescues) or code


def _agreed(
    order: Order, review: PlanDocument | None, at: Opened, known: Memory, talk: Talk
) -> int:
    """Look, show, ask, and do what was agreed to."""
    sight = _sight(order, review, at, known, talk)
    document = plan_document(sight.judged, at.made(_choice(order, review)))
    going = sum(isinstance(verdict, Go) for _, verdict in sight.judged)
    _show(order, sight, document, at, talk)
    if going and not _forbidden(sight):
        _consent(order, going, document, at, talk)
    # Not before somebody has agreed: a person may take long, and others have work to do.
    with locked(at, talk) as working:
        if pipeline.overtaken(working.case, sight):
            raise PlanMoved(
                f"nothing was sent, since another run has worked on {order.environment} "
                "after this plan was made; look again"
            )
        return _do(order, sight, working, talk)


def _show(
    order: Order, sight: pipeline.Sight, document: PlanDocument, at: Opened, talk: Talk
) -> None:
    going = sum(isinstance(verdict, Go) for _, verdict in sight.judged)
    if order.form == "text" and order.reviewed and going and not _forbidden(sight):
        talk.result(page.reviewed(document, going))
    elif order.form == "text":
        talk.result(page.plan(document, at.case.zone))
    elif sight.judged.plan.errors:
        talk.show([problems(sight.judged.plan.errors)])


def _consented(order: Order) -> Consent:
    return Consent(order.reviewed, order.because or "")


def _sight(
    order: Order, review: PlanDocument | None, at: Opened, known: Memory, talk: Talk
) -> pipeline.Sight:
    choice = _choice(order, review)
    with talk.busy(f"looking at {order.environment}"):
        sight = pipeline.look(at.case, choice, known)
    check_choice(choice, sight, at.case)
    _current(order, sight)
    if review:
        pipeline.approved(sight, review.digest, review.judged.plan, review.made.at)
    elif order.expect:
        pipeline.approved(sight, order.expect, made=order.made)
    reviewed = review.judged if review else None
    pipeline.bounded(sight, order.max_schedules, order.max_candidates, reviewed)
    return sight


def _current(order: Order, sight: pipeline.Sight) -> None:
    """Raise ReconcilerError when these files may be older than those that were applied last."""
    reason = "" if order.rollback else checkout.behind(order.config, sight.memory.commit)
    if reason:
        raise ReconcilerError(
            f"nothing was sent, since this checkout may be out of date: {reason}; "
            "pull first, or add --rollback to go back on purpose"
        )


def _choice(order: Order, review: PlanDocument | None) -> pipeline.Choice:
    """What of the whole: as the reviewed plan had it, or as the command line says."""
    if review:
        return pipeline.Choice(review.made.only, review.made.only_drift)
    return pipeline.Choice(order.only, order.only_drift, order.approved)


def _forbidden(sight: pipeline.Sight) -> bool:
    """Whether pipeline.apply will say no, so that nobody needs to be asked."""
    refused = any(isinstance(verdict, Refused) for _, verdict in sight.judged)
    return refused or bool(sight.judged.plan.errors)


def _consent(order: Order, going: int, document: PlanDocument, at: Opened, talk: Talk) -> None:
    if order.yes or order.reviewed or order.approved:
        return
    what = f"{_these(going)} to {order.environment}"
    if order.no_input or not talk.listens:
        raise ReconcilerError(
            f"nothing was sent, since nobody can be asked whether to apply {what}; "
            f"add --yes, or --expect {document.digest[:SHORT]} for exactly this plan"
        )
    if order.form == "json":
        talk.show(page.plan(document, at.case.zone))
    if not click.confirm(f"Apply {what}?", default=False, err=True):
        raise ReconcilerError("nothing was sent")


def _these(going: int) -> str:
    return "this change" if going == 1 else f"these {number(going, 'change')}"


def _do(order: Order, sight: pipeline.Sight, at: Opened, talk: Talk) -> int:
    going = sum(isinstance(verdict, Go) for _, verdict in sight.judged)
    progress = Progress(going, talk)
    with progress.interruptible() if going else nullcontext():
        try:
            report = pipeline.apply(at.case, sight, progress.tell)
        except Interrupted:
            talk.say(
                f"stopped after {progress.told} of {number(going, 'change')}; apply again to go on"
            )
            return INTERRUPTED
    requests, writes = at.platform.requests, at.platform.writes
    document = report_document(report, at.made(), requests, writes)
    if order.form == "json":
        talk.raw(json.write(document))
    elif going:
        talk.result(ending.report(document, at.case.zone))
    else:
        talk.say("nothing to do")
    return exit_code.of_report(report)
