"""Every command that README and docs show is run as it stands there."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reconciler.ledger.git import GitLedger
from reconciler.model.event import Event, Happened

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
PAGES.append(ROOT / "reconciler" / "sandbox" / "README.md")
FENCE = re.compile(r"^```console\n(.*?)^```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)")
PORT = "8600"
# The command that runs this very test, and the one that test_demo runs.
ELSEWHERE = {"make test", "make demo"}
# In sync or done, drift, and only waiting work left: how commands of a working story end.
GOOD = {0, 4, 6}


@dataclass
class Terminal:
    """A shell in a clone of the repository; a command that serves goes on beside the others."""

    home: Path
    environment: dict[str, str]
    serving: list[subprocess.Popen[str]]

    def type(self, line: str) -> None:
        command = line.partition(" #")[0].strip().replace(PORT, self.environment["PORT"])
        if command.startswith("export "):
            pairs = (word.partition("=") for word in command.split()[1:])
            self.environment.update({name: value for name, _, value in pairs})
        elif "sandbox --port" in command:
            self._serve(command)
        elif command not in ELSEWHERE:
            self._run(command)

    def _run(self, command: str) -> None:
        done = subprocess.run(
            command, shell=True, cwd=self.home, env=self.environment, text=True,
            capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode in GOOD, f"$ {command}\n{done.stdout}{done.stderr}"
        assert "Traceback" not in done.stderr

    def _serve(self, command: str) -> None:
        server = subprocess.Popen(
            f"exec {command}", shell=True, cwd=self.home, env=self.environment, text=True,
            stdout=subprocess.PIPE,
        )  # fmt: skip
        self.serving.append(server)
        assert server.stdout is not None
        assert "http://127.0.0.1:" in server.stdout.readline()


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    home = tmp_path / "clone"
    port = _free_port()
    shutil.copytree(ROOT / "config", home / "config")
    site = home / "config" / "site.yaml"
    site.write_text(site.read_text(encoding="utf-8").replace(PORT, port), encoding="utf-8")
    _under_git(home, tmp_path / "origin.git")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    shell = Terminal(home, {**os.environ, "PATH": path, "PORT": port, "GIT_PAGER": "cat"}, [])
    yield shell
    for server in shell.serving:
        server.terminate()
        server.communicate()


def _free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def _under_git(home: Path, origin: Path) -> None:
    """A clone whose production ledger is in git."""
    for words in (
        ["init", "--quiet", "--bare", str(origin)],
        ["-C", str(home), "init", "--quiet"],
        ["-C", str(home), "remote", "add", "origin", str(origin)],
    ):
        subprocess.run(["git", *words], check=True, capture_output=True)
    with GitLedger(home) as ledger:
        at = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
        ledger.append([Event(Happened.FINISHED, at, "production", "run-1", "d.lee")])


def _blocks() -> Iterator[tuple[str, str]]:
    for page in PAGES:
        for index, block in enumerate(FENCE.findall(page.read_text(encoding="utf-8"))):
            yield f"{page.relative_to(ROOT)}-{index}", block


BLOCKS = dict(_blocks())


def test_the_pages_show_commands():
    assert len(BLOCKS) >= 5


@pytest.mark.slow
@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if FENCE.search(page.read_text("utf-8"))],
    ids=lambda page: str(page.relative_to(ROOT)),
)
def test_the_commands_of_a_page_run_one_after_the_other(terminal, page):
    for block in FENCE.findall(page.read_text(encoding="utf-8")):
        for line in block.splitlines():
            if line.strip():
                terminal.type(line.strip())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    missing = [
        link for link in LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / link).exists()
    ]  # fmt: skip

    assert missing == []
