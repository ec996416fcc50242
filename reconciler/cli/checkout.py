"""Who runs this and from which commit: what the ledger writes beside everything it notes."""

import getpass
import os
import secrets
import subprocess
from datetime import datetime
from pathlib import Path

_PATIENCE_SECONDS = 20


def run_id(now: datetime) -> str:
    """A name for one run: short, and names sort as their times do."""
    return f"{now:%Y%m%dT%H%M%S}-{secrets.token_hex(2)}"


def actor(folder: Path) -> str:
    """Who git says works in *folder*, else who set the workflow off, else who is logged in."""
    email = _git(folder, "config", "user.email")
    return email or os.environ.get("GITHUB_ACTOR", "") or _login()


def commit(folder: Path) -> str:
    """The commit that is checked out, `-dirty` when files below *folder* differ from it.

    Empty where there is no git, no checkout or no commit.
    """
    head = _git(folder, "rev-parse", "--verify", "--quiet", "HEAD")
    dirty = head and _git(folder, "status", "--porcelain", "--", ".")
    return f"{head}-dirty" if dirty else head


def behind(folder: Path, applied: str) -> str:
    """Why the checkout around *folder* may be older than commit *applied*; empty when it is not.

    Where git cannot tell, as in a clone without history, that is a reason too.
    """
    if not applied or not _git(folder, "rev-parse", "--verify", "--quiet", "HEAD"):
        return ""
    if not _git(folder, "rev-parse", "--verify", "--quiet", f"{applied}^{{commit}}"):
        return f"commit {applied[:12]} was applied last, and this clone does not have it"
    base = _git(folder, "merge-base", applied, "HEAD")
    return "" if base == applied else f"commit {applied[:12]}, applied last, is not in its history"


def home(config: Path) -> Path:
    """The repository that *config* stands in; outside of one, where somebody works."""
    here = Path.cwd()
    above = config.absolute().parents
    found = next((folder for folder in above if (folder / ".git").exists()), None)
    return found or (here if here in above else above[0])


def _git(folder: Path, *words: str) -> str:
    # A monitor is a program that a checkout may name: looking must not start it.
    command = ["git", "-C", str(folder), "-c", "core.fsmonitor=false", *words]
    try:
        answer = subprocess.run(  # noqa: S603 -- our own words, no shell
            command, capture_output=True, text=True, check=True, timeout=_PATIENCE_SECONDS
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return ""
    return answer.stdout.strip()


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"user {os.getuid()}"  # containers run as numbers that nobody named
