"""Writes changed files where they are: all of them, or none when one has changed meanwhile."""

import os
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from pathlib import Path

from reconciler.errors import ReconcilerError
from reconciler.model.proposal import Rewritten


def write(files: Iterable[Rewritten]) -> None:
    """Put the new texts in place; raises ReconcilerError when a file cannot take its own."""
    with ExitStack() as undo:
        ready = [(_staged(one, undo), Path(one.file)) for one in files]
        for staged, target in ready:
            try:
                staged.replace(target)
            except OSError as error:
                raise _unwritable(target, error) from error


def _staged(one: Rewritten, undo: ExitStack) -> Path:
    """The new text in a file beside the one that it will replace."""
    target = Path(one.file)
    try:
        now = target.read_bytes() if target.exists() else None
        if now != (None if one.before is None else one.before.encode()):
            raise ReconcilerError(f"{one.file} has changed since it was read; run again")
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".", dir=target.parent)
        undo.callback(_removed, Path(name))
        with os.fdopen(handle, "wb") as file:
            file.write(one.after.encode())
        Path(name).chmod(target.stat().st_mode & 0o777 if now is not None else _plain())
    except OSError as error:
        raise _unwritable(target, error) from error
    return Path(name)


def _plain() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _removed(path: Path) -> None:
    with suppress(FileNotFoundError):
        path.unlink()


def _unwritable(path: Path, error: OSError) -> ReconcilerError:
    return ReconcilerError(f"{path} cannot be written ({error.strerror}); check its permissions")
