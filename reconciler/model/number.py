"""A number as it was written: a text where the language wants text, a number where it wants one."""

from typing import Final

_BASES: Final = {"0x": 16, "0o": 8}


class Number(str):
    """A plain scalar that YAML 1.2 reads as a number; the text is what stands in the file.

    So `id: 0123` and `id: 1e5` are the texts `0123` and `1e5` without quotes.
    """

    __slots__ = ()

    @property
    def value(self) -> int | float:
        """The number that YAML 1.2 reads here."""
        base = _BASES.get(self[:2])
        if base:
            return int(self[2:], base)
        digits = self.lstrip("+-")
        if digits.isdecimal():
            return int(self)
        return float(self.lower().replace(".inf", "inf").replace(".nan", "nan"))


def resolved(value: object) -> object:
    """What a YAML reader that knows nothing of our texts makes of *value*."""
    match value:
        case Number():
            return value.value
        case dict():
            return {key: resolved(item) for key, item in value.items()}
        case list():
            return [resolved(item) for item in value]
        case _:
            return value
