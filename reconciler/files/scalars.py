"""Texts as YAML scalars that every reader takes for the same text."""

import re
from typing import Final

from ruamel.yaml.scalarstring import DoubleQuotedScalarString

# Letters first, and no sign that YAML knows; a comma parts what stands between brackets.
_PLAIN: Final = re.compile(r"[^\W\d_](?:[\w ,./+'()-]*[\w.)'])?")
# What some reader, of YAML 1.1 or of ours, takes for something else than a text.
_WORDS: Final = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_LONGEST: Final = 100


def scalar(text: str, *, flow: bool = False) -> str:
    """*text* so that it is written without quotes only where nobody can misread it.

    *flow*: it stands between brackets.
    """
    plain = _PLAIN.fullmatch(text) and text.isprintable() and len(text) <= _LONGEST
    if plain and text.lower() not in _WORDS and not (flow and "," in text):
        return text
    quoted: str = DoubleQuotedScalarString(text)
    return quoted
