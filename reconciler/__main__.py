"""The door from the shell: runs a command; every error becomes one sentence and an exit code."""

import atexit
import errno
import gc
import os
import sys
import traceback
from collections.abc import Sequence
from signal import SIGINT

# What only a stream gives without the name of a file: all of ours are opened by name.
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command that *arguments* name, those of the process by default; never returns."""
    # Everything read is kept until the end: looking for garbage in it takes a tenth of a run and
    # finds one object in a hundred. At the end all of it goes, garbage or not.
    gc.set_threshold(1_000_000, 50, 100)
    atexit.register(gc.freeze)
    words = sys.argv[1:] if arguments is None else list(arguments)
    try:
        # Imported here: Ctrl-C can come before the first command is read.
        from reconciler.cli import reconciler  # noqa: PLC0415

        reconciler.main(args=words, prog_name="reconciler")
    except KeyboardInterrupt:
        _say("interrupted")
        sys.exit(128 + SIGINT)
    except SystemExit:
        # Here and not at the end of the process, where nothing could be said of it any more.
        broken = _held_back()
        if broken:
            sys.exit(_unwritable(broken))
        raise
    except Exception as error:  # noqa: BLE001 -- the outermost door: nothing may fall through it
        sys.exit(_explained(error, debug="--debug" in words))


def _explained(error: Exception, *, debug: bool) -> int:
    """Say in one sentence what went wrong; the exit code for it."""
    # Imported here: --help needs none of it.
    from reconciler.errors import ReconcilerError  # noqa: PLC0415

    if isinstance(error, ReconcilerError):
        _say(f"error: {error}")
        return error.exit_code
    if isinstance(error, OSError) and error.errno in _FULL and error.filename is None:
        return _unwritable(error)
    if debug:
        _say("".join(traceback.format_exception(error)))
    _say(
        f"internal error: {type(error).__name__}: {error}; "
        "please report it with what `reconciler --debug …` shows"
    )
    return 1


def _held_back() -> OSError | None:
    """Why the rest of what was said to stdout cannot get there, if it cannot."""
    try:
        if sys.stdout:  # a shell may have closed it
            sys.stdout.flush()
    except OSError as error:
        # A reader that has seen enough is no error.
        return None if error.errno == errno.EPIPE else error
    return None


def _unwritable(error: OSError) -> int:
    _say(f"error: the output cannot be written: {error.strerror}")
    # What is still held back would be tried, and complained of, once more at the very end.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1


def _say(message: str) -> None:
    sys.stderr.write(f"{message}\n")


if __name__ == "__main__":
    main()
