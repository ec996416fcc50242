"""What the options mean for integrity and privacy: which value is stricter, what is collected."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reconciler.kinds.proctorio import BY_PATH, OPTIONS, Option
from reconciler.model.change import Change, Create, Delete, FieldChange
from reconciler.model.direction import Direction, Effect
from reconciler.model.observed import Known, Observed, Value

INTEGRITY = frozenset({Direction.WEAKENED, Direction.STRENGTHENED})
SAVED = "saved"
# What an option that nobody has set does: nothing (Proctorio's .NET client v2.0.0).
UNSET: Mapping[str, Value | None] = dict.fromkeys(BY_PATH)

Settings = Mapping[str, Value | None]  # by path; a path that is not there is unknown


@dataclass(frozen=True, slots=True)
class Meaning:
    """One option: its values from the least to the most strict, and the data that it collects."""

    strict: tuple[Value, ...] = ()
    collects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Data:
    """One category of personal data: what it is, and what nobody outside Proctorio can tell."""

    name: str
    what: str
    unknown: str = ""


@cache
def meanings() -> Mapping[str, Meaning]:
    """What each option means, by its path."""
    return {
        path: Meaning(tuple(said.get("strict", ())), tuple(map(str, said.get("collects", ()))))
        for path, said in _file()["options"].items()
    }


@cache
def categories() -> tuple[Data, ...]:
    """The categories of personal data that there are, in the order of the file."""
    return tuple(
        Data(name, str(said["is"]), str(said.get("unknown", "")))
        for name, said in _file()["data"].items()
    )


def collected(settings: Settings) -> Mapping[str, tuple[str, ...]]:
    """The categories of data that settings collect, each with the options that do it."""
    found: dict[str, list[str]] = {}
    for option in OPTIONS:
        for name in meanings()[option.path].collects:
            if settings.get(option.path) not in (None, _off(option)):
                found.setdefault(name, []).append(option.path)
    return {name: tuple(paths) for name, paths in found.items()}


def between(option: Option, before: Settings, after: Settings, field: str) -> Iterator[Effect]:
    """What it does that an option goes from one value to another, by the word of a field."""
    if option.path not in before or option.path not in after:
        yield unknown(field, option.label)
        return
    meaning, off = meanings()[option.path], _off(option)
    was, will = (off if s[option.path] is None else s[option.path] for s in (before, after))
    if was == will or not meaning.strict:
        return
    if was not in meaning.strict or will not in meaning.strict:
        yield unknown(field, option.label)
        return
    more = meaning.strict.index(will) > meaning.strict.index(was)
    integrity = Direction.STRENGTHENED if more else Direction.WEAKENED
    yield Effect(integrity, field, option.label)
    if meaning.collects:
        collection = Direction.WIDENED if more else Direction.NARROWED
        yield Effect(collection, field, option.label, meaning.collects)


def in_force(template: Observed) -> bool:
    """Whether a template takes effect.

    One that nobody has saved does not, and with which settings exams then run, Cirrus does not say
    (help.cirrusassessment.com/docs/proctorio-template).
    """
    return template.fields.get(SAVED) is not False


def unknown(field: str, what: str) -> Effect:
    """The effect of a field of which nobody can tell what was before."""
    return Effect(Direction.UNKNOWN, field, what)


def fields(change: Change) -> tuple[FieldChange, ...]:
    """The fields that a change moves from one value to another."""
    return () if isinstance(change, Create | Delete) else change.fields


def before(field: FieldChange, option: Option) -> Settings:
    """What a field was, as settings of one option; empty where nobody can tell."""
    return {} if field.known is Known.UNKNOWN else {option.path: field.before}


def _off(option: Option) -> Value:
    if option.numbers is None:
        return False
    return next(name for name, number in option.numbers.items() if number == 0)


@cache
def _file() -> Mapping[str, Mapping[str, Mapping[str, Sequence[Value]]]]:
    text = files(__package__).joinpath("effects.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
