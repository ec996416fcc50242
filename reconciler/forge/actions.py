"""The workflow run that we are part of, as GitHub Actions tells it in variables and files."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import SecretStr

from reconciler.errors import ForgeError

SUMMARY_BYTES: Final = 1_000_000  # GitHub takes 1 MiB a step


@dataclass(frozen=True, slots=True)
class PullRequest:
    """A pull request at the commit that the run is about."""

    number: int
    head: str


@dataclass(frozen=True, slots=True)
class Run:
    """One run: where GitHub answers, as whom we ask it, what set the run off and at which commit.

    *event* is GitHub's own account of it; people may have written what stands in there.
    """

    api: str
    token: SecretStr
    repository: str
    page: str
    commit: str
    event: Mapping[str, Any]
    summary: Path | None
    output: Path | None

    @property
    def pull_request(self) -> PullRequest | None:
        """The pull request that the run is about, if it is about one."""
        match self.event.get("pull_request"):
            case {"number": int() as number, "head": {"sha": str() as head}}:
                return PullRequest(number, head)
            case _:
                return None

    @property
    def inputs(self) -> Mapping[str, str] | None:
        """What somebody typed who started the run by hand; None when nobody did."""
        if "inputs" not in self.event:
            return None
        return {name: str(value) for name, value in (self.event["inputs"] or {}).items()}

    def summarise(self, markdown: str) -> None:
        """Put a page under the run, where everybody finds it who looks at the run."""
        _append(self.summary, markdown)

    def answer(self, name: str, value: str) -> None:
        """Give the workflow an output of this step."""
        _append(self.output, f"{name}={value}\n")


def current(variables: Mapping[str, str]) -> Run:
    """The run that *variables* tell of; raises ForgeError outside GitHub Actions."""
    needed = ("GITHUB_API_URL", "GITHUB_REPOSITORY", "GITHUB_EVENT_PATH", "GITHUB_SHA")
    missing = [name for name in needed if not variables.get(name)]
    if missing:
        raise ForgeError(
            f"{' and '.join(missing)} not set: this command runs in GitHub Actions, which sets "
            "them; elsewhere use `reconciler plan`, `apply` and `drift`"
        )
    if not re.fullmatch("[!-~]+", variables.get("GITHUB_TOKEN", "")):
        raise ForgeError(
            "GITHUB_TOKEN is not set, or no token; write "
            "`env: {GITHUB_TOKEN: ${{ github.token }}}` at the step"
        )
    repository = variables["GITHUB_REPOSITORY"]
    server = variables.get("GITHUB_SERVER_URL", "https://github.com")
    return Run(
        api=variables["GITHUB_API_URL"].rstrip("/"),
        token=SecretStr(variables["GITHUB_TOKEN"]),
        repository=repository,
        page=f"{server}/{repository}/actions/runs/{variables.get('GITHUB_RUN_ID', '')}",
        commit=variables["GITHUB_SHA"],
        event=_event(Path(variables["GITHUB_EVENT_PATH"])),
        summary=_path(variables.get("GITHUB_STEP_SUMMARY")),
        output=_path(variables.get("GITHUB_OUTPUT")),
    )


def _event(path: Path) -> Mapping[str, Any]:
    try:
        event = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise ForgeError(f"the event in GITHUB_EVENT_PATH ({path}) cannot be read") from error
    if not isinstance(event, dict):
        raise ForgeError(f"the event in GITHUB_EVENT_PATH ({path}) is not one")
    return event


def _path(name: str | None) -> Path | None:
    return Path(name) if name else None


def _append(path: Path | None, text: str) -> None:
    if path:
        with path.open("a", encoding="utf-8") as file:
            file.write(text)
