"""What people do by hand, step by step, for a terminal or a piece of paper."""

from collections.abc import Iterator
from datetime import tzinfo

from reconciler.reports import sentences
from reconciler.reports.documents import PlanDocument
from reconciler.reports.text.layout import Block, heading, line
from reconciler.reports.text.plan import inactive, made
from reconciler.reports.text.problems import problems
from reconciler.reports.text.steps import steps
from reconciler.reports.words import shown


def runbook(document: PlanDocument, zone: tzinfo) -> Iterator[Block]:
    """All steps in their order, a box before each, and how to say that they are done."""
    yield [line(made(document.environment, document.made, zone), "dim")]
    yield from inactive(document.aside.inactive)
    if document.problems:
        yield heading("Problems found on the tenant")
        yield problems(document.problems)
    for sheet in document.by_hand:
        yield heading(shown(str(sheet.ref)))
        yield list(steps(sheet, 2, "[ ] "))
    yield [line(""), line(sentences.runbook(document), "bold")]
