"""Makes any text harmless in Markdown: it cannot format, link, mention anybody or leave a cell."""

import re

from reconciler.reports.words import shown

# As entities they are plain characters to every Markdown, in tables and inside HTML too. A colon
# could end an emoji's name or an address's scheme, a dot an address that begins with www.
_MARKS = re.compile(r"(?<=www)\.|:(?!\s|$)|[^\w\s.:;,'()+%/→…-]|_", re.IGNORECASE)


def escape(text: str) -> str:
    """The text on one line, every mark of Markdown or HTML as an entity."""
    return _MARKS.sub(lambda found: f"&#{ord(found[0])};", shown(text))


def code(text: str) -> str:
    """The text as code: there, GitHub links no names, numbers or hashes either."""
    return f"<code>{escape(text)}</code>"
