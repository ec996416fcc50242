"""A plan in a file: written whole or not at all, and read back only as it was written."""

import os
import re
from pathlib import Path

from reconciler.errors import ReconcilerError
from reconciler.reports import json
from reconciler.reports.documents import PLAN, PlanDocument

_YAML = frozenset({".yaml", ".yml"})
_START = re.compile(rb'\s*\{\s*"schema"\s*:\s*"' + re.escape(PLAN.encode()) + rb'"')
_LONGEST_START = 256


def check(path: Path) -> None:
    """Return when a plan may be saved as *path*; raises ReconcilerError for what it would ruin."""
    why = _against(path)
    if why:
        raise ReconcilerError(f"the plan cannot be saved as {path}: {why}")


def save(document: PlanDocument, path: Path) -> None:
    """Write the plan to *path*, over an earlier one; raises ReconcilerError when that fails."""
    check(path)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_text(json.write(document), encoding="utf-8")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ReconcilerError(
            f"the plan cannot be saved as {path} ({error.strerror}); "
            "check that its folder exists and can be written"
        ) from error


def _against(path: Path) -> str:
    if path.suffix.lower() in _YAML:
        return f"a plan is JSON; name it {path.with_suffix('.json').name}"
    if not path.exists():
        return ""
    if not path.is_file():
        return "that is not a file"
    # For root, access says yes to everything: who took all of the bits away meant it.
    if not (path.stat().st_mode & 0o222 and os.access(path, os.W_OK)):
        return "that file may not be written; name another one"
    return "" if _is_plan(path) else "that file is no plan, and stays; name another one"


def _is_plan(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return _START.match(file.read(_LONGEST_START)) is not None
    except OSError:
        return False


def saved(path: Path) -> PlanDocument:
    """The plan in *path*; raises ReconcilerError when it is not there, not a plan or edited."""
    try:
        text = path.read_bytes()
    except OSError as error:
        raise ReconcilerError(
            f"the plan {path} cannot be read ({error.strerror}); "
            "make one with `reconciler plan ENV --out FILE`"
        ) from error
    return json.read_plan(text, str(path))
