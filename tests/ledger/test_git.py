"""The ledger in git between clones: nothing is lost, and nothing of the user's is touched."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from shutil import which
from typing import IO

import pytest

from reconciler.errors import LeaseLost
from reconciler.ledger.git import GitLedger
from reconciler.ledger.holder import Runner
from reconciler.model.event import Event, Happened
from reconciler.model.ref import Ref

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LEDGER = "refs/reconciler/production"
LOCK = "refs/reconciler-lock/production"
ANN = Runner("ann", "r1")
APPEND_FOR_EVER = """
import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from reconciler.ledger.git import GitLedger
from reconciler.model.event import Event, Happened
ledger, name = GitLedger(Path(sys.argv[1])), sys.argv[2]
for number in count():
    run = f"{name}{number}"
    ledger.append([Event(Happened.DONE, datetime.now(UTC), "production", run, name)] * 2)
    print(run, flush=True)
"""


def event(run: str, **more) -> Event:
    return Event(Happened.DONE, NOON, "production", run, **{"actor": "ann", **more})


def runs(folder: Path) -> list[str]:
    return [event.run for event in GitLedger(folder).events("production")]


def appending_for_ever(folder: Path, name: str, told: IO[str]) -> subprocess.Popen[bytes]:
    """Another process that appends, and then tells what it appended, until it is killed."""
    command = [sys.executable, "-c", APPEND_FOR_EVER, str(folder), name]
    return subprocess.Popen(command, stdout=told)


@pytest.fixture
def pipe():
    read, write = os.pipe()
    with os.fdopen(read) as told, os.fdopen(write, "w") as telling:
        yield told, telling


def hook(repository: Path, name: str, *lines: str) -> None:
    script = repository / "hooks" / name
    script.parent.mkdir(exist_ok=True)
    script.write_text("\n".join(("#!/bin/sh", *lines, "")))
    script.chmod(0o755)


@pytest.fixture
def remote(tmp_path, git):
    """A bare repository with a commit on its branch, as a server has it."""
    git(tmp_path, "init", "--quiet", "--initial-branch=main", "work")
    git(tmp_path / "work", "commit", "--quiet", "--allow-empty", "--message=first")
    git(tmp_path / "work", "commit", "--quiet", "--allow-empty", "--message=second")
    git(tmp_path, "clone", "--quiet", "--bare", "work", "remote.git")
    return tmp_path / "remote.git"


@pytest.fixture
def clone(tmp_path, git, remote):
    def cloned(name: str, *options: str) -> Path:
        folder = Path(tmp_path, name)
        git(tmp_path, "clone", "--quiet", *options, f"file://{remote}", str(folder))
        return folder

    return cloned


def test_it_is_durable_where_it_has_a_remote_to_be_pushed_to(tmp_path, git, clone):
    git(tmp_path, "init", "--quiet", "alone")

    assert GitLedger(clone("a")).durable
    assert not GitLedger(tmp_path / "alone").durable


def test_a_repository_without_a_remote_is_the_ledger_itself(tmp_path, git):
    git(tmp_path, "init", "--quiet", "alone")
    alone = GitLedger(tmp_path / "alone")

    with alone.lease("production", ANN, clock=lambda: NOON) as lease:
        alone.append([event("1")])
        GitLedger(tmp_path / "alone").append([event("2")])
        alone.append([event("3")])
        lease.check()

    assert runs(tmp_path / "alone") == ["1", "2", "3"]
    assert git(tmp_path / "alone", "for-each-ref", "--format=%(refname)") == LEDGER


def test_the_remote_can_have_another_name(git, clone):
    folder = clone("a", "--origin=upstream")

    GitLedger(folder, remote="upstream").append([event("1")])

    assert git(folder, "ls-remote", "upstream", LEDGER)


def test_plain_git_shows_who_did_what_and_when(git, clone):
    folder = clone("a")
    template, role = Ref("Template", "high-stakes"), Ref("Role", "Marker")
    ledger = GitLedger(folder)
    ledger.append([event("r1", ref=template), event("r1", ref=role)])
    ledger.append([event("r2", actor='O\'Brien <"Zoë">\n; rm', ref=Ref("Role", "a\nb"))])
    ledger.append([event("r3", actor="...")])

    assert git(folder, "log", "--reverse", "--format=%an <%ae> %aI: %s", LEDGER).splitlines() == [
        "ann <> 2026-03-01T12:00:00+00:00: done Template/high-stakes, and 1 more",
        'O\'Brien "Zoë"; rm <> 2026-03-01T12:00:00+00:00: done Role/ab',
        "unknown <> 2026-03-01T12:00:00+00:00: done",
    ]


def test_clones_that_append_at_once_lose_nothing_and_keep_each_writers_order(clone):
    orders = {name: [f"{name}{number}" for number in range(8)] for name in "ab"}
    ledgers = [GitLedger(clone(name)) for name in orders]

    def write(ledger: GitLedger, order: list[str]) -> None:
        for run in order:
            ledger.append([event(run)] * 2)

    with ThreadPoolExecutor(2) as pool:
        for _ in pool.map(write, ledgers, orders.values()):
            pass

    seen = runs(clone("c"))
    assert seen[::2] == seen[1::2]
    assert {name: [run for run in seen[::2] if run[0] == name] for name in "ab"} == orders


def test_clones_that_append_the_same_at_once_append_it_twice(clone):
    first, second = GitLedger(clone("a")), GitLedger(clone("b"))

    first.append([event("1")])
    second.append([event("1")])

    assert runs(clone("c")) == ["1", "1"]


def test_what_was_acknowledged_outlives_two_writers_that_are_killed(clone, pipe):
    told, telling = pipe
    writers = [appending_for_ever(clone(name), name, telling) for name in "ab"]
    telling.close()
    acknowledged = [told.readline().strip() for _ in range(6)]
    for writer in writers:
        writer.kill()
        writer.wait()
    acknowledged += told.read().split()

    seen = runs(clone("c"))

    assert set(acknowledged) <= set(seen)
    assert seen[::2] == seen[1::2]


def test_an_append_whose_answer_is_lost_is_kept_once(remote, clone):
    ledger = GitLedger(clone("a"))
    ledger.append([event("1")])
    hook(remote, "post-receive", "kill -9 $PPID")

    ledger.append([event("2")])

    assert runs(clone("b")) == ["1", "2"]


def test_an_append_whose_answer_is_lost_before_others_went_on_is_kept_once(remote, clone):
    ledger = GitLedger(clone("a"))
    ledger.append([event("1")])
    who = "git -c user.name=x -c user.email=x"
    hook(
        remote,
        "post-receive",
        "read old new ref",
        f"git update-ref $ref $({who} commit-tree -p $new -m theirs $new^{{tree}})",
        "kill -9 $PPID",
    )

    ledger.append([event("2")])

    assert runs(clone("b")) == ["1", "2"]


def test_a_lock_whose_answer_is_lost_is_held_once(git, remote, clone):
    ledger = GitLedger(clone("a"))
    hook(remote, "post-receive", "kill -9 $PPID")

    with ledger.lease("production", ANN, clock=lambda: NOON) as lease:
        lease.check()

    assert not git(remote, "for-each-ref", LOCK)


def test_a_lock_that_cannot_be_given_back_hides_neither_result_nor_error(remote, clone):
    ledger = GitLedger(clone("a"))

    with ledger.lease("production", ANN, clock=lambda: NOON):
        remote.rename(remote.with_name("away.git"))
    remote.with_name("away.git").rename(remote)

    left = ledger.holder("production")
    assert left
    assert left.runner == ANN


def test_a_lock_deleted_with_plain_git_is_lost(git, remote, clone):
    with GitLedger(clone("a")).lease("production", ANN, clock=lambda: NOON) as lease:
        git(remote, "update-ref", "-d", LOCK)

        pytest.raises(LeaseLost, lease.check)  # noqa: RUF061 - one call


def test_a_server_that_takes_only_commits_on_top_takes_renewals_and_takeovers(git, remote, clone):
    git(remote, "config", "receive.denyNonFastForwards", "true")
    git(remote, "config", "receive.fsckObjects", "true")
    moments = iter([0, 0, 4, 40, 40])
    ledger = GitLedger(clone("a"))

    def clock() -> datetime:
        return NOON.replace(minute=next(moments))

    with ledger.lease("production", ANN, clock=clock) as lease:
        lease.check()
        lease.check()
        with GitLedger(clone("b")).lease("production", Runner("ben", "r2"), clock=clock) as theirs:
            ledger.append([event("1")])

    assert theirs.took_over == lease.holder
    assert runs(clone("c")) == ["1"]


def test_a_shallow_clone_reads_and_appends_all(clone):
    GitLedger(clone("a")).append([event("1")])
    GitLedger(clone("b")).append([event("2")])
    shallow = clone("c", "--depth=1")

    GitLedger(shallow).append([event("3")])

    assert runs(shallow) == runs(clone("d")) == ["1", "2", "3"]
    assert (shallow / ".git" / "shallow").exists()


@pytest.mark.parametrize(
    "options", [["--bare"], ["--mirror"], ["--no-checkout", "--filter=tree:0"]], ids=lambda o: o[0]
)
def test_any_clone_will_do(git, remote, clone, options):
    git(remote, "config", "uploadpack.allowFilter", "true")
    GitLedger(clone("first")).append([event("1")])
    folder = clone("a", *options)

    with GitLedger(folder).lease("production", ANN, clock=lambda: NOON):
        GitLedger(folder).append([event("2")])

    assert runs(folder) == ["1", "2"]


def test_a_worktree_and_a_folder_in_it_will_do(git, clone):
    folder = clone("a")
    git(folder, "worktree", "add", "--quiet", "../tree")
    inner = folder.parent / "tree" / "config"
    inner.mkdir()

    GitLedger(inner).append([event("1")])

    assert runs(folder) == ["1"]


def test_nothing_of_the_users_is_touched_or_obeyed(git, clone, snapshot, tmp_path):
    folder = clone("a")
    (folder / "staged").write_text("1")
    git(folder, "add", "staged")
    (folder / "staged").write_text("2")
    for name in ("pre-push", "reference-transaction", "post-commit", "commit-msg", "post-rewrite"):
        hook(folder / ".git", name, f"touch {tmp_path / 'hook-ran'}", "exit 1")
    settings = {
        "commit.gpgSign": "true",
        "fetch.prune": "true",
        "gpg.program": "false",
        "i18n.logOutputEncoding": "UTF-16",
        "log.showSignature": "true",
        "push.followTags": "true",
        "push.gpgSign": "true",
        "push.pushOption": "ci.skip",
        "push.recurseSubmodules": "check",
        "remote.origin.mirror": "true",
        "user.useConfigOnly": "true",
    }
    for name, value in settings.items():
        git(folder, "config", name, value)
    before = snapshot(folder)

    ledger = GitLedger(folder)
    with ledger.lease("production", ANN, clock=lambda: NOON) as lease:
        ledger.append([event("1")])
        GitLedger(clone("b")).append([event("2")])
        lease.check()
        assert runs(folder) == ["1", "2"]

    after = snapshot(folder)
    added = {str(file.relative_to(folder / ".git")) for file in after.keys() - before.keys()}
    assert {file for file in added if not file.startswith("objects/")} == {LEDGER}
    assert {file: after[file] for file in before} == before
    assert not (tmp_path / "hook-ran").exists()


def test_a_repository_that_git_was_pointed_to_is_not_ours(git, clone, remote, monkeypatch):
    folder, elsewhere = clone("a"), clone("b")
    for name, place in (("GIT_DIR", ".git"), ("GIT_INDEX_FILE", ".git/index"), ("GIT_PREFIX", "")):
        monkeypatch.setenv(name, str(elsewhere / place))

    GitLedger(folder).append([event("1")])

    monkeypatch.undo()
    assert git(folder, "for-each-ref", LEDGER)
    assert not git(elsewhere, "for-each-ref", LEDGER)
    assert git(remote, "for-each-ref", LEDGER)


def test_an_append_costs_three_processes_and_a_check_one(tmp_path, clone, monkeypatch):
    ledger = GitLedger(clone("a"))
    counted = tmp_path / "counted"
    script = tmp_path / "bin" / "git"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\necho >> {counted}\nexec {which("git")} "$@"\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}{os.environ['PATH']}")

    def cost(act) -> int:
        counted.write_text("")
        act()
        return len(counted.read_text())

    assert cost(lambda: ledger.append([event("1")])) <= 6
    assert cost(lambda: ledger.append([event("2")])) == 3
    with ledger.lease("production", ANN, clock=lambda: NOON) as lease:
        assert cost(lease.check) == 1
    assert cost(lambda: list(ledger.events("production"))) == 2
    assert cost(lambda: ledger.count("production")) == 1


def test_a_writer_that_is_killed_leaves_a_ledger_that_others_go_on_with(clone, pipe):
    folder = clone("a")
    told, telling = pipe
    with appending_for_ever(folder, "a", telling) as writer:
        told.readline()
        writer.kill()

    GitLedger(folder).append([event("next")])

    seen = runs(clone("b"))
    assert seen[:2] == ["a0", "a0"]
    assert "next" in seen
