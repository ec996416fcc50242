"""Run git without a shell, a prompt, a hook or a signature, and never for longer than allowed."""

import os
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reconciler.ledger import git_fault

TIMEOUT_SECONDS = 60.0

# Ours alone decide what happens to the ledger's refs, whatever the user's own settings are.
_SETTINGS = {
    "core.hooksPath": os.devnull,
    "core.fsync": "all",
    "core.filesRefLockTimeout": "1000",
    "i18n.commitEncoding": "UTF-8",
    "i18n.logOutputEncoding": "UTF-8",
    "push.pushOption": "",
}
_OPTIONS = tuple(word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}"))
# Set by git for its hooks and aliases: they would lead us to another repository than *folder*.
_ELSEWHERE = frozenset(
    {
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_DIR",
        "GIT_GRAFT_FILE",
        "GIT_INDEX_FILE",
        "GIT_NAMESPACE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_SHALLOW_FILE",
        "GIT_WORK_TREE",
    }
)
_ALWAYS = {"GIT_TERMINAL_PROMPT": "0", "GIT_NO_REPLACE_OBJECTS": "1", "LC_ALL": "C", "LANGUAGE": ""}


@dataclass(frozen=True, slots=True)
class Answer:
    """How git ended, and what it said; minus the number of a signal when one ended it."""

    code: int
    said: str
    complained: str


@dataclass(frozen=True, slots=True)
class Git:
    """The git program, at work in the repository around *folder*."""

    folder: Path
    timeout_seconds: float = TIMEOUT_SECONDS

    def run(self, *words: str, given: str = "", as_whom: Mapping[str, str] | None = None) -> Answer:
        """What git answers to *words*, whether or not it could do them.

        Raises LedgerError when it is not there, or does not answer in time.
        """
        process = self._started(words, dict(as_whom or {}))
        try:
            said, complained = process.communicate(given.encode(), self.timeout_seconds)
        except subprocess.TimeoutExpired as error:
            raise git_fault.too_slow(words[0], self.timeout_seconds) from error
        finally:
            _ended(process)
        return Answer(process.returncode, _text(said), _text(complained))

    def ask(self, *words: str, given: str = "", as_whom: Mapping[str, str] | None = None) -> str:
        """What git says to *words*; raises LedgerError when it could not do them."""
        answer = self.run(*words, given=given, as_whom=as_whom)
        if answer.code:
            raise git_fault.failed(self.folder, words[0], answer.complained, answer.code)
        return answer.said

    def _started(self, words: tuple[str, ...], as_whom: dict[str, str]) -> subprocess.Popen[bytes]:
        kept = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
        try:
            return subprocess.Popen(  # noqa: S603 -- a list of words, no shell
                ["git", "-C", str(self.folder), *_OPTIONS, *words],  # noqa: S607 -- as PATH says
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=kept | _ALWAYS | as_whom,
                # Of its own, so that nothing asks on our terminal and all of it can be ended.
                start_new_session=True,
            )
        except OSError as error:
            raise git_fault.no_git(error) from error


def _ended(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe:
            pipe.close()


def _text(output: bytes) -> str:
    return output.decode("utf-8", "replace")
