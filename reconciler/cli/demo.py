"""`reconciler demo`: the whole story in one go, as a user types it, against a stand-in tenant."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from reconciler.errors import ReconcilerError

if TYPE_CHECKING:
    from reconciler.sandbox import Sandbox

ENVIRONMENT = "sandbox"
SITE = "site.yaml"
WRITTEN = "http://127.0.0.1:8600"  # where the example's site.yaml expects the stand-in


@dataclass(frozen=True, slots=True)
class Act:
    """One command of the story, and the exit code that it must end with."""

    title: str
    arguments: tuple[str, ...]
    ends: int


@dataclass(frozen=True, slots=True)
class Stage:
    """The stand-in, a folder with a copy of the example, and the tokens for both."""

    sandbox: "Sandbox"
    root: Path
    tokens: Mapping[str, str]


ALLOWED = (
    "limits: {changes: 100%, reactivations: 2}\n"
    "    ledger: {sqlite: .reconciler/sandbox.db, durable: true}"
)
APPLY = ("apply", ENVIRONMENT, "--yes")
BY = ("--by", "a.berg", "--note", "ticket-4711")
TAKE_OVER = (
    Act("The files hold together", ("validate", "config"), 0),
    Act("What would change?", ("plan", ENVIRONMENT, "--out", "plan.json"), 0),
    Act("Do exactly what was reviewed", ("apply", ENVIRONMENT, "--plan", "plan.json"), 6),
    Act(
        "A second plan is empty: only what needs a re-activation is left",
        ("plan", ENVIRONMENT, "--exit-code"),
        6,
    ),
)
PUT_RIGHT = (
    Act("What moved, who moved it, and when?", ("drift", ENVIRONMENT), 4),
    Act("Put it right, and nothing else", ("apply", ENVIRONMENT, "--only-drift", "--yes"), 0),
    Act("Nothing has moved any more", ("drift", ENVIRONMENT), 6),
)
REACTIVATE = (
    Act("It reaches two sittings, and leaves the started and the imminent one alone", APPLY, 6),
    Act("The others wait for the end of the quiet window", ("plan", ENVIRONMENT), 0),
    Act("What was done, by whom and why", ("history", ENVIRONMENT, "Schedule/CHEM-120-MAIN"), 0),
)


BY_HAND = (
    Act("What is to be done, and what waits for it?", ("plan", ENVIRONMENT), 0),
    Act("The same on paper, in the words of Cirrus's pages", ("runbook", ENVIRONMENT), 0),
)
SAID = (
    Act("She says so, and it goes on record", ("attest", ENVIRONMENT, "--all", *BY), 0),
    Act("Now the schedule need not wait any more", APPLY, 0),
    Act("Everything is as the files say, some of it by her word", ("status", ENVIRONMENT), 0),
    Act("Who said what, and when", ("history", ENVIRONMENT, "Template/high-stakes"), 0),
)
PUBLIC_ONLY = """\
kind: Site
name: Northwood University
time_zone: Europe/Amsterdam
region: eu
environments:
  sandbox:
    integrations: {{url: "{url}/api/v1/integrations", token: {{env: CIRRUS_TOKEN}}}}
    quiet_off: [cirrus-release, cirrus-maintenance]
    attest_again_after: 30d
