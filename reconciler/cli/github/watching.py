"""Drift where people read it: in one issue, and under the run."""

import os
from pathlib import Path

from reconciler.cli.look import seen
from reconciler.cli.talk import Talk
from reconciler.forge import issues
from reconciler.forge.actions import current
from reconciler.forge.rest import connected, patiently
from reconciler.model.exit_code import ExitCode
from reconciler.model.verdict import Verdict, Wait
from reconciler.reports import markdown
from reconciler.reports.drifted import DriftDocument, drift_document


def watched(environment: str, config: Path) -> int:
    """Look, and keep the issue; the exit code."""
    run, talk = current(os.environ), Talk()
    look = seen(config, environment, talk)
    document = drift_document(look.document, look.memory)
    talk.print_drift(document, look.zone, "text")
    body = markdown.drift(document, look.zone, markdown.found_by(run.page))
    run.summarise(body)
    mark = markdown.mark("drift", environment)
    with connected(run) as rest:
        if _worth_an_issue(document):
            patiently(lambda: issues.keep(rest, mark, f"Drift in {environment}", body))
        else:
            patiently(lambda: issues.close(rest, mark, markdown.in_sync_again(run.page)))
    return ExitCode.INACTIVE if document.inactive else ExitCode.IN_SYNC


def _worth_an_issue(document: DriftDocument) -> bool:
    moved = any(not _excused(moved.verdict) for moved in document.moved)
    return moved or bool(document.problems or document.inactive)


def _excused(verdict: Verdict) -> bool:
    return isinstance(verdict, Wait) and verdict.excused
