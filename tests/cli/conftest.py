"""A desk: a stand-in tenant, a folder of files, and the commands as a user types them."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pytest

from reconciler.__main__ import main
from reconciler.sandbox import Sandbox

ROOT = Path(__file__).parents[2]
Stream = int | IO[str] | None

SITE = """\
kind: Site
name: Northwood University
time_zone: Europe/Amsterdam
region: eu
environments:
  production:
    console: {{url: "{console}", token: {{env: CONSOLE_TOKEN}}}}
    integrations: {{url: "{integrations}", token: {{env: CIRRUS_TOKEN}}}}
    quiet_off: [cirrus-release, cirrus-maintenance]
    pace: {{requests_per_second: 1000}}
"""
HIGH_STAKES = """\
kind: Template
id: high-stakes
partial: true
lock_down: {full_screen: moderate}
verification: {id: auto}
accept: [{rule: checks-fail-with-screen-readers, why: such candidates sit elsewhere}]
"""
REVIEWER = """\
kind: Role
title: Proctoring reviewer
type: Author
can: [void attempts]
"""


@dataclass(frozen=True)
class Said:
    """What a command said, and the code it ended with."""

    code: int
    out: str
    err: str


@dataclass
class Desk:
    """Where somebody works on one tenant."""

    sandbox: Sandbox
    folder: Path
    capture: pytest.CaptureFixture[str]

    @property
    def config(self) -> Path:
        return self.folder / "config"

    @property
    def ledger(self) -> Path:
        return self.folder / ".reconciler" / "production.db"

    def write(self, name: str, text: str) -> None:
        path = self.config / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def site(self, console: str | None = None, more: str = "") -> None:
        """A site whose console is the sandbox's, or elsewhere; *more* is its environment's."""
        text = SITE.format(
            console=console or self.sandbox.console_url, integrations=self.sandbox.integrations_url
        )
        self.write("site.yaml", text + more)

    def run(self, *words: str) -> Said:
        """A command in this process, without a terminal."""
        self.capture.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(
                [*words, "--config", str(self.config)]
                if words[0] not in ("sandbox", "schema")
                else words
            )
        out, err = self.capture.readouterr()
        return Said(int(ended.value.code or 0), out, err)

    def start(
        self, *words: str, stdout: Stream = None, stderr: Stream = None, stdin: Stream = None
    ) -> subprocess.Popen[str]:
        """A command in a process of its own."""
        command = [sys.executable, "-m", "reconciler", *words, "--config", str(self.config)]
        return subprocess.Popen(
            command,
            cwd=ROOT,
            text=True,
            env=dict(os.environ),
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
        )

    def state(self) -> object:
        """What somebody configured on the tenant."""
        return self.sandbox.state(volatile=False)

    def writes(self) -> Sequence[str]:
        return [f"{r.method} {r.path}" for r in self.sandbox.requests() if r.writes]

    def edit(self, setting: str = "full_screen", value: object = 3, actor: str = "j.smit") -> None:
        """Somebody changes the template by hand."""
        self.sandbox.edit("Template/high-stakes", {f"Settings.{setting}": value}, actor=actor)


@pytest.fixture
def desk(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    with Sandbox() as sandbox:
        monkeypatch.setenv("CONSOLE_TOKEN", sandbox.console_token)
        monkeypatch.setenv("CIRRUS_TOKEN", sandbox.integrations_token)
        made = Desk(sandbox, tmp_path, capsys)
        made.site()
        made.write("base/templates/high-stakes.yaml", HIGH_STAKES)
        made.write("base/roles/reviewer.yaml", REVIEWER)
        yield made
