"""The door from the shell: runs a command; every error becomes one sentence and an exit code."""

import gc
import sys
import traceback
from collections.abc import Sequence

from reconciler.cli import reconciler


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command that *arguments* name, those of the process by default; never returns."""
    # Everything read is kept until the end: looking for garbage in it takes a quarter of a run.
    gc.set_threshold(100_000, 50, 100)
    words = sys.argv[1:] if arguments is None else list(arguments)
    try:
        reconciler.main(args=words, prog_name="reconciler")
    except Exception as error:  # noqa: BLE001 -- the outermost door: nothing may fall through it
        sys.exit(_explained(error, debug="--debug" in words))


def _explained(error: Exception, *, debug: bool) -> int:
    """Say in one sentence what went wrong; the exit code for it."""
    # Imported here: --help needs none of it.
    from reconciler.errors import ReconcilerError  # noqa: PLC0415

    if isinstance(error, ReconcilerError):
        _say(f"error: {error}")
        return error.exit_code
    if debug:
        _say("".join(traceback.format_exception(error)))
    _say(
        f"internal error: {type(error).__name__}: {error}; "
        "please report it with what `reconciler --debug …` shows"
    )
    return 1


def _say(message: str) -> None:
    sys.stderr.write(f"{message}\n")


if __name__ == "__main__":
    main()
