"""`reconciler demo`: the whole story in one go, as a user types it, against a stand-in tenant."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from reconciler.errors import ReconcilerError

ENVIRONMENT = "sandbox"
WRITTEN = "http://127.0.0.1:8600"  # where the example's site.yaml expects the stand-in


@dataclass(frozen=True, slots=True)
class Act:
    """One command of the story, and the exit code that it must end with."""

    title: str
    arguments: tuple[str, ...]
    ends: int


TAKE_OVER = (
    Act("The files hold together", ("validate", "config"), 0),
    Act("What would change?", ("plan", ENVIRONMENT), 0),
    Act("Bring the tenant in line with git", ("apply", ENVIRONMENT, "--yes"), 6),
    Act(
        "A second plan: only what waits for a re-activation is left",
        ("plan", ENVIRONMENT, "--exit-code"),
        6,
    ),
)
PUT_RIGHT = (
    Act("What moved, who moved it, and when?", ("drift", ENVIRONMENT), 4),
    Act("Put it right, and nothing else", ("apply", ENVIRONMENT, "--only-drift", "--yes"), 0),
    Act("Nothing has moved any more", ("drift", ENVIRONMENT), 6),
    Act("What was done, by whom and why", ("history", ENVIRONMENT, "Template/high-stakes"), 0),
)


@click.command()
@click.option(
    "--config",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path("config"),
    show_default=True,
    help="The example configuration.",
)
def demo(config: Path) -> None:
    """Run the whole story against a stand-in tenant on a loopback port."""
    from reconciler.sandbox import Sandbox  # noqa: PLC0415 -- keeps --help fast

    with Sandbox(seed="demo") as sandbox, TemporaryDirectory(prefix="reconciler-demo-") as folder:
        root = _copied(config, Path(folder), sandbox.url)
        tokens = {
            "CIRRUS_TOKEN": sandbox.integrations_token,
            "CONSOLE_TOKEN": sandbox.console_token,
        }
        _say(f"A stand-in Cirrus tenant answers at {sandbox.url}: Northwood University")
        for act in TAKE_OVER:
            _play(act, root, tokens)
        _say("Somebody changes a template setting and a role tick by hand, in the console")
        changes = {"Settings.full_screen": 2}
        sandbox.edit("Template/high-stakes", changes, actor="p.jansen")
        tick = {"Permissions.Administration/Manage users": True}
        menu = {"Permissions.Administration/Administration": True}
        sandbox.edit("Role/Exam scheduler", menu | tick, actor="p.jansen")
        for act in PUT_RIGHT:
            _play(act, root, tokens)
        _say("Done. The same commands work on a real tenant: change the addresses in site.yaml")


def _copied(config: Path, folder: Path, url: str) -> Path:
    """The example in a folder of its own, with the stand-in's address in its site.yaml."""
    shutil.copytree(config, folder / "config")
    site = folder / "config" / "site.yaml"
    text = site.read_text(encoding="utf-8")
    if WRITTEN not in text:
        raise ReconcilerError(f"{config / 'site.yaml'} has no environment at {WRITTEN} to play in")
    site.write_text(text.replace(WRITTEN, url), encoding="utf-8")
    return folder


def _say(text: str) -> None:
    click.secho(f"\n── {text} ", bold=True, nl=False)
    click.secho("─" * max(3, 96 - len(text)), bold=True)


def _play(act: Act, root: Path, tokens: Mapping[str, str]) -> None:
    _say(act.title)
    click.secho(f"$ reconciler {' '.join(act.arguments)}", fg="cyan")
    sys.stdout.flush()
    # The arguments are this module's own; the child writes straight to the user's terminal.
    command = [sys.executable, "-m", "reconciler", *act.arguments]
    done = subprocess.run(command, cwd=root, env={**os.environ, **tokens}, check=False)  # noqa: S603
    click.secho(f"(exit code {done.returncode})", dim=True)
    if done.returncode != act.ends:
        raise ReconcilerError(
            f"the demo expected exit code {act.ends} of this command, not {done.returncode}"
        )
