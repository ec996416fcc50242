"""What a ledger in git refuses or cannot do, and the sentence that a person reads then."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reconciler.errors import LedgerError
from reconciler.ledger.git import GitLedger
from reconciler.ledger.holder import Runner
from reconciler.model.event import Event, Happened

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
EVENT = Event(Happened.DONE, NOON, "production", "r1", "ann")
LEDGER = "refs/reconciler/production"
LOCK = "refs/reconciler-lock/production"
SQLITE = "or let site.yaml name an SQLite file as the ledger"


def said_by(look) -> str:
    with pytest.raises(LedgerError) as raised:
        look()
    return str(raised.value)


def said_of(folder: Path) -> str:
    """What reading says, after making sure that appending says the same."""
    sentence = said_by(lambda: list(GitLedger(folder).events("production")))
    assert said_by(lambda: GitLedger(folder).append([EVENT])) == sentence
    return sentence


@pytest.fixture
def remote(tmp_path, git):
    git(tmp_path, "init", "--quiet", "--bare", "remote.git")
    return tmp_path / "remote.git"


@pytest.fixture
def folder(tmp_path, git, remote):
    """A clone that has written two batches."""
    git(tmp_path, "clone", "--quiet", str(remote), "clone")
    ledger = GitLedger(tmp_path / "clone")
    ledger.append([EVENT])
    ledger.append([EVENT])
    return tmp_path / "clone"


@pytest.fixture
def pretend(tmp_path, monkeypatch):
    """Let another program stand in for git."""

    def standing_in(*lines: str) -> None:
        script = tmp_path / "bin" / "git"
        script.parent.mkdir()
        script.write_text("\n".join(("#!/bin/sh", *lines, "")))
        script.chmod(0o755)
        monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}{os.environ['PATH']}")

    return standing_in


def test_no_git(folder, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    assert said_of(folder) == (
        "the program git, which keeps the ledger, cannot be started (No such file or directory); "
        f"install it, {SQLITE}"
    )


def test_no_repository(tmp_path):
    assert said_of(tmp_path) == (
        f"the ledger is kept in git, but {tmp_path} is not in a git repository; "
        f"run in a clone of the configuration, {SQLITE}"
    )


def test_no_folder(tmp_path):
    assert said_of(tmp_path / "nowhere") == (
        f"the ledger is kept in git, but {tmp_path / 'nowhere'} is not a folder that can be "
        f"entered; run in a clone of the configuration, {SQLITE}"
    )


def test_no_remote_of_the_name(git, folder):
    git(folder, "remote", "rename", "origin", "upstream")

    assert said_of(folder) == (
        "the ledger is pushed to the remote origin, which this repository does not have "
        "(it has upstream); add it with git remote add"
    )


def test_no_remote_at_all_though_one_is_named(git, folder):
    git(folder, "remote", "remove", "origin")
    ledger = GitLedger(folder, remote="backup")

    assert said_by(lambda: list(ledger.events("production"))) == (
        "the ledger is pushed to the remote backup, which this repository does not have "
        "(it has none); add it with git remote add"
    )


def test_a_remote_that_is_gone(folder, remote):
    remote.rename(remote.with_name("away.git"))

    assert said_of(folder) == (
        f"the ledger {LEDGER} at the remote origin cannot be reached: there is no such repository, "
        "or this run may not see it; check git remote get-url"
    )


def test_a_remote_that_does_not_answer_and_whose_address_holds_a_token(git, folder):
    git(folder, "remote", "set-url", "origin", "https://ann:s3cret@127.0.0.1:1/x.git")

    assert said_of(folder) == (
        f"the ledger {LEDGER} at the remote origin cannot be reached: "
        "it does not answer; check the network and run again"
    )


@pytest.mark.parametrize(
    ("words", "saying"),
    [
        ("fatal: Authentication failed for 'https://x:s3cret@h/'", "access was denied"),
        ("git@h: Permission denied (publickey).\nfatal: Could not read from", "access was denied"),
        ("fatal: could not read Username for 'https://h': terminal", "access was denied"),
        ("fatal: unable to access 'https://h/': The requested URL returned error: 403", "denied"),
        ("remote: Repository not found.", "there is no such repository"),
        ("fatal: unable to access 'https://h/': Could not resolve host: h", "does not answer"),
        ("fatal: the remote end hung up unexpectedly", "does not answer"),
        ("Host key verification failed.", "add it to known_hosts"),
        ("fatal: odd https://x:s3cret@h/?k=s3cret", r"odd its address\); try git ls-remote origin"),
    ],
)
def test_why_a_remote_cannot_be_reached(pretend, folder, words, saying):
    pretend(
        'case "$*" in *remote) echo origin; exit;; *ls-remote*) ;; *) exit;; esac',
        f"cat >&2 <<'.'\n{words}\n.",
        "exit 128",
    )

    with pytest.raises(LedgerError, match=saying) as raised:
        list(GitLedger(folder).events("production"))

    assert "s3cret" not in str(raised.value)


def test_a_remote_that_refuses_a_push(folder, remote):
    hook = remote / "hooks" / "pre-receive"
    hook.parent.mkdir()
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    ledger = GitLedger(folder)

    for act in (
        lambda: ledger.append([EVENT]),
        ledger.lease("production", Runner("ann", "r1"), clock=lambda: NOON).__enter__,
    ):
        assert (
            "([remote rejected] (pre-receive hook declined)); allow this run to push "
            in said_by(act)
        )
    hook.unlink()
    ledger.append([EVENT])
    assert len(list(ledger.events("production"))) == 3


def test_a_ledger_that_was_rewritten(git, folder, remote):
    known = git(folder, "rev-parse", LEDGER)
    git(remote, "update-ref", LEDGER, f"{LEDGER}~1")

    sentence = said_of(folder)

    repair = f"git push --force origin {known[:12]}:{LEDGER}"
    assert sentence == (
        f"the ledger {LEDGER} at the remote origin was rewritten: it no longer holds {known[:12]}, "
        f"which this clone has seen; put that back with {repair}, "
        f"or accept the new one with git update-ref -d {LEDGER}"
    )
    git(folder, *repair.split()[1:])
    assert len(list(GitLedger(folder).events("production"))) == 2


def test_a_ledger_that_was_rewritten_and_is_accepted(git, folder, remote):
    git(remote, "update-ref", LEDGER, f"{LEDGER}~1")
    git(folder, "update-ref", "-d", LEDGER)

    assert len(list(GitLedger(folder).events("production"))) == 1


def test_a_ledger_that_is_gone(git, folder, remote):
    known = git(folder, "rev-parse", LEDGER)
    git(remote, "update-ref", "-d", LEDGER)

    sentence = said_of(folder)

    repair = f"git push origin {known[:12]}:{LEDGER}"
    assert sentence == (
        f"there is no longer a ledger {LEDGER} at the remote origin; put it back with {repair}, "
        f"or begin a new one with git update-ref -d {LEDGER}"
    )
    git(folder, *repair.split()[1:])
    assert len(list(GitLedger(folder).events("production"))) == 2


@pytest.mark.usefixtures("folder")
def test_a_clone_that_holds_only_the_end_of_the_ledger(git, remote, tmp_path):
    git(tmp_path, "init", "--quiet", "short")
    git(tmp_path / "short", "remote", "add", "origin", f"file://{remote}")
    git(tmp_path / "short", "fetch", "--quiet", "--depth=1", "origin", f"{LEDGER}:{LEDGER}")
    ledger = GitLedger(tmp_path / "short")

    sentence = said_by(lambda: list(ledger.events("production")))

    repair = f"git fetch --unshallow origin {LEDGER}"
    assert sentence == (
        f"this clone holds only the newest part of the ledger {LEDGER}, as it was cloned with a "
        f"depth; fetch the rest with {repair}"
    )
    git(tmp_path / "short", *repair.split()[1:])
    assert len(list(ledger.events("production"))) == 2


def test_a_ledger_that_was_merged(git, folder, remote):
    tree = git(remote, "rev-parse", f"{LEDGER}^{{tree}}")
    merge = git(remote, "commit-tree", tree, "-p", LEDGER, "-p", f"{LEDGER}~1", "-m", "merge")
    git(remote, "update-ref", LEDGER, merge)

    assert said_by(lambda: list(GitLedger(folder).events("production"))) == (
        f"the ledger {LEDGER} holds the merge {merge[:12]}, so its events have no order; "
        "put the ref back to a commit before it"
    )


def test_a_batch_of_a_newer_version(git, folder, remote):
    tree = git(remote, "rev-parse", f"{LEDGER}^{{tree}}")
    newer = git(remote, "commit-tree", tree, "-p", LEDGER, "-m", 'x\n\n{"happened": "dreamt"}')
    git(remote, "update-ref", LEDGER, newer)

    assert said_by(lambda: list(GitLedger(folder).events("production"))) == (
        f"commit {newer[:12]} of {LEDGER} cannot be understood; "
        "use the version of reconciler that wrote it"
    )


@pytest.mark.parametrize("message", ["x", '{"actor": "ann"}', "{"])
def test_a_lock_of_a_newer_version(git, folder, remote, message):
    tree = git(remote, "rev-parse", f"{LEDGER}^{{tree}}")
    newer = git(remote, "commit-tree", tree, "-m", f"x\n\n{message}")
    git(remote, "update-ref", LOCK, newer)

    assert said_by(lambda: GitLedger(folder).holder("production")) == (
        f"commit {newer[:12]} of {LOCK} cannot be understood; "
        "use the version of reconciler that wrote it"
    )


def test_a_git_that_does_not_end_is_ended(pretend, folder, tmp_path):
    os.mkfifo(tmp_path / "silence")
    pretend(f"exec cat {tmp_path / 'silence'}")
    ledger = GitLedger(folder, timeout_seconds=0.1)

    assert said_by(lambda: list(ledger.events("production"))) == (
        "git remote on the ledger took longer than 0.1 seconds and was ended; "
        "check the network and run again"
    )


@pytest.mark.parametrize(
    ("end", "reason"),
    [
        ("kill -9 $$", "signal 9 ended it"),
        ("echo fatal: odd thing >&2; exit 128", "fatal: odd thing"),
        ("exit 5", "exit code 5"),
    ],
)
def test_an_unforeseen_fault_keeps_the_words_of_git(pretend, folder, end, reason):
    pretend(end)

    assert said_of(folder) == (
        f"git remote on the ledger in {folder} failed ({reason}); "
        "check the repository with git fsck"
    )


def test_others_that_are_faster_every_time(folder, remote):
    # Each push of ours is refused after another commit has come before it.
    hook = remote / "hooks" / "pre-receive"
    hook.parent.mkdir()
    who = "env -u GIT_QUARANTINE_PATH -u GIT_OBJECT_DIRECTORY git -c user.name=x -c user.email=x"
    step = f"{who} commit-tree -p {LEDGER} -m theirs {LEDGER}^{{tree}}"
    hook.write_text(f"#!/bin/sh\n{who} update-ref {LEDGER} $({step})\nexit 1\n")
    hook.chmod(0o755)

    assert said_by(lambda: GitLedger(folder, tries=3).append([EVENT])) == (
        f"the ledger {LEDGER} at the remote origin was moved by others 3 times while we "
        "worked on it; run again when fewer runs write at once"
    )
