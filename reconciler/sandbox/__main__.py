"""`python -m reconciler.sandbox`: a sandbox that runs until it is told to stop."""

import argparse
import signal
import sys
from datetime import datetime
from pathlib import Path

from reconciler.sandbox import Behaviours, Generated, Sandbox
from reconciler.sandbox.tenants import Seed
from reconciler.sandbox.times import parse


def main(arguments: list[str] | None = None) -> None:
    """Run a sandbox in the foreground; the first line tells how to reach it."""
    options = _parser().parse_args(arguments)
    stop = {signal.SIGINT, signal.SIGTERM}
    # Before any thread starts, so that all of them leave the signals to sigwait below.
    signal.pthread_sigmask(signal.SIG_BLOCK, stop)
    with Sandbox(
        _seed(options),
        database=options.database,
        port=options.port,
        now=options.now,
        behaviours=_behaviours(options),
    ) as sandbox:
        if options.no_proctorio:
            sandbox.set_proctorio(active=False)
        if options.ticking:
            sandbox.set_clock(ticking=True)
        sys.stdout.write(
            f"integrations {sandbox.integrations_url} {sandbox.integrations_token}"
            f" console {sandbox.console_url} {sandbox.console_token}\n"
        )
        sys.stdout.flush()
        signal.sigwait(stop)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m reconciler.sandbox", description=main.__doc__)
    parser.add_argument("--port", type=int, default=8600, help="0 takes a free one")
    parser.add_argument("--database", type=Path, help="a file that keeps the tenant; else memory")
    parser.add_argument("--now", type=_moment, help="stop the clock at this UTC time")
    parser.add_argument("--ticking", action="store_true", help="let it go on from --now")
    parser.add_argument("--seed", choices=("demo", "empty", "generated"), default="demo")
    for name, default in vars(Generated()).items():
        text = f"of a generated tenant (default: {default})"
        parser.add_argument(f"--{name}", type=int, default=default, help=text)
    parser.add_argument("--no-versions", action="store_true", help="a gateway without versions")
    parser.add_argument("--no-etags", action="store_true", help="lists without ETag")
    parser.add_argument("--normalises", action="store_true", help="store what is sent tidied up")
    parser.add_argument("--no-console", action="store_true", help="no console gateway at all")
    parser.add_argument("--no-proctorio", action="store_true", help="the add-on is not active")
    return parser


def _moment(text: str) -> datetime:
    try:
        return parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _seed(options: argparse.Namespace) -> Seed:
    if options.seed == "generated":
        return Generated(**{name: getattr(options, name) for name in vars(Generated())})
    seed: Seed = options.seed
    return seed


def _behaviours(options: argparse.Namespace) -> Behaviours | None:
    """Return the behaviours asked for; None leaves those of an existing database alone."""
    behaviours = Behaviours(
        versions=not options.no_versions,
        etags=not options.no_etags,
        normalises=options.normalises,
        console=not options.no_console,
    )
    return behaviours if behaviours != Behaviours() else None


if __name__ == "__main__":
    main()