"""
STEPS_OF_THE_GUIDE = """\
kind: Template
id: default
partial: true
lock_down: {full_screen: moderate}
---
kind: Template
id: high-stakes
partial: true
lock_down: {full_screen: moderate}
verification: {id: auto}
---
kind: Role
title: Proctoring reviewer
can: [review recordings in marking, void attempts]
---
kind: Assessment
id: ANAT-101
proctoring: true
schedules: [{template: high-stakes}]
review: {by: Proctoring reviewer, when: before marking, if_confirmed: void attempt}
---
kind: Schedule
id: ANAT-101-RESIT
assessment: ANAT-101
"""


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
        stage = Stage(sandbox, root, tokens)
        _take_over(stage)
        _put_right(stage)
        _reactivate(stage)
    with Sandbox(seed="demo") as sandbox, TemporaryDirectory(prefix="reconciler-demo-") as folder:
        _by_hand(Stage(sandbox, Path(folder), {"CIRRUS_TOKEN": sandbox.integrations_token}))
        _say("Done. The same commands work on a real tenant: change the addresses in site.yaml")


def _take_over(stage: Stage) -> None:
    for act in TAKE_OVER:
        _play(act, stage)


def _put_right(stage: Stage) -> None:
    _say("Somebody changes a template setting and a role tick by hand, in the console")
    stage.sandbox.edit("Template/high-stakes", {"Settings.full_screen": 2}, actor="p.jansen")
    rows = ("Administration/Administration", "Administration/Manage users")
    ticks = {f"Permissions.{row}": True for row in rows}
    stage.sandbox.edit("Role/Exam scheduler", ticks, actor="p.jansen")
    for act in PUT_RIGHT:
        _play(act, stage)


def _reactivate(stage: Stage) -> None:
    _say("The office allows two re-activations a run, with a ledger that outlives the machine")
    _rewrite(stage.root, SITE, "limits: {changes: 100%}", ALLOWED)
    _say("A template changes in git: the browser's cache is emptied after every exam")
    standard = "base/templates/standard.yaml"
    _rewrite(stage.root, standard, "clear_cache: false", "clear_cache: true")
    first, *rest = REACTIVATE
    _play(first, stage)
    _say("Exam week begins: a quiet window is written into site.yaml")
    now = datetime.now(ZoneInfo("Europe/Amsterdam"))
    span = [f"{now + timedelta(hours=hours):%Y-%m-%dT%H:%M}" for hours in (-1, 3)]
    window = f"quiet: [{{from: {span[0]}, until: {span[1]}, why: exam week}}]"
    _rewrite(stage.root, SITE, ALLOWED, f"{ALLOWED}\n    {window}")
    for act in rest:
        _play(act, stage)


def _by_hand(stage: Stage) -> None:
    _say("Another tenant has the public API alone: templates, roles and options are set by people")
    stage.sandbox.behave(console=False)
    files = {SITE: PUBLIC_ONLY.format(url=stage.sandbox.url), "base/guide.yaml": STEPS_OF_THE_GUIDE}
    for name, text in files.items():
        path = stage.root / "config" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for act in BY_HAND:
        _play(act, stage)
    _say("A. Berg does it in the Admin console, step by step")
    strict = {"Settings.full_screen": 1, "Settings.verify_id": 1}
    reviewer = ("Marking", "View proctored recordings", "Void attempts")
    ticks = {f"Marking/{row}": True for row in reviewer}
    sandbox = stage.sandbox
    sandbox.edit("Template/NW-DEFAULT", {"Settings.full_screen": 1}, actor="a.berg")
    sandbox.edit("Template/high-stakes", strict, actor="a.berg")
    sandbox.add("Role", {"Title": "Proctoring reviewer", "Permissions": ticks}, actor="a.berg")
    sandbox.edit("Assessment/ANAT-101", {"UseProctorIo": True}, actor="a.berg")
    for act in SAID:
        _play(act, stage)


def _rewrite(root: Path, name: str, old: str, new: str) -> None:
    path = root / "config" / name
    text = path.read_text(encoding="utf-8")
    if old not in text:
        raise ReconcilerError(f"the example's {name} no longer says {old!r}")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _copied(config: Path, folder: Path, url: str) -> Path:
    """The example in a folder of its own, with the stand-in's address in its site.yaml."""
    shutil.copytree(config, folder / "config")
    for api in ("integrations", "console"):
        _rewrite(folder, SITE, f"{WRITTEN}/api/v1/{api}", f"{url}/api/v1/{api}")
    return folder


def _say(text: str) -> None:
    click.secho(f"\n── {text} ", bold=True, nl=False)
    click.secho("─" * max(3, 96 - len(text)), bold=True)


def _play(act: Act, stage: Stage) -> None:
    _say(act.title)
    click.secho(f"$ reconciler {' '.join(act.arguments)}", fg="cyan")
    sys.stdout.flush()
    # The arguments are this module's own; the child writes straight to the user's terminal.
    env = {**os.environ, **stage.tokens}
    command = [sys.executable, "-m", "reconciler", *act.arguments]
    done = subprocess.run(command, cwd=stage.root, env=env, check=False)  # noqa: S603
    click.secho(f"(exit code {done.returncode})", dim=True)
    if done.returncode != act.ends:
        raise ReconcilerError(
            f"the demo expected exit code {act.ends} of this command, not {done.returncode}"
        )
