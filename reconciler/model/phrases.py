"""The words of one language, by key: a sentence, or several."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Template

Text = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrases:
    """All words of a language, whole and checked; *language* is its tag, such as `en`."""

    language: str
    texts: Mapping[str, Text]

    def say(self, key: str, **names: str) -> str:
        """One sentence with its names filled in; empty where there is nothing to say."""
        text = self.texts[key]
        return Template(text if isinstance(text, str) else " ".join(text)).substitute(names)

    def lines(self, key: str, **names: str) -> tuple[str, ...]:
        """Several sentences with their names filled in."""
        text = self.texts[key]
        parts = (text,) if isinstance(text, str) else text
        return tuple(Template(part).substitute(names) for part in parts)

    def words(self, key: str) -> tuple[str, ...]:
        """A list of words as it stands."""
        text = self.texts[key]
        return (text,) if isinstance(text, str) else text
