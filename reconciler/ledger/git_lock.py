"""The lock of an environment as a ref that runners push, so that all of them see it at once."""

from reconciler.ledger import git_fault
from reconciler.ledger.git_commit import Draft, read_commit, write_commit
from reconciler.ledger.git_remote import Remote, ref_of
from reconciler.ledger.holder import Holder, read_holder, write_holder
from reconciler.ledger.lease import Entry

ROOM = "reconciler-lock"
_TRIES = 5


class GitSlot:
    """The ref that is the lock of *environment*; its commit names the holder.

    A lock that follows another is a commit on top of it, as some servers take nothing else.
    """

    def __init__(self, remote: Remote, environment: str) -> None:
        self._remote = remote
        self._environment = environment
        self._ref = ref_of(ROOM, environment)
        self._seen: Entry | None = None

    @property
    def environment(self) -> str:
        """The environment that the lock is for."""
        return self._environment

    def read(self) -> Entry | None:
        """The lock as it stands, whether or not its time has run out; None when there is none."""
        for _ in range(_TRIES):
            tip = self._remote.tip(self._ref)
            if tip is None or (self._seen and self._seen.mark == tip):
                return self._seen if tip else None
            failure = self._remote.fetch(self._ref)
            self._seen = self._entry(tip)
            if self._seen:
                return self._seen
            # The ref moved between the two: look again.
        raise failure or git_fault.too_busy(self._remote.name, self._ref, _TRIES)

    def put(self, before: Entry | None, holder: Holder) -> Entry | None:
        """Put a lock of *holder* in place of *before*; None when *before* no longer stands."""
        runner = holder.runner
        subject = f"locked by {runner.actor}, run {runner.run}"
        draft = Draft(runner.actor, holder.since, subject, [write_holder(holder)])
        parent = before.mark if before else None
        mark = write_commit(self._remote.git, draft, parent)
        if not self._remote.move(self._ref, parent, mark):
            return None
        self._seen = Entry(mark, holder)
        return self._seen

    def clear(self, before: Entry) -> bool:
        """Take *before* away; False when it no longer stands."""
        return self._remote.move(self._ref, before.mark, None)

    def _entry(self, tip: str) -> Entry | None:
        commit = read_commit(self._remote.git, tip)
        if commit is None:
            return None
        try:
            return Entry(tip, read_holder(commit.lines[0]))
        except (IndexError, ValueError, KeyError, TypeError) as error:
            raise git_fault.unreadable(self._ref, tip) from error
