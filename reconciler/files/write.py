"""New files onto the disk: all of them or none, and never over another."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from reconciler.errors import FilesError


def create(files: Mapping[Path, str]) -> None:
    """Make the files with their folders; after an error what was made is taken away again."""
    _demand_free(files)
    made: list[Path] = []
    try:
        for path, text in files.items():
            _folders(path.parent, made)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                made.append(path)
                file.write(text)
    except BaseException as error:
        _take_away(made)
        if isinstance(error, OSError):
            why = (error.strerror or "unknown reason").lower()
            raise FilesError(f"nothing was written: {error.filename}: {why}") from error
        raise


def _demand_free(paths: Iterable[Path]) -> None:
    """Raise FilesError naming the paths that are taken, also by a name in other letters."""
    taken = [str(path) for path in paths if _is_taken(path)]
    if taken:
        raise FilesError(
            f"nothing was written: files are never overwritten, and there is already "
            f"{', '.join(taken)}; give it another name, or remove it"
        )


def _folders(folder: Path, made: list[Path]) -> None:
    for path in (*reversed(folder.parents), folder):
        if not path.is_dir():
            path.mkdir()
            made.append(path)


def _take_away(made: Iterable[Path]) -> None:
    for path in reversed(list(made)):
        # What cannot be taken away must not hide why the run ended.
        with suppress(OSError):
            path.rmdir() if path.is_dir() else path.unlink()


def _is_taken(path: Path) -> bool:
    if path.exists() or path.is_symlink():
        return True
    if not path.parent.is_dir():
        return False
    return any(other.name.casefold() == path.name.casefold() for other in path.parent.iterdir())
