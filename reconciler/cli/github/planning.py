"""A plan where people read it: on the pull request and under the run."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reconciler import pipeline
from reconciler.cli.github.reviewed import reviewed
from reconciler.cli.github.trusted import demand_trusted
from reconciler.cli.look import Look, seen
from reconciler.cli.saved import save
from reconciler.cli.talk import Talk
from reconciler.errors import ForgeError, PlanMoved, ReconcilerError
from reconciler.forge import comments
from reconciler.forge.actions import SUMMARY_BYTES, PullRequest, Run, current
from reconciler.forge.approvers import demand_reviewers
from reconciler.forge.rest import Rest, connected, patiently
from reconciler.forge.review import Review
from reconciler.model import exit_code
from reconciler.model.impact import together
from reconciler.model.verdict import ByHand, TooLate, Wait
from reconciler.reports import markdown
from reconciler.reports.documents import Planned


def planned(environment: str, config: Path, trusted: Path | None, out: Path | None) -> int:
    """Plan and say it; the exit code. Raises ReconcilerError after saying that, too."""
    run, talk = current(os.environ), Talk()
    with connected(run) as rest, _told(rest, run, environment):
        if trusted:
            demand_trusted(config, trusted, environment)
        look = seen(config, environment, talk)
        document = look.document
        talk.print_plan(document, look.zone, "text")
        run.summarise(markdown.plan(document, look.zone, SUMMARY_BYTES))
        if out:
            save(document, out)
        if run.pull_request:
            _comment(rest, run, run.pull_request, look)
        else:
            _hold(rest, run, look)
    return _code(look)


def _code(look: Look) -> int:
    """A plan is good unless it cannot be applied, or an exam is inactive."""
    code = exit_code.of_plan(look.judged)
    bad = {exit_code.ExitCode.INACTIVE, exit_code.ExitCode.ERROR}
    return code if code in bad else exit_code.ExitCode.IN_SYNC


@contextmanager
def _told(rest: Rest, run: Run, environment: str) -> Iterator[None]:
    """Say an error of the block where the plan would have stood."""
    try:
        yield
    except ReconcilerError as error:
        head = run.pull_request.head if run.pull_request else run.commit
        body = markdown.no_plan(environment, head, str(error), run.page)
        run.summarise(body)
        if run.pull_request and not isinstance(error, ForgeError):
            _keep(rest, run.pull_request, environment, body)
        raise


def _comment(rest: Rest, run: Run, pull: PullRequest, look: Look) -> None:
    document = look.document
    # All changes count, also those that wait now: what is approved may be done after the merge.
    impact = together(entry.impact.impact for entry in document.changes)
    candidates = impact.candidates if impact.counted else None
    review = Review(document.digest, pull.head, document.made.at, impact.schedules, candidates)
    body = markdown.comment(document, look.zone, review.signature, run.page)
    _keep(rest, pull, document.environment, body)


def _keep(rest: Rest, pull: PullRequest, environment: str, body: str) -> None:
    mark = markdown.mark("plan", environment)
    patiently(lambda: comments.keep(rest, pull.number, mark, body))


def _hold(rest: Rest, run: Run, look: Look) -> None:
    """Let the next job apply, if there is something to do and it is what was reviewed."""
    only_shown = run.inputs is not None and not run.inputs.get("digest")
    pending = any(map(_doable, look.document.changes)) and not only_shown
    if pending:
        _demand_reviewed(reviewed(rest, run, look.document.environment), look)
    teams = [demand.team for demand in look.document.approvals if pending and demand.missing]
    patiently(lambda: demand_reviewers(rest, teams))
    run.answer("pending", json.dumps(pending))
    run.answer("teams", json.dumps(teams))


def _demand_reviewed(review: Review, look: Look) -> None:
    """Raise PlanMoved where the apply would: better before somebody is asked to let it run."""
    try:
        pipeline.approved(look.sight, review.digest, made=review.made)
        pipeline.bounded(look.sight, review.schedules, review.candidates)
    except PlanMoved as error:
        hint = "if it is meant, start the workflow apply by hand with the digest that is shown"
        raise PlanMoved(f"{error}; {hint}") from None


def _doable(planned: Planned) -> bool:
    """Whether an apply could do it now, or once the time has come."""
    match planned.verdict:
        case TooLate() | ByHand() | Wait(excused=True):
            return False
        case _:
            return True
