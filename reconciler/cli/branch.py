"""Puts changed files on a branch of their own; checkout and index of the user stay as they are.

Hooks do not run: they would look at the user's checkout. A commit is signed where the user's
settings ask for that.
"""

import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reconciler.errors import ReconcilerError
from reconciler.ledger.git_command import Answer, Git
from reconciler.reports.proposal import Branch
from reconciler.reports.words import first

TRAILER = "Reconciler-Proposal"
IN_PLACE = "--in-place writes into the files themselves"
_NOBODY = (
    "git does not know who commits; set user.name and user.email with `git config`, or "
    "GIT_AUTHOR_NAME, GIT_AUTHOR_EMAIL, GIT_COMMITTER_NAME and GIT_COMMITTER_EMAIL"
)


@dataclass(frozen=True, slots=True)
class Repository:
    """The git repository around a configuration: its top folder, and the commit checked out."""

    git: Git
    top: Path
    head: str

    @classmethod
    def around(cls, config: Path) -> "Repository":
        """The repository, ready for a new branch; raises ReconcilerError when it is not.

        A proposal is made from a commit, so nothing below *config* may differ from it.
        """
        if not shutil.which("git"):
            raise ReconcilerError(f"the program git is not there; install it, or {IN_PLACE}")
        git = Git(config)
        top = git.run("rev-parse", "--show-toplevel")
        if top.code:
            if "not a git repository" in top.complained:
                raise ReconcilerError(
                    f"{config} is not in a git repository, so there is no branch; {IN_PLACE}"
                )
            raise _failed("rev-parse", top)
        head = git.run("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        if head.code:
            raise ReconcilerError(f"the repository has no commit yet; commit first, or {IN_PLACE}")
        found = cls(Git(Path(top.said.strip())), Path(top.said.strip()), head.said.strip())
        found.check(config)
        return found

    def check(self, config: Path) -> None:
        """Return when there is nothing uncommitted below *config*, and somebody to commit."""
        status = self._ask(
            "-c", "core.fsmonitor=false", "status", "--porcelain", "-z",
            "--untracked-files=all", "--", self.name(config),
        )  # fmt: skip
        changed = [entry[3:] for entry in status.split("\0") if entry[2:3] == " "]
        if changed:
            raise ReconcilerError(
                f"not committed: {first(changed)}; a proposal is made from a commit, so commit "
                f"or stash first, or {IN_PLACE}"
            )
        for who in ("GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"):
            if self.git.run("-c", "user.useConfigOnly=true", "var", who).code:
                raise ReconcilerError(_NOBODY)

    def name(self, path: Path) -> str:
        """A path as git names it; raises ReconcilerError when it lies outside the repository."""
        try:
            return Path(os.path.realpath(path)).relative_to(os.path.realpath(self.top)).as_posix()
        except ValueError:
            raise ReconcilerError(f"{path} is not in the repository {self.top}") from None

    def legal(self, name: str) -> bool:
        """Whether a branch can have this name."""
        return not self.git.run("check-ref-format", "--branch", name).code

    def write(self, name: str, files: Mapping[str, str], message: str) -> Branch:
        """The branch *name* with one commit that holds *files*.

        A branch that an earlier proposal made is moved, and left alone when it says the same.
        Raises ReconcilerError when it holds the work of somebody else, or is checked out.
        """
        tree = self._tree(files)
        message = f"{message.rstrip()}\n\n{TRAILER}: {tree}\n"
        ref = f"refs/heads/{name}"
        known = self.git.run("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}").said.strip()
        if known and self._says(known) == (self.head, tree, message.strip()):
            return Branch(name, known, "unchanged")
        if known:
            self._demand_ours(name, known)
        signed = self.git.run("config", "--type=bool", "commit.gpgsign").said.strip() == "true"
        words = ["commit-tree", tree, "-p", self.head, *(["-S"] if signed else [])]
        commit = self._ask(*words, given=message).strip()
        self._ask("update-ref", "-m", "reconciler propose", ref, commit, known)
        return Branch(name, commit, "moved" if known else "made")

    def _tree(self, files: Mapping[str, str]) -> str:
        """The tree of the commit that is checked out with *files* in it, made beside the index."""
        with tempfile.TemporaryDirectory() as folder:
            index = {"GIT_INDEX_FILE": str(Path(folder, "index"))}
            self._ask("read-tree", self.head, as_whom=index)
            for file, text in files.items():
                name = self.name(Path(file))
                # With its path, so that line ends are stored as `git add` would store them.
                blob = self._ask("hash-object", "-w", "--stdin", f"--path={name}", given=text)
                mode, _, _ = self._ask("ls-tree", self.head, "--", name).partition(" ")
                entry = f"{mode or '100644'},{blob.strip()},{name}"
                self._ask("update-index", "--add", "--cacheinfo", entry, as_whom=index)
            return self._ask("write-tree", as_whom=index).strip()

    def _says(self, commit: str) -> tuple[str, str, str]:
        """The parents, the tree and the message of a commit."""
        said = self._ask("log", "-1", "--format=%P%n%T%n%B", commit).split("\n", 2)
        return said[0], said[1], said[2].strip()

    def _demand_ours(self, name: str, known: str) -> None:
        _, tree, message = self._says(known)
        if f"{TRAILER}: {tree}" not in message.splitlines():
            raise ReconcilerError(
                f"the branch {name} holds changes that somebody has made; merge or delete it, "
                "or name another one with --branch"
            )
        out = self._ask("worktree", "list", "--porcelain")
        if f"branch refs/heads/{name}" in out.splitlines():
            raise ReconcilerError(
                f"the branch {name} is checked out and would have to move; switch to another "
                "branch first, or name another one with --branch"
            )

    def _ask(self, *words: str, given: str = "", as_whom: Mapping[str, str] | None = None) -> str:
        answer = self.git.run(*words, given=given, as_whom=as_whom)
        if answer.code:
            raise _failed(next(word for word in words if "=" not in word and word != "-c"), answer)
        return answer.said


def _failed(word: str, answer: Answer) -> ReconcilerError:
    lines = [line for line in answer.complained.splitlines() if line.strip()]
    return ReconcilerError(
        f"git {word} failed: {lines[0] if lines else f'exit code {answer.code}'}; nothing was "
        f"changed; {IN_PLACE}"
    )
