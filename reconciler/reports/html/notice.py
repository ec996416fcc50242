"""A notice as a page that a screen reader, a telephone and a printer can read."""

from collections.abc import Iterator
from html import escape

from reconciler.model.notice import Notice, Section
from reconciler.reports.words import shown

_STYLE = """\
:root { color-scheme: light dark; }
body { font: 1.125rem/1.6 system-ui, sans-serif; margin: 2rem auto; padding: 0 1rem; }
body { max-width: 40rem; }
h1 { font-size: 1.6rem; line-height: 1.25; }
h2 { font-size: 1.25rem; margin-top: 2rem; }
li { margin: .4rem 0; }
ul.tasks { list-style: "\\2610\\00a0"; }
footer { margin-top: 2.5rem; border-top: 1px solid; padding-top: .5rem; font-size: .9rem; }
@media print {
  body { font-size: 11pt; margin: 0; max-width: none; padding: 0; }
  h2 { break-after: avoid; }
  li { break-inside: avoid; }
}"""


def notice(told: Notice) -> str:
    """The notice as one HTML file."""
    return "\n".join(_lines(told)) + "\n"


def _lines(told: Notice) -> Iterator[str]:
    title = _text(told.title)
    yield "<!DOCTYPE html>"
    yield f'<html lang="{_text(told.language)}">'
    yield '<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}</title>\n<style>\n{_STYLE}\n</style>\n</head>"
    yield f"<body>\n<main>\n<h1>{title}</h1>"
    yield from (f"<p>{_text(line)}</p>" for line in told.lead)
    for number, section in enumerate(told.sections, 1):
        yield from _section(section, f"part-{number}")
    yield f"</main>\n<footer>\n<p>{_text(told.footer)}</p>\n</footer>\n</body>\n</html>"


def _section(section: Section, name: str) -> Iterator[str]:
    tasks = ' class="tasks"' if section.tasks else ""
    yield f'<section aria-labelledby="{name}">'
    yield f'<h2 id="{name}">{_text(section.heading)}</h2>'
    yield f"<ul{tasks}>"
    yield from (f"<li>{_text(line)}</li>" for line in section.lines)
    yield "</ul>\n</section>"


def _text(text: str) -> str:
    return escape(shown(text))
