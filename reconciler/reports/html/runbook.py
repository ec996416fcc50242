"""By-hand work on paper: boxes to tick, and lines for who did it and when."""

from collections.abc import Iterable, Iterator
from datetime import tzinfo
from functools import cache
from html import escape
from importlib.resources import files

from reconciler.model.runbook import Instruction, Sheet
from reconciler.reports import sentences, words
from reconciler.reports.documents import PlanDocument
from reconciler.reports.words import shown


def runbook(document: PlanDocument, zone: tzinfo) -> str:
    """The steps as one page that needs nothing else."""
    title = f"By hand in {document.environment}"
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f"<title>{_safe(title)}</title>\n<style>\n{_css()}</style>\n</head>\n<body>",
            f"<h1>{_safe(title)}</h1>",
            f"<p>{_safe(sentences.runbook(document))}</p>",
            *_alarms(document),
            *map(_sheet, document.by_hand),
            _foot(document, zone),
            "</body>\n</html>\n",
        ]
    )


@cache
def _css() -> str:
    return files(__package__).joinpath("runbook.css").read_text(encoding="utf-8")


def _safe(text: str) -> str:
    return escape(shown(text))


def _alarms(document: PlanDocument) -> Iterator[str]:
    said = [f"LEFT INACTIVE: {note.ref}: {note.why}" for note in document.aside.inactive]
    for text in [*said, *map(str, document.problems)]:
        yield f'<p class="alarm">{_safe(text)}</p>'


def _sheet(sheet: Sheet) -> str:
    parts = [
        f"<section>\n<h2>{_safe(str(sheet.ref))}</h2>",
        f'<p class="page">{_safe(sheet.page)}</p>',
        *_paragraphs(sheet.before),
    ]
    if sheet.steps:
        parts += ["<ul>", *map(_step, sheet.steps), "</ul>"]
    parts += _paragraphs(sheet.after)
    if sheet.steps:
        parts.append('<div class="signed"><span>Done by</span><span>On</span></div>')
    return "\n".join([*parts, "</section>"])


def _paragraphs(texts: Iterable[str]) -> Iterator[str]:
    return (f"<p>{_safe(text)}</p>" for text in texts)


def _step(step: Instruction) -> str:
    caution = f'<span class="caution">{_safe(step.caution)}.</span> ' if step.caution else ""
    name = f"<code>{_safe(step.name)}</code>"
    return f'<li><span class="box"></span>{name} {caution}{_safe(step.text)}</li>'


def _foot(document: PlanDocument, zone: tzinfo) -> str:
    at = f"{words.moment(document.made.at, zone)} {zone}"
    commit = document.made.commit
    revision = f", commit {words.revision(commit)}" if commit else ""
    return f"<footer>Plan {_safe(document.digest)}, made at {_safe(at + revision)}</footer>"
