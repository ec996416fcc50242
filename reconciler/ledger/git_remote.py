"""Where the refs of the ledger live: at a remote, or in this repository when it has none."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from reconciler.errors import LedgerError
from reconciler.ledger import git_fault
from reconciler.ledger.git_command import Git

DEFAULT = "origin"
HERE = "."
PATIENCE = 3

# The user's settings of these are for branches, tags and submodules: none of them is ours.
_PUSH = (
    "push", "--porcelain", "--no-verify", "--no-signed", "--no-follow-tags", "--no-progress",
    "--recurse-submodules=no", "--no-force-if-includes",
)  # fmt: skip
_FETCH = (
    "fetch", "--quiet", "--no-tags", "--no-prune", "--refmap=", "--no-write-fetch-head",
    "--no-recurse-submodules", "--no-auto-maintenance", "--no-write-commit-graph",
)  # fmt: skip
# Nobody's hooks run when this repository pushes to itself.
_TO_SELF = ("--receive-pack", "git -c core.hooksPath=/dev/null receive-pack")
_UNSAFE_DOT = re.compile(r"^\.|\.(?=\.|$|lock$)")


def ref_of(room: str, environment: str) -> str:
    """The ref for *environment* below refs/*room*: what git refuses in a name stands as %XX."""
    name = quote(environment, safe="", errors="surrogatepass").replace("~", "%7E")
    return f"refs/{room}/{_UNSAFE_DOT.sub('%2E', name)}"


def remote_of(git: Git, wanted: str | None) -> "Remote":
    """The remote *wanted*, or else the default; this repository itself when it has none at all."""
    there = git.ask("remote").splitlines()
    if wanted is None and not there:
        return Remote(git, HERE)
    name = wanted or DEFAULT
    if name not in there:
        raise git_fault.no_remote(name, there)
    return Remote(git, name)


@dataclass(frozen=True, slots=True)
class Remote:
    """The place that every runner sees, asked through git."""

    git: Git
    name: str

    def tip(self, ref: str) -> str | None:
        """Where *ref* points now; None when it is not there."""
        answer = self.git.run("ls-remote", self.name, ref)
        if answer.code:
            raise git_fault.unreachable(self.name, ref, answer.complained, answer.code)
        # git also lists refs that only end like ours.
        found = (line.split("\t") for line in answer.said.splitlines())
        return next((tip for tip, name in found if name == ref), None)

    def fetch(self, ref: str) -> LedgerError | None:
        """Bring the commits of *ref* here, moving no ref of this repository; or why not."""
        answer = self.git.run(*_FETCH, self.name, ref)
        if answer.code:
            return git_fault.unreachable(self.name, ref, answer.complained, answer.code)
        return None

    def fetch_into(self, ref: str) -> bool:
        """Bring *ref* here with its commits, and move our own *ref* on to it; False if it cannot.

        It cannot when ours is no longer a part of the remote's.
        """
        return self.git.run(*_FETCH, self.name, f"{ref}:{ref}").code == 0

    def move(
        self, ref: str, before: str | None, after: str | None, *, tries: int = PATIENCE
    ) -> bool:
        """Move *ref* from *before* to *after*; False when it is no longer where it was.

        None stands for a ref that is not there. Raises LedgerError when the remote refuses.
        """
        failure = self._pushed(ref, before, after)
        if failure is None:
            return True
        # The answer to a push may have been lost, so what the remote has is what counts.
        found = self.tip(ref)
        if found != before:
            return found == after
        if tries == 1:
            raise failure
        # Another push may hold the ref right now, and not have moved it yet.
        return self.move(ref, before, after, tries=tries - 1)

    def _pushed(self, ref: str, before: str | None, after: str | None) -> LedgerError | None:
        to_self = _TO_SELF if self.name == HERE else ()
        lease = f"--force-with-lease={ref}:{before or ''}"
        # A clone made with --mirror would not push a single ref.
        plain = ("-c", f"remote.{self.name}.mirror=false")
        answer = self.git.run(*plain, *_PUSH, *to_self, lease, self.name, f"{after or ''}:{ref}")
        if not answer.code:
            return None
        refusals = [line for line in answer.said.splitlines() if line.startswith("!")]
        if refusals:
            return git_fault.refused(self.name, ref, refusals[0].rpartition("\t")[2])
        return git_fault.unreachable(self.name, ref, answer.complained, answer.code)
