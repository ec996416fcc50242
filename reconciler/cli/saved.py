"""A plan in a file: written whole or not at all, and read back only as it was written."""

import os
from pathlib import Path

from reconciler.errors import ReconcilerError
from reconciler.reports import json
from reconciler.reports.documents import PlanDocument


def save(document: PlanDocument, path: Path) -> None:
    """Write the plan to *path*, over what is there; raises ReconcilerError when that fails."""
    if path.exists() and not path.is_file():
        raise ReconcilerError(f"the plan cannot be saved as {path}: that is not a file")
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
