"""Read the words of a language: what comes with the tool, and the site's own over it."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from string import Template

from reconciler.errors import ConfigurationError
from reconciler.model.meant import meant
from reconciler.model.phrases import Phrases, Text
from reconciler.model.place import Place
from reconciler.model.problem import Problem

FOLDER = "notices"
REFERENCE = "en"
TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_WHERE = re.compile(r" \(at line (\d+), column (\d+)\)$")
_COUNTED = frozenset({"dates.weekdays", "dates.months"})
Texts = Mapping[str, Text]


def translate(root: Path, language: str) -> Phrases:
    """The words of *language*, with those of the files below *root* over them.

    Raises ConfigurationError when a text is missing or cannot be used: a notice is never half in
    another language.
    """
    own, problems = _own(root, language)
    texts = {**_shipped(language), **own}
    problems += [] if problems else list(_missing(root, language, texts))
    if problems:
        raise ConfigurationError(problems)
    return Phrases(language, texts)


def languages(root: Path) -> tuple[str, ...]:
    """The languages that notices can be written in."""
    shipped = (Path(str(entry)) for entry in files(__package__).iterdir())
    found = [*shipped, *(root / FOLDER).glob("*.toml")]
    return tuple(sorted({path.stem for path in found if path.suffix == ".toml"}))


def untranslated(root: Path) -> tuple[Problem, ...]:
    """What is wrong with the site's own texts."""
    problems: list[Problem] = []
    for path in sorted((root / FOLDER).glob("*.toml")):
        try:
            translate(root, path.stem)
        except ConfigurationError as error:
            problems.extend(error.problems)
    return tuple(problems)


@cache
def _shipped(language: str) -> Texts:
    resource = files(__package__).joinpath(f"{language}.toml")
    if not resource.is_file():
        return {}
    return dict(_flat(tomllib.loads(resource.read_text(encoding="utf-8")), ""))


def _own(root: Path, language: str) -> tuple[Texts, list[Problem]]:
    path = root / FOLDER / f"{language}.toml"
    if not TAG.fullmatch(language):
        hint = "name it after a language, such as nl.toml or pt-BR.toml"
        return {}, [_problem(path, 1, f'"{language}" is not the tag of a language', hint)]
    try:
        text = path.read_text(encoding="utf-8")
        texts = dict(_flat(tomllib.loads(text), ""))
    except FileNotFoundError:
        return {}, []
    except OSError as error:
        return {}, [_problem(path, 1, f"it cannot be read: {error.strerror}", "check it")]
    except UnicodeDecodeError:
        return {}, [_problem(path, 1, "the file is not UTF-8", "save it as UTF-8")]
    except tomllib.TOMLDecodeError as error:
        return {}, [_not_toml(path, str(error))]
    return texts, list(_wrong(path, text, texts))


def _flat(value: object, path: str) -> Iterator[tuple[str, Text]]:
    """Every text by its dotted key; what is no text comes in a form that no text has."""
    match value:
        case dict():
            for key, item in value.items():
                yield from _flat(item, f"{path}.{key}" if path else key)
        case list():
            yield path, tuple(item if isinstance(item, str) else repr(item) for item in value)
        case str():
            yield path, value
        case _:
            yield path, (repr(value),)


def _wrong(path: Path, text: str, texts: Texts) -> Iterator[Problem]:
    """What a file says that nobody would read, or that cannot be filled in."""
    reference = _shipped(REFERENCE)
    for key, said in texts.items():
        line = _line(text, key)
        if key not in reference:
            near = meant(key, reference)
            hint = f"write {near}" if near else f"the keys are those of {REFERENCE}.toml"
            yield _problem(path, line, f'there is no text called "{key}"', hint)
        elif isinstance(said, str) is not isinstance(reference[key], str):
            one = isinstance(reference[key], str)
            form = "one text in quotes" if one else 'a list, such as ["One.", "Two."]'
            yield _problem(path, line, f"{key} has another form", f"write {form}")
        elif key in _COUNTED and len(said) != len(reference[key]):
            yield _problem(
                path, line, f"{key} has {len(said)} words", f"write {len(reference[key])}"
            )
        else:
            yield from _blanks(path, line, key, said)


def _blanks(path: Path, line: int, key: str, said: Text) -> Iterator[Problem]:
    """Names in a text that nobody fills in."""
    known = _names(_shipped(REFERENCE)[key]) | {"institution", "title", "schedule"}
    for part in (said,) if isinstance(said, str) else said:
        if not Template(part).is_valid():
            hint = "write $$ for a dollar sign"
            yield _problem(path, line, f"{key} has a $ that is no name", hint)
            continue
        for name in sorted(set(Template(part).get_identifiers()) - known):
            hint = f"here there is {', '.join(f'${name}' for name in sorted(known))}"
            yield _problem(path, line, f"{key} names ${name}, which nobody fills in", hint)


def _names(said: Text) -> frozenset[str]:
    parts = (said,) if isinstance(said, str) else said
    return frozenset(name for part in parts for name in Template(part).get_identifiers())


def _missing(root: Path, language: str, texts: Texts) -> Iterator[Problem]:
    missing = [key for key in _shipped(REFERENCE) if key not in texts]
    if missing:
        path = root / FOLDER / f"{language}.toml"
        few = ", ".join(missing[:3]) + (f" and {len(missing) - 3} more" if missing[3:] else "")
        message = f"the language has no text for {few}"
        hint = 'translate each, or write "" where there is nothing to say'
        yield _problem(path, 1, message, hint)


def _line(text: str, key: str) -> int:
    """The line of a key in a file, as near as its tables and keys tell."""
    table, _, name = key.rpartition(".")
    lines, at = text.splitlines(), 0
    for number, line in enumerate(lines):
        if line.strip().startswith(f"[{table}]"):
            at = number
    for number, line in enumerate(lines[at:], at):
        if re.match(rf'\s*"?{re.escape(name)}"?\s*=', line):
            return number + 1
    return at + 1


def _not_toml(path: Path, message: str) -> Problem:
    found = _WHERE.search(message)
    place = Place(str(path), int(found[1]), int(found[2])) if found else Place(str(path), 1)
    said = _WHERE.sub("", message).lower()
    return Problem("not-toml", f"the file is not TOML: {said}", place, "correct the line")


def _problem(path: Path, line: int, message: str, hint: str) -> Problem:
    return Problem("notice-text", message, Place(str(path), line), hint)
