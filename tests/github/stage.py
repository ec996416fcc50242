"""A user's repository in a folder, its tenant, its GitHub; and workflows that really run in it."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from reconciler.sandbox import Sandbox
from tests.github.standin import REPOSITORY, TOKEN, GitHub

ROOT = Path(__file__).parents[2]
STARTER = ROOT / "reconciler" / "starter"
BIN = Path(sys.executable).parent
STAND_INS = Path(__file__).parent / "actions"
USES = re.compile(r"uses: (actions/([a-z-]+)@[0-9a-f]{40}) # v")

PUSH = {"ref": "refs/heads/main"}

SITE = """\
kind: Site
name: Northwood University
time_zone: Europe/Amsterdam
region: eu
environments:
  production:
    overlay: sandbox
    integrations: {{url: "{integrations}", token: {{env: CIRRUS_TOKEN}}}}
    console: {{url: "{console}", token: {{env: CONSOLE_TOKEN}}}}
    ledger: git
    quiet_off: [cirrus-release, cirrus-maintenance]
    limits: {{changes: 100%, reactivations: 5}}
    pace: {{requests_per_second: 1000, in_flight: 8}}
"""


@dataclass(frozen=True)
class Ran:
    """How a workflow ended: what it said, what stands under the run, and how each job did."""

    code: int
    said: str
    summary: str
    jobs: dict[str, str]


@dataclass
class Stage:
    """One repository with all that its workflows talk to."""

    home: Path
    sandbox: Sandbox
    github: GitHub
    variables: dict[str, str] = field(default_factory=lambda: {"RECONCILER": "on"})
    number: int = 7

    @property
    def origin(self) -> Path:
        return self.home / "origin.git"

    @property
    def clone(self) -> Path:
        return self.home / "clone"

    @property
    def config(self) -> Path:
        return self.clone / "config"

    def prepare(self) -> None:
        """What `init` prints and the files of the example, on main of an origin; applied once."""
        self.git("init", "--quiet", "--bare", "--initial-branch=main", str(self.origin))
        self.git("-C", str(self.origin), "config", "uploadpack.allowAnySHA1InWant", "true")
        shutil.copytree(STARTER / ".github", self.clone / ".github")
        shutil.copytree(ROOT / "config", self.config)
        shutil.rmtree(self.config / "production")
        self.git("init", "--quiet", "--initial-branch=main", str(self.clone))
        self.here("remote", "add", "origin", "../origin.git")
        self.point()
        done = self.reconciler("apply", "production", "--yes")
        assert done.returncode in {0, 6}, done.stdout + done.stderr

    def point(self) -> None:
        """Let the files of main name the tenant that runs now."""
        site = SITE.format(
            console=self.sandbox.console_url, integrations=self.sandbox.integrations_url
        )
        (self.config / "site.yaml").write_text(site, encoding="utf-8")
        self.push("The files as they are")

    def push(self, message: str) -> None:
        """Commit, and push straight to main."""
        self.commit(message)
        self.here("push", "--quiet", "origin", "main")

    def reconciler(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(BIN / "reconciler"), *words], cwd=self.clone, env={**self._environment(), **more},
            text=True, capture_output=True, check=False,
        )  # fmt: skip

    def inside(self, words: str, payload: dict[str, Any]) -> subprocess.CompletedProcess[str]:
        """One command as a step of a workflow runs it, without the workflow."""
        event = self.home / "event.json"
        event.write_text(json.dumps(payload), encoding="utf-8")
        about = {"GITHUB_EVENT_PATH": str(event), "GITHUB_SHA": self.here("rev-parse", "HEAD")}
        return self.reconciler(*words.split(), **self._runner(), **about, GITHUB_TOKEN=TOKEN)

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.config / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def commit(self, message: str) -> str:
        self.here("add", "--all")
        self.here("commit", "--quiet", "--allow-empty", "--message", message)
        return self.here("rev-parse", "HEAD")

    def propose(self, message: str = "A change", **more: Any) -> Ran:
        """Push what was edited to a branch, and let the pull request's plan run."""
        if self.here("branch", "--show-current") == "main":
            self.here("checkout", "--quiet", "-b", "change")
        head = self.commit(message)
        self.here("push", "--quiet", "origin", "change", f"HEAD:refs/pull/{self.number}/merge")
        return self.run("plan.yml", "pull_request", {**self.pull(head), **more})

    def pull(self, head: str, repository: str = REPOSITORY) -> dict[str, Any]:
        return {
            "number": self.number,
            "pull_request": {
                "number": self.number,
                "user": {"login": "d.lee"},
                "head": {"sha": head, "ref": "change", "repo": {"full_name": repository}},
                "base": {"ref": "main"},
            },
        }

    def merge(self) -> None:
        """Merge the pull request, as GitHub does."""
        head = self.here("rev-parse", "change")
        self.here("checkout", "--quiet", "main")
        self.here("merge", "--quiet", "--no-ff", "--message", "Merge", "change")
        self.here("push", "--quiet", "origin", "main")
        self.github.merge(self.number, head, self.here("rev-parse", "HEAD"))

    def pushed(self) -> Ran:
        """Let run what a push to main sets off."""
        return self.run("apply.yml", "push", PUSH)

    def run(self, workflow: str, event: str, payload: dict[str, Any]) -> Ran:
        """Let a workflow of the clone run, on this machine."""
        with self.started(workflow, event, payload) as act:
            said, _ = act.communicate()
        jobs = dict(re.findall(r"^\[[^]/]*/(.+?)\s*\].*🏁  Job (\w+)", said, re.MULTILINE))
        summary = "\n".join(re.findall(r"Summary - ((?:.|\n)*?)(?=^\[)", said, re.MULTILINE))
        return Ran(act.returncode, said, summary, jobs)

    def started(self, workflow: str, event: str, payload: dict[str, Any]) -> subprocess.Popen[str]:
        payload_file = self.home / "event.json"
        repository = {"full_name": REPOSITORY, "default_branch": "main"}
        payload_file.write_text(json.dumps({"repository": repository, **payload}))
        words = [str(BIN / "act"), event, "--workflows", f".github/workflows/{workflow}"]
        words += ["--eventpath", str(payload_file), "--platform", "ubuntu-24.04=-self-hosted"]
        words += ["--no-skip-checkout", "--concurrent-jobs", "1"]
        words += ["--cache-server-addr", "127.0.0.1", "--artifact-server-addr", "127.0.0.1"]
        words += ["--action-cache-path", str(self.home / "act"), "--actor", "d.lee"]
        for used, name in self._used(workflow):
            words += ["--local-repository", f"{used}={STAND_INS / name}"]
        for name, value in self.variables.items():
            words += ["--var", f"{name}={value}"]
        for name, value in self._secrets().items():
            words += ["--secret", f"{name}={value}"]
        for name, value in self._runner().items():
            words += ["--env", f"{name}={value}"]
        return subprocess.Popen(
            words, cwd=self.clone, env=self._environment(), text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def _used(self, workflow: str) -> list[tuple[str, str]]:
        github = self.clone / ".github"
        files = [github / "workflows" / workflow, github / "actions" / "reconcile" / "action.yml"]
        return [pair for file in files for pair in USES.findall(file.read_text(encoding="utf-8"))]

    def _secrets(self) -> dict[str, str]:
        return {
            "CIRRUS_TOKEN": self.sandbox.integrations_token,
            "CONSOLE_TOKEN": self.sandbox.console_token,
            "GITHUB_TOKEN": TOKEN,
        }

    def _runner(self) -> dict[str, str]:
        """What GitHub's own runner sets, and what the stand-ins of its actions need."""
        return {
            "GITHUB_API_URL": self.github.url,
            "GITHUB_REPOSITORY": REPOSITORY,
            "STAND_IN_ORIGIN": str(self.origin),
            "STAND_IN_BIN": str(BIN),
            "STAND_IN_ARTIFACTS": str(self.home / "artifacts"),
        }

    def _environment(self) -> dict[str, str]:
        kept = {n: v for n, v in os.environ.items() if not n.startswith(("GIT_", "GITHUB_"))}
        for name in ("CIRRUS_TOKEN", "CONSOLE_TOKEN"):
            kept[name] = self._secrets()[name]
        return {**kept, "HOME": str(self.home), "GIT_CONFIG_NOSYSTEM": "1", "NO_COLOR": "1"}

    def git(self, *words: str) -> str:
        who = ["-c", "user.name=D. Lee", "-c", "user.email=d.lee@northwood.example"]
        done = subprocess.run(
            ["git", *who, *words], env=self._environment(), text=True, capture_output=True,
            check=True,
        )  # fmt: skip
        return done.stdout.strip()

    def here(self, *words: str) -> str:
        return self.git("-C", str(self.clone), *words)


def permissions(workflow: Path) -> set[str]:
    """Every permission that some job of a workflow has, as `what: how`."""
    jobs = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"]
    granted = {
        f"{what}: {how}" for job in jobs.values() for what, how in job["permissions"].items()
    }
    return granted | {grant.replace("write", "read") for grant in granted}
