"""The files of a new repository, and writing them: all of them, or none."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from importlib.resources import files
from importlib.resources.abc import Traversable
from os.path import lexists
from pathlib import Path

from reconciler.cli.schema.printed import printed
from reconciler.errors import ReconcilerError
from reconciler.model.modeline import SCHEMAS
from reconciler.reports.words import first, number

SITE = "config/site.yaml"

Files = Mapping[str, str]


def starter(name: str, time_zone: str, region: str) -> Files:
    """The text of every file by its path in the repository."""
    found = dict(_below(files("reconciler").joinpath("starter"), ""))
    words = {"name": json.dumps(name, ensure_ascii=False), "time_zone": time_zone, "region": region}
    found[SITE] = _about(found[SITE], words)
    found.update({str(SCHEMAS / f"{kind}.json"): text for kind, text in printed().items()})
    return dict(sorted(found.items()))


def write(folder: Path, wanted: Files) -> Sequence[Path]:
    """The new files below *folder*.

    Raises ReconcilerError when one is there already or cannot be written; then none is left.
    """
    taken = [name for name in wanted if lexists(folder / name)]
    if taken:
        has = f"{number(len(taken), 'file')} that would be overwritten: {first(taken)}"
        raise ReconcilerError(f"{folder} has {has}; nothing was written, choose an empty folder")
    made: list[Path] = []
    try:
        for name, text in wanted.items():
            _write(folder / name, text, made)
    except BaseException as error:
        _undo(made)
        if isinstance(error, OSError):
            why = (error.strerror or "unknown reason").lower()
            message = f"{error.filename or folder} cannot be written: {why}; nothing is left behind"
            raise ReconcilerError(message) from None
        raise
    return [path for path in made if not path.is_dir()]


def _below(folder: Traversable, path: str) -> Iterator[tuple[str, str]]:
    for entry in folder.iterdir():
        name = f"{path}{entry.name}"
        if entry.is_dir():
            yield from _below(entry, f"{name}/")
        else:
            yield name, entry.read_text(encoding="utf-8")


def _about(site: str, words: Mapping[str, str]) -> str:
    """The site's file with some of its values; what stands beside them stays."""
    for key, word in words.items():
        value = re.compile(rf"^({key}: ).*?(?=  +#|$)", re.MULTILINE)
        said = word.replace("\\", r"\\")
        site = value.sub(rf"\g<1>{said}", site, count=1)
    return site


def _write(path: Path, text: str, made: list[Path]) -> None:
    for folder in reversed([above for above in path.parents if not above.exists()]):
        folder.mkdir()
        made.append(folder)
    with path.open("x", encoding="utf-8", newline="\n") as file:
        made.append(path)
        file.write(text)


def _undo(made: Sequence[Path]) -> None:
    for path in reversed(made):
        with suppress(OSError):  # somebody may have put something into a new folder
            path.rmdir() if path.is_dir() else path.unlink()
