"""The words in which people are told what to do by hand, as data: shipped, or a site's own."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Formatter

from reconciler.kinds import proctorio
from reconciler.model.observed import Value


@dataclass(frozen=True)
class Words:
    """Texts by key, such as `button.save`; what stands in braces is filled in."""

    texts: Mapping[str, str]

    def say(self, key: str, **values: str) -> str:
        """The text of a key."""
        return self.texts[key].format(**values)

    def override(self, own: Mapping[str, str]) -> "Words":
        """These words with a site's own over them."""
        return Words({**self.texts, **own})

    def option(self, path: str) -> str:
        """Where an option stands: its group and its name there."""
        group = path.partition(".")[0]
        return f"{self.say(f'group.{group}')} > {self.say(f'option.{path}')}"

    def value(self, path: str, value: Value | None) -> str:
        """A value as its page shows it."""
        match value:
            case None:
                return self.say("value.none")
            case bool():
                return self.say("value.on" if value else "value.off")
            case _:
                return self.texts.get(f"value.{path}.{value}", str(value))

    def set_to(self, where: str, path: str, value: Value | None) -> str:
        """What to do so that the setting *where* comes to a value."""
        match value:
            case None:
                return self.say("do.clear", where=where)
            case bool():
                return self.say("do.on" if value else "do.off", where=where)
            case _:
                return self.say("do.choose", where=where, value=self.value(path, value))

    def setting(self, path: str, value: Value | None) -> str:
        """What to do so that an option of Proctorio's comes to a value."""
        if path in proctorio.BY_PATH:
            return self.set_to(self.option(path), path, value)
        return self.say("do.set", where=path, value=str(value))

    def state(self, path: str, value: Value | None) -> str:
        """An option of Proctorio's as it is to be."""
        where = self.option(path) if path in proctorio.BY_PATH else path
        return f"{where}: {self.value(path, value)}"


@cache
def shipped() -> Words:
    """The words that come with the tool."""
    text = files(__package__).joinpath("runbook.toml").read_text(encoding="utf-8")
    return Words(dict(_flat(tomllib.loads(text), "")))


def faults(key: str, text: str) -> Iterator[str]:
    """What is wrong with a site's own text for a key that is known."""
    allowed = set(_holes(shipped().texts[key]))
    try:
        holes = list(_holes(text))
    except ValueError:
        yield "its braces do not pair; write {{ for a brace itself"
        return
    if not text.strip():
        yield "it is empty; write the words, or leave the entry out"
    for hole in holes:
        if hole not in allowed:
            known = ", ".join(f"{{{name}}}" for name in sorted(allowed)) or "nothing"
            yield f"{{{hole}}} stands for nothing here; it takes {known}"


def _holes(text: str) -> Iterator[str]:
    for _, name, form, conversion in Formatter().parse(text):
        if name is not None:
            yield name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")


def _flat(table: Mapping[str, object], above: str) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", str(value)
