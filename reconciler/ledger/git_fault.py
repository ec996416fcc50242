"""What went wrong with a ledger in git, in one sentence: what, where, and what to do."""

import re
from collections.abc import Mapping
from pathlib import Path

from reconciler.errors import LedgerError

_INSTEAD = "or let site.yaml name an SQLite file as the ledger"
_CLONE = f"run in a clone of the configuration, {_INSTEAD}"
# In each table the first that is found in git's words holds.
_REPOSITORY = {
    "not a git repository": f"is not in a git repository; {_CLONE}",
    "cannot change to": f"is not a folder that can be entered; {_CLONE}",
    "dubious ownership": "belongs to another user, which git does not trust; make it this user's "
    "own, or name it in git config --global safe.directory",
    "no space left": "is on a full disk; make room and run again",
    "permission denied": "cannot be written; make its .git folder writable for this user",
}
_DENIED = "access was denied; check that this run's token or key may read and push there"
_SILENT = "it does not answer; check the network and run again"
_ABSENT = "there is no such repository, or this run may not see it; check git remote get-url"
# What is refused is often called unreachable too, so refusals come first.
_REMOTE = {
    "host key": "its host key is not known here; add it to known_hosts",
    "authentication failed": _DENIED,
    "could not read username": _DENIED,
    "could not read password": _DENIED,
    "permission denied": _DENIED,
    "access denied": _DENIED,
    "error: 401": _DENIED,
    "error: 403": _DENIED,
    "no space left": "its disk is full; make room there and run again",
    "does not appear to be a git repository": _ABSENT,
    "not found": _ABSENT,
    "does not exist": _ABSENT,
    "unable to access": _SILENT,
    "could not read from remote": _SILENT,
    "hung up": _SILENT,
}
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*://[^\s'\"]+")


def no_git(error: OSError) -> LedgerError:
    """The error when the program cannot be started."""
    return LedgerError(
        f"the program git, which keeps the ledger, cannot be started ({error.strerror}); "
        f"install it, {_INSTEAD}",
    )


def too_slow(word: str, seconds: float) -> LedgerError:
    """The error when git takes longer than it may."""
    return LedgerError(
        f"git {word} on the ledger took longer than {seconds:g} seconds and was ended; "
        "check the network and run again",
    )


def failed(folder: Path, word: str, complained: str, code: int) -> LedgerError:
    """The error when git cannot do *word* in the repository around *folder*."""
    saying = _said_of(_REPOSITORY, complained)
    if saying:
        return LedgerError(f"the ledger is kept in git, but {folder} {saying}")
    return LedgerError(
        f"git {word} on the ledger in {folder} failed ({_reason(complained, code)}); "
        "check the repository with git fsck",
    )


def unreachable(remote: str, ref: str, complained: str, code: int) -> LedgerError:
    """The error when *remote* cannot be asked for *ref*, or does not take it."""
    what = f"the ledger {ref} {_at(remote)} cannot be reached"
    saying = _said_of(_REMOTE, complained)
    if saying:
        return LedgerError(f"{what}: {saying}")
    return LedgerError(f"{what} ({_reason(complained, code)}); try git ls-remote {remote}")


def refused(remote: str, ref: str, reason: str) -> LedgerError:
    """The error when *remote* was reached and does not take a push."""
    return LedgerError(
        f"the ledger {ref} {_at(remote)} cannot be moved ({_without_addresses(reason)}); "
        "allow this run to push refs/reconciler/* and refs/reconciler-lock/* there",
    )


def no_remote(wanted: str, there: list[str]) -> LedgerError:
    """The error when the repository has remotes, or should have, but not the one to push to."""
    others = f"it has {', '.join(there)}" if there else "it has none"
    return LedgerError(
        f"the ledger is pushed to the remote {wanted}, which this repository does not have "
        f"({others}); add it with git remote add",
    )


def rewritten(remote: str, ref: str, known: str) -> LedgerError:
    """The error when what we have seen is no longer part of what is there."""
    return LedgerError(
        f"the ledger {ref} {_at(remote)} was rewritten: it no longer holds {known[:12]}, which "
        "this clone has seen; put that back with "
        f"git push --force {remote} {known[:12]}:{ref}, "
        f"or accept the new one with git update-ref -d {ref}",
    )


def gone(remote: str, ref: str, known: str) -> LedgerError:
    """The error when there was a ledger and now there is none."""
    return LedgerError(
        f"there is no longer a ledger {ref} {_at(remote)}; put it back with "
        f"git push {remote} {known[:12]}:{ref}, or begin a new one with git update-ref -d {ref}",
    )


def too_busy(remote: str, ref: str, tries: int) -> LedgerError:
    """The error when others were faster every time."""
    return LedgerError(
        f"the ledger {ref} {_at(remote)} was moved by others {tries} times while we "
        "worked on it; run again when fewer runs write at once",
    )


def cut_short(ref: str, remote: str) -> LedgerError:
    """The error when this clone has only the newest part of the ledger."""
    return LedgerError(
        f"this clone holds only the newest part of the ledger {ref}, as it was cloned with a "
        f"depth; fetch the rest with git fetch --unshallow {remote} {ref}",
    )


def not_a_line(ref: str, commit: str) -> LedgerError:
    """The error when the ledger has a merge."""
    return LedgerError(
        f"the ledger {ref} holds the merge {commit[:12]}, so its events have no order; "
        "put the ref back to a commit before it",
    )


def unreadable(ref: str, commit: str) -> LedgerError:
    """The error for a commit that does not hold what we write."""
    return LedgerError(
        f"commit {commit[:12]} of {ref} cannot be understood; "
        "use the version of reconciler that wrote it",
    )


def _at(remote: str) -> str:
    return "in this repository" if remote == "." else f"at the remote {remote}"


def _said_of(sayings: Mapping[str, str], complained: str) -> str:
    lowered = complained.lower()
    return next((saying for words, saying in sayings.items() if words in lowered), "")


def _reason(complained: str, code: int) -> str:
    if code < 0:
        return f"signal {-code} ended it"
    lines = [line for line in complained.splitlines() if line.startswith(("fatal:", "error:"))]
    return _without_addresses(lines[0]) if lines else f"exit code {code}"


def _without_addresses(text: str) -> str:
    # An address may hold a token.
    return _ADDRESS.sub("its address", text)
