"""What a proposal makes of a campus's files, and what is still moved then."""

from contextlib import ExitStack
from pathlib import Path

from reconciler import pipeline
from reconciler.cli import inplace
from reconciler.model.change import Why
from reconciler.model.observed import Known
from reconciler.model.proposal import Proposal
from reconciler.model.ref import Ref
from reconciler.pipeline import files
from tests.campus import Campus

MOVED = frozenset({Why.DRIFTED, Why.CONFLICTING, Why.UNATTRIBUTED})


def settle(campus: Campus) -> Campus:
    """Apply until the ledger knows a base for everything that is declared."""
    campus.apply()
    campus.apply()
    return campus


def proposal(campus: Campus, *refs: str, everything: bool = False) -> Proposal:
    """What is proposed for the files as the tenant is now."""
    choice = pipeline.Choice(tuple(map(Ref.parse, refs)))
    sight = campus.look(choice)
    with ExitStack() as stack:
        case = campus.case(stack, read_only=True)
        return files.propose(case, sight, campus.folder, everything=everything)


def take(campus: Campus, *refs: str, everything: bool = False) -> Proposal:
    """The same, written into the files."""
    found = proposal(campus, *refs, everything=everything)
    inplace.write(found.files)
    return found


def differing(campus: Campus) -> set[tuple[str, str]]:
    """All that files and platform differ in, less what sittings run with."""
    return {
        (str(change.ref), field.path)
        for change in campus.plan().plan.changes
        for field in getattr(change, "fields", ())
        if field.known is Known.VERIFIED and not field.path.startswith("running.")
    }


def moved(campus: Campus) -> set[tuple[str, str]]:
    """What of that somebody moved on the platform."""
    return {
        (str(change.ref), field.path)
        for change in campus.plan().plan.changes
        for field in getattr(change, "fields", ())
        if field.cause.why in MOVED and field.known is Known.VERIFIED
    }


def texts(folder: Path) -> dict[str, str]:
    """The files below a folder by their path in it."""
    return {
        str(path.relative_to(folder)): path.read_bytes().decode()
        for path in sorted(folder.rglob("*.yaml"))
    }
