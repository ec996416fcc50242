"""What of the platform is proposed for the files, as it is shown, printed and committed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import tzinfo
from difflib import unified_diff
from hashlib import sha256
from typing import Literal

from reconciler.model.change import Cause, FieldChange, Why
from reconciler.model.proposal import Kept, Proposal, Rewritten, Taken, Untaken
from reconciler.reports import words
from reconciler.reports.documents import Made

PROPOSAL: Literal["reconciler/proposal/1"] = "reconciler/proposal/1"
WIDEST_TITLE = 72


@dataclass(frozen=True, slots=True)
class Branch:
    """The branch that holds a proposal, its commit, and whether that is news."""

    name: str
    commit: str
    what: Literal["made", "moved", "unchanged"]


@dataclass(frozen=True, slots=True)
class Changed:
    """One file that a proposal changes or makes."""

    file: str
    new: bool
    diff: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalDocument:
    """A proposal, and the branch that it is on; none where the files were changed in place.

    In each field, *before* is what is live and now proposed, *after* what the files said.
    """

    schema: Literal["reconciler/proposal/1"] = PROPOSAL
    environment: str
    made: Made
    taken: tuple[Taken, ...]
    untaken: tuple[Untaken, ...]
    kept: tuple[Kept, ...]
    files: tuple[Changed, ...]
    message: str
    branch: Branch | None


def proposal_document(
    proposal: Proposal, environment: str, made: Made, zone: tzinfo, branch: Branch | None
) -> ProposalDocument:
    """The document of a proposal."""
    return ProposalDocument(
        environment=environment,
        made=made,
        taken=proposal.taken,
        untaken=proposal.untaken,
        kept=proposal.kept,
        files=tuple(Changed(f.file, f.before is None, diff(f)) for f in proposal.files),
        message=message(proposal, environment, zone),
        branch=branch,
    )


def branch_name(proposal: Proposal, environment: str) -> str:
    """A branch for what a proposal is about: when a value moves on, its name stays."""
    about = "\n".join(sorted(str(one.ref) for one in proposal.taken))
    return f"propose/{environment}-{sha256(about.encode()).hexdigest()[:8]}"


def diff(file: Rewritten) -> str:
    """What changes in a file, line by line."""
    before = (file.before or "").splitlines(keepends=True)
    source = f"a/{file.file}" if file.before is not None else "/dev/null"
    found = unified_diff(before, file.after.splitlines(keepends=True), source, f"b/{file.file}")
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in found)


def message(proposal: Proposal, environment: str, zone: tzinfo) -> str:
    """What a commit says of a proposal: who changed what, when and over what; empty for nothing."""
    if not proposal.taken:
        return ""
    return "\n\n".join(_parts(proposal, environment, zone)) + "\n"


def move(field: FieldChange) -> str:
    """A field, from what the files say to what is live."""
    label = words.shown(field.label)
    return f"{label}: {words.value(field.after)} → {words.value(field.before)}"


def by_mover(
    fields: Iterable[FieldChange], zone: tzinfo
) -> Iterator[tuple[str, list[FieldChange]]]:
    """Fields under what is known of who moved them."""
    said: dict[str, list[FieldChange]] = {}
    for field in fields:
        said.setdefault(_who(field.cause, zone), []).append(field)
    yield from sorted(said.items())


def stays(one: Kept) -> str:
    """The fields that are written out to stay as they are."""
    return ", ".join(map(words.assignment, one.fields))


def sentence(document: ProposalDocument) -> str:
    """What a proposal comes to, and what somebody may do with it."""
    left = words.number(len(document.untaken), "object is", "objects are")
    more = f"; {left} not taken over" if document.taken and document.untaken else ""
    return f"{_taken(document)}{more}"


def _taken(document: ProposalDocument) -> str:
    if not document.taken:
        about = f" of {words.listed(map(str, document.made.only))}" if document.made.only else ""
        moved = "can be taken over" if document.untaken else "has moved"
        return f"Nothing{about} {moved} on {document.environment}"
    settings = words.number(sum(len(one.fields) for one in document.taken), "setting")
    objects = words.number(len(document.taken), "object")
    files = words.number(len(document.files), "file")
    said = f"{settings} of {objects} taken over in {files}"
    branch = document.branch
    if branch is None:
        return said
    news = {"made": "new", "moved": "moved", "unchanged": "as before"}[branch.what]
    return f"{said}, on the branch {branch.name} ({news})"


def hint(document: ProposalDocument) -> str:
    """What somebody may type next; empty when there is nothing to look at."""
    if not document.files:
        return ""
    branch = document.branch
    if branch is None:
        return "`git status` and `git diff` show it"
    push = f"git push {'--force ' if branch.what == 'moved' else ''}origin {branch.name}"
    return f"`git show {branch.name}` shows it, `{push}` offers it"


def title(proposal: Proposal, environment: str) -> str:
    """A proposal in one line that is not too long for a commit."""
    settings = words.number(sum(len(one.fields) for one in proposal.taken), "setting")
    refs = [words.shown(str(one.ref)) for one in proposal.taken]
    named = f"Take over {settings} of {words.listed(refs)} from {environment}"
    if len(named) <= WIDEST_TITLE:
        return named
    return f"Take over {settings} of {words.number(len(refs), 'object')} from {environment}"


def _parts(proposal: Proposal, environment: str, zone: tzinfo) -> Iterator[str]:
    yield title(proposal, environment)
    yield "As the files said → as it is on the platform, where somebody changed it:"
    for one in proposal.taken:
        lines = [words.shown(str(one.ref))]
        for said, fields in by_mover(one.fields, zone):
            lines += [f"  {said}", *(f"    {move(field)}" for field in fields)]
        yield "\n".join(lines)
    if proposal.kept:
        kept = (f"  {words.shown(str(one.ref))}: {stays(one)}" for one in proposal.kept)
        yield "\n".join(["Written out so that nothing else changes:", *kept])
    if proposal.untaken:
        left = (
            f"  {words.shown(str(one.ref))}: {words.shown(one.why)}" for one in proposal.untaken
        )
        yield "\n".join(["Not taken over:", *left])
    yield f"Times are those of {zone}."


def _who(cause: Cause, zone: tzinfo) -> str:
    match cause.why:
        case Why.UNATTRIBUTED:
            return "nothing tells who moved"
        case Why.CONFLICTING:
            return f"changed {words.mover(cause, zone)}; the files have changed, too"
        case Why.DRIFTED:
            return f"changed {words.mover(cause, zone)}"
        case _:
            return "the files are ahead of the platform"
