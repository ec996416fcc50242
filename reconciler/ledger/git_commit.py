"""The commits that hold the ledger: an empty tree, and all that matters in the message."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from reconciler.ledger.git_command import Git

_SUBJECT_LENGTH = 72
_NAMELESS = "unknown"
# As it is stored: no setting of the user's, and no depth of the clone, changes what this shows.
_SHOW = ("rev-list", "--header")


@dataclass(frozen=True, slots=True)
class Draft:
    """A commit to be made: who and when, a subject for people, and lines of JSON."""

    author: str
    at: datetime
    subject: str
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit as it is stored, with its true parents, also in a shallow clone."""

    hash: str
    parents: tuple[str, ...]
    lines: tuple[str, ...]


def write_commit(git: Git, draft: Draft, parent: str | None) -> str:
    """Store a commit on top of *parent* and return its hash; no ref is moved."""
    tree = f"{parent}^{{tree}}" if parent else git.ask("mktree").strip()
    # The id keeps two runs that say the same at the same moment from making one commit.
    message = "\n".join((_plain(draft.subject, ""), "", *draft.lines, "", f"Id: {uuid4().hex}", ""))
    words = ("commit-tree", "--no-gpg-sign", tree, *(("-p", parent) if parent else ()))
    return git.ask(*words, given=message, as_whom=_signature(draft)).strip()


def read_commits(git: Git, tip: str) -> list[Commit]:
    """The commits up to *tip*, the oldest first."""
    said = git.ask(*_SHOW, "--reverse", "--topo-order", tip, "--")
    return [_commit(record) for record in said.split("\0") if record.strip()]


def read_commit(git: Git, tip: str) -> Commit | None:
    """The commit *tip*; None when this clone does not have it."""
    answer = git.run(*_SHOW, "--max-count=1", tip, "--")
    return None if answer.code else _commit(answer.said.rstrip("\0"))


def _commit(record: str) -> Commit:
    # The message is moved in by four spaces.
    head, _, message = record.partition("\n\n")
    first, *fields = head.splitlines()
    parents = (field.removeprefix("parent ") for field in fields if field.startswith("parent "))
    lines = (line.strip() for line in message.splitlines() if line.startswith("    {"))
    return Commit(first.split()[0], tuple(parents), tuple(lines))


def _signature(draft: Draft) -> dict[str, str]:
    # No user of git has to be set up on the runner, and no one's account is claimed.
    return {
        "GIT_AUTHOR_NAME": _plain(draft.author, _NAMELESS),
        "GIT_AUTHOR_EMAIL": "",
        "GIT_AUTHOR_DATE": _date(draft.at),
        "GIT_COMMITTER_NAME": "reconciler",
        "GIT_COMMITTER_EMAIL": "",
    }


def _date(at: datetime) -> str:
    # No commit can be older than 1970; an offset with seconds is beyond git too.
    return f"@{max(0, int(at.timestamp()))} {f'{at:%z}'[:5]}"


def _plain(text: str, otherwise: str) -> str:
    """What git takes as a name or a subject: one line, no brackets, at least one letter."""
    kept = "".join(sign for sign in text if sign.isprintable() and sign not in "<>")
    return kept[:_SUBJECT_LENGTH] if any(map(str.isalnum, kept)) else otherwise
