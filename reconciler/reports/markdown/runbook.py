"""By-hand work as a checklist, for an issue or a pull request."""

from collections.abc import Iterator
from datetime import tzinfo

from reconciler.model.runbook import Instruction, Sheet
from reconciler.reports import sentences, words
from reconciler.reports.documents import PlanDocument
from reconciler.reports.markdown.escape import code, escape
from reconciler.reports.markdown.page import bullets, inactive, page


def runbook(document: PlanDocument, zone: tzinfo) -> str:
    """The steps as boxes to tick; its first line lets a workflow find and edit it."""
    return page(_parts(document, zone))


def _parts(document: PlanDocument, zone: tzinfo) -> Iterator[str]:
    yield f"<!-- reconciler runbook {document.environment} -->"
    yield f"## By hand in {escape(document.environment)}"
    yield escape(sentences.runbook(document))
    yield inactive(document.aside.inactive)
    if document.problems:
        yield "### Problems found on the tenant"
        yield bullets(code(str(problem)) for problem in document.problems)
    for found in document.by_hand:
        yield sheet(found)
    at = escape(words.moment(document.made.at, zone))
    yield f"<sub>Plan {code(document.digest)}, made at {at} {escape(str(zone))}.</sub>"


def sheet(sheet: Sheet) -> str:
    """One object: its page, a box for each step, and what frames them."""
    before = [f"### {code(str(sheet.ref))}", *(escape(t) for t in (sheet.page, *sheet.before))]
    steps = "\n".join(_step(step) for step in sheet.steps)
    after = [escape(text) for text in sheet.after]
    return "\n\n".join(part for part in (*before, steps, *after) if part)


def _step(step: Instruction) -> str:
    caution = f"**{escape(step.caution)}.** " if step.caution else ""
    return f"- [ ] {code(step.name)} {caution}{escape(step.text)}"
