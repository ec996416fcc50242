"""`reconciler propose`: what moved on the platform, on a branch that nobody has to check out."""

import json
import subprocess

import pytest

from reconciler.cli import inplace
from reconciler.errors import ReconcilerError
from reconciler.model.proposal import Rewritten

TEMPLATE = "base/templates/high-stakes.yaml"
NEW = "lock_down: {full_screen: severe}"


def git(folder, *words):
    done = subprocess.run(
        ["git", "-C", str(folder), *words], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


@pytest.fixture
def clone(desk, monkeypatch):
    """A desk in a git repository, in sync, whose template somebody has just changed."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for word in ("AUTHOR", "COMMITTER"):
        monkeypatch.delenv(f"GIT_{word}_NAME", raising=False)
        monkeypatch.delenv(f"GIT_{word}_EMAIL", raising=False)
    desk.write(".gitattributes", "*.yaml text\n")
    git(desk.folder, "init", "--quiet", "--initial-branch", "main")
    git(desk.folder, "config", "user.name", "D. Lee")
    git(desk.folder, "config", "user.email", "d.lee@northwood.example")
    desk.write("../.gitignore", ".reconciler\n")
    git(desk.folder, "add", ".")
    git(desk.folder, "commit", "--quiet", "--message", "Start")
    assert desk.run("apply", "production", "--yes").code == 0
    desk.edit()
    desk.sandbox.reset_requests()
    return desk


def branches(desk):
    return git(desk.folder, "for-each-ref", "--format=%(refname:short)", "refs/heads/").split()


def proposed(desk):
    (name,) = [name for name in branches(desk) if name.startswith("propose/")]
    return name


def test_a_branch_says_who_changed_what_and_the_checkout_stays(clone):
    before = git(clone.folder, "rev-parse", "HEAD")

    said = clone.run("propose", "production")

    assert said.code == 0, said.err
    name = proposed(clone)
    assert f"on the branch {name} (new)" in said.out
    assert f"`git push origin {name}` offers it" in said.out
    message = git(clone.folder, "log", "-1", "--format=%B", name)
    assert message.startswith("Take over 1 setting of Template/high-stakes from production\n")
    assert "  changed by j.smit over console on " in message
    assert "    full screen: moderate → severe" in message
    assert git(clone.folder, "log", "-1", "--format=%an <%ae>", name) == (
        "D. Lee <d.lee@northwood.example>"
    )
    assert git(clone.folder, "rev-parse", f"{name}^") == before
    assert git(clone.folder, "diff", "--name-only", f"main..{name}") == f"config/{TEMPLATE}"
    assert f"+{NEW}" in git(clone.folder, "diff", f"main..{name}")
    assert git(clone.folder, "symbolic-ref", "--short", "HEAD") == "main"
    assert git(clone.folder, "status", "--porcelain") == ""
    assert clone.writes() == []


def test_merged_it_ends_the_drift(clone):
    clone.run("propose", "production")
    git(clone.folder, "merge", "--quiet", proposed(clone))

    assert clone.run("drift", "production").code == 0
    said = clone.run("propose", "production")
    assert (said.code, said.out) == (0, "Nothing has moved on production\n")


def test_asked_again_it_is_the_same_commit(clone):
    clone.run("propose", "production")
    commit = git(clone.folder, "rev-parse", proposed(clone))

    said = clone.run("propose", "production")

    assert "(as before)" in said.out
    assert git(clone.folder, "rev-parse", proposed(clone)) == commit


def test_a_value_that_moves_on_moves_the_branch(clone):
    clone.run("propose", "production")
    clone.edit(value=0)

    said = clone.run("propose", "production")

    assert "(moved)" in said.out
    assert "git push --force origin" in said.out
    assert "+lock_down: {full_screen: none}" in git(
        clone.folder, "diff", f"main..{proposed(clone)}"
    )
    assert git(clone.folder, "rev-list", "--count", f"main..{proposed(clone)}") == "1"


def test_work_of_others_on_the_branch_is_not_lost(clone):
    clone.run("propose", "production")
    name = proposed(clone)
    git(clone.folder, "checkout", "--quiet", name)
    clone.write(TEMPLATE, "# by hand\n" + (clone.config / TEMPLATE).read_text("utf-8"))
    git(clone.folder, "commit", "--quiet", "--all", "--amend", "--no-edit")
    theirs = git(clone.folder, "rev-parse", name)
    git(clone.folder, "checkout", "--quiet", "main")

    said = clone.run("propose", "production")

    assert said.code == 1
    assert f"the branch {name} holds changes that somebody has made" in said.err
    assert git(clone.folder, "rev-parse", name) == theirs
    assert clone.run("propose", "production", "--branch", "other").code == 0
    assert "other" in branches(clone)


def test_a_branch_that_is_checked_out_is_not_moved_away(clone):
    clone.run("propose", "production", "--branch", "moves")
    git(clone.folder, "worktree", "add", "--quiet", str(clone.folder / "elsewhere"), "moves")
    clone.edit(value=0)

    said = clone.run("propose", "production", "--branch", "moves")

    assert said.code == 1
    assert "the branch moves is checked out" in said.err


def test_what_is_not_committed_is_not_proposed_from(clone):
    clone.write(
        "base/roles/reviewer.yaml",
        "# mine\n" + (clone.config / "base/roles/reviewer.yaml").read_text("utf-8"),
    )

    said = clone.run("propose", "production")

    assert said.code == 1
    assert "not committed: config/base/roles/reviewer.yaml" in said.err
    assert "--in-place" in said.err
    assert branches(clone) == ["main"]
    assert clone.sandbox.requests() == ()


def test_in_place_needs_no_git(clone):
    (clone.folder / ".git").rename(clone.folder / "gone")

    refused = clone.run("propose", "production")
    said = clone.run("propose", "production", "--in-place")

    assert refused.code == 1
    assert "is not in a git repository, so there is no branch; --in-place" in refused.err
    assert said.code == 0, said.err
    assert NEW in (clone.config / TEMPLATE).read_text("utf-8")
    assert clone.run("drift", "production").code == 0


def test_what_a_link_leads_to_is_not_written(clone):
    real = clone.config / "base" / "elsewhere.txt"
    (clone.config / TEMPLATE).rename(real)
    (clone.config / TEMPLATE).symlink_to(real)
    before = real.read_bytes()

    said = clone.run("propose", "production", "--in-place")

    assert said.code == 1
    assert "is a symbolic link, and what it leads to may hold for others" in said.err
    assert real.read_bytes() == before


@pytest.mark.parametrize(
    ("other", "before", "message"),
    [("one.yaml/two.yaml", None, "cannot be written"), ("two.yaml", "x", "has changed since")],
)
def test_all_files_are_written_or_none(tmp_path, other, before, message):
    first = tmp_path / "one.yaml"
    first.write_text("before", encoding="utf-8")
    (tmp_path / "two.yaml").write_text("somebody else's", encoding="utf-8")
    files = [
        Rewritten(str(first), "before", "after"),
        Rewritten(str(tmp_path / other), before, "after"),
    ]

    with pytest.raises(ReconcilerError, match=message):
        inplace.write(files)

    assert first.read_text(encoding="utf-8") == "before"
    assert {path.name for path in tmp_path.iterdir()} == {"one.yaml", "two.yaml"}


def test_nobody_commits_in_somebody_s_name(clone):
    git(clone.folder, "config", "--unset", "user.email")

    said = clone.run("propose", "production")

    assert said.code == 1
    assert "git does not know who commits; set user.name and user.email" in said.err
    assert clone.sandbox.requests() == ()


def test_line_ends_are_kept_as_git_keeps_them(clone):
    path = clone.config / TEMPLATE
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    git(clone.folder, "add", "--renormalize", ".")
    assert git(clone.folder, "status", "--porcelain") == ""

    clone.run("propose", "production")
    clone.run("propose", "production", "--in-place")

    assert len(git(clone.folder, "diff", f"main..{proposed(clone)}", "--numstat").splitlines()) == 1
    assert git(clone.folder, "diff", "--numstat", f"main..{proposed(clone)}").split()[:2] == [
        "1",
        "1",
    ]
    assert path.read_bytes().count(b"\r\n") == path.read_bytes().count(b"\n")


def test_a_commit_is_signed_where_that_is_asked_for(clone):
    git(clone.folder, "config", "commit.gpgsign", "true")
    git(clone.folder, "config", "gpg.program", "false")

    said = clone.run("propose", "production")

    assert said.code == 1
    assert "git commit-tree failed" in said.err
    assert branches(clone) == ["main"]


def test_hooks_are_left_out(clone):
    hook = clone.folder / ".git" / "hooks" / "reference-transaction"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)

    assert clone.run("propose", "production").code == 0


def test_what_cannot_be_proposed_is_said_with_exit_code_4(clone):
    clone.write(TEMPLATE, "kind: Template\nid: high-stakes\npartial: true\nname: High stakes\n")
    clone.write(
        "base/schedules/one.yaml",
        "kind: Schedule\nid: MATH-101-RESIT\nassessment: MATH-101\ntemplate: high-stakes\n",
    )
    clone.write("base/assessments/math.yaml", "kind: Assessment\nid: MATH-101\n")
    assert clone.run("apply", "production", "--yes").code == 0
    change = {"ProctorioTemplateExternalId": "practice"}
    clone.sandbox.edit("Schedule/MATH-101-RESIT", change, actor="k.visser")

    said = clone.run("propose", "production", "--in-place")

    assert said.code == 4
    assert "Not taken over" in said.out
    assert 'there is no Template "practice"' in said.out
    assert "template: high-stakes → practice  " in said.out


def test_for_programs_and_for_pull_requests(clone):
    found = json.loads(clone.run("propose", "production", "--format", "json").out)
    page = clone.run("propose", "production", "--format", "markdown").out

    assert found["schema"] == "reconciler/proposal/1"
    assert found["branch"] == {
        "name": proposed(clone),
        "commit": git(clone.folder, "rev-parse", proposed(clone)),
        "what": "made",
    }
    assert found["taken"][0]["fields"][0]["cause"]["actor"] == "j.smit"
    assert found["message"].startswith("Take over 1 setting")
    assert f"+{NEW}\n" in found["files"][0]["diff"]
    assert page.startswith("<!-- reconciler proposal production -->\n")
    assert "full screen: moderate → severe" in page
    assert f"+{NEW}\n" in page


def test_nothing_to_propose_has_no_message_and_no_heading(clone):
    clone.run("apply", "production", "--yes")

    found = json.loads(clone.run("propose", "production", "--format", "json").out)
    page = clone.run("propose", "production", "--format", "markdown").out

    assert found["message"] == ""
    assert "Taken over" not in page
    assert page.endswith("Nothing has moved on production\n")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--in-place", "--branch", "x"], "--in-place makes no branch"),
        (["--branch", "a..b"], "git does not take that name"),
        (["--only", "Template/high-steaks"], "did you mean Template/high-stakes?"),
    ],
)
def test_words_that_make_no_sense(clone, words, message):
    said = clone.run("propose", "production", *words)

    assert said.code == 2
    assert message in said.err
    assert branches(clone) == ["main"]
