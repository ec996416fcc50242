"""A notice to paste where candidates read."""

import re
from collections.abc import Iterator

from reconciler.model.notice import Notice
from reconciler.reports.markdown.escape import escape
from reconciler.reports.markdown.page import bullets

# No emoji and no address has one between two digits and two: times stay readable as they stand.
_CLOCK = re.compile(r"(?<=\d\d)&#58;(?=\d\d\b)")


def notice(told: Notice) -> str:
    """The whole notice: nobody may be told half of the rules."""
    return "\n\n".join(_parts(told)) + "\n"


def _parts(told: Notice) -> Iterator[str]:
    yield f"# {_text(told.title)}"
    yield from (_text(line) for line in told.lead)
    for section in told.sections:
        box = "[ ] " if section.tasks else ""
        yield f"## {_text(section.heading)}"
        yield bullets(f"{box}{_text(line)}" for line in section.lines)
    yield f"---\n\n{_text(told.footer)}"


def _text(text: str) -> str:
    return _CLOCK.sub(":", escape(text))
