"""The events of one environment as a chain of commits: one ref, one commit per batch."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from threading import Lock

from reconciler.ledger import git_fault
from reconciler.ledger.batch import subject
from reconciler.ledger.git_commit import Commit, Draft, read_commits, write_commit
from reconciler.ledger.git_remote import HERE, Remote, ref_of
from reconciler.ledger.line import read_lines, write_line
from reconciler.ledger.together import Together
from reconciler.model.event import Event

ROOM = "reconciler"
# A run that writes all the time is faster than we are, as it need not look first: wait for a gap.
TRIES = 60


class GitChain:
    """The chain at the remote; the ref of the same name here says how far we have seen it."""

    def __init__(self, remote: Remote, environment: str, tries: int) -> None:
        self._remote = remote
        self._git = remote.git
        self._ref = ref_of(ROOM, environment)
        self._tries = tries
        self._seen: str | None = None
        self._counted: tuple[str | None, int] = (None, 0)  # the end that was read last, its events
        self._guard = Lock()
        self._together = Together(self._append)

    def append(self, events: Sequence[Event]) -> None:
        """Put events at the end of the chain; the remote has them when this returns."""
        self._together([(event, write_line(event)) for event in events])

    def _append(self, batches: Sequence[Sequence[tuple[Event, str]]]) -> None:
        events = [event for batch in batches for event, _ in batch]
        lines = [line for batch in batches for _, line in batch]
        draft = Draft(events[-1].actor, events[-1].at, subject(events), lines)
        with self._guard:
            tip = self._known()
            for _ in range(self._tries):
                commit = write_commit(self._git, draft, tip)
                if self._remote.move(self._ref, tip, commit):
                    self._remember(commit)
                    return
                tip = self._caught_up()
                # The answer to our push was lost, and others went on from there.
                if tip and self._follows(tip, commit):
                    return
        raise git_fault.too_busy(self._remote.name, self._ref, self._tries)

    def events(self) -> Iterator[Event]:
        """All events, as they stand now, in the order of their appending."""
        with self._guard:
            commits = self._read(self._latest())
        return (event for commit in commits for event in self._events(commit))

    def count(self) -> int:
        """How many events there are; only what was not read before is read for it."""
        with self._guard:
            tip = self._latest()
            if tip != self._counted[0]:
                self._read(tip)
            return self._counted[1]

    def _known(self) -> str | None:
        if self._seen is None:
            said = self._git.ask("for-each-ref", "--format=%(objectname)", self._ref)
            self._seen = said.strip() or None
        return self._seen

    def _caught_up(self) -> str | None:
        """The end of the chain after others moved it, with as few steps as can be."""
        if not self._remote.fetch_into(self._ref):
            return self._latest()
        self._seen = None
        return self._known()

    def _latest(self) -> str | None:
        """The end of the chain at the remote, fetched; it must go on from what we have seen."""
        known, tip = self._known(), self._remote.tip(self._ref)
        if tip == known:
            return tip
        if tip is None:
            raise git_fault.gone(self._remote.name, self._ref, known or "")
        failure = self._remote.fetch(self._ref)
        if failure:
            raise failure
        if known and not self._follows(tip, known):
            raise git_fault.rewritten(self._remote.name, self._ref, known)
        self._remember(tip)
        return tip

    def _follows(self, tip: str, earlier: str) -> bool:
        return self._git.run("merge-base", "--is-ancestor", earlier, tip).code == 0

    def _remember(self, tip: str) -> None:
        if self._remote.name != HERE:
            # Where another process has moved it since, its note is as good as ours.
            self._git.run("update-ref", self._ref, tip, self._seen or "")
        self._seen = tip

    def _read(self, tip: str | None) -> Sequence[Commit]:
        if tip is None:
            return []
        commits = read_commits(self._git, tip)
        if commits[0].parents:
            raise git_fault.cut_short(self._ref, self._remote.name)
        for earlier, later in pairwise(commits):
            if later.parents != (earlier.hash,):
                raise git_fault.not_a_line(self._ref, later.hash)
        self._counted = tip, sum(len(commit.lines) for commit in commits)
        return commits

    def _events(self, commit: Commit) -> Iterator[Event]:
        try:
            yield from read_lines(commit.lines)
        except (ValueError, KeyError, TypeError) as error:
            raise git_fault.unreadable(self._ref, commit.hash) from error
