"""A stand-in tenant of any size, and the files that declare just what it holds."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx

from benchmarks.measure import Cost
from reconciler.kinds.proctorio import OPTIONS

TEMPLATES, ROLES, ROWS = 50, 30, 120
PAGE = 200
# What a gateway asks for, and what the site promises it: the pace is not what is measured here.
SITE = """\
kind: Site
name: Benchmark
time_zone: Europe/Amsterdam
region: eu
environments:
  tenant:
    integrations: {{url: "{integrations}", token: {{env: CIRRUS_TOKEN}}}}
    console: {{url: "{console}", token: {{env: CONSOLE_TOKEN}}}}
    quiet_off: [cirrus-release, cirrus-maintenance]
    limits: {{changes: 100%}}
    pace: {{requests_per_second: 100000, in_flight: 8}}
catalogue:
  rows: [{rows}]
"""


@dataclass(frozen=True, slots=True)
class Tenant:
    """A running stand-in, its addresses and tokens."""

    integrations: str
    integrations_token: str
    console: str
    console_token: str

    @property
    def environment(self) -> dict[str, str]:
        """The variables in which the reconciler finds the tokens."""
        return {"CIRRUS_TOKEN": self.integrations_token, "CONSOLE_TOKEN": self.console_token}

    def control(self, method: str, path: str, body: object | None = None) -> Any:  # noqa: ANN401
        """Ask the stand-in's own door for something; its content, as JSON has it."""
        door = self.console.removesuffix("/api/v1/console") + "/control" + path
        answer = httpx.request(method, door, json=body, timeout=600)
        answer.raise_for_status()
        return answer.json()["Content"]

    def slow(self, milliseconds: float) -> None:
        """Let every answer come so much later."""
        self.control("DELETE", "/faults")
        if milliseconds:
            fault = {"kind": "delay", "path": "/api", "times": None}
            self.control("POST", "/faults", {**fault, "seconds": milliseconds / 1000})

    def counted(self, cost: Cost) -> Cost:
        """The cost of what has just run, with its requests; the count starts again."""
        seen = self.control("GET", "/requests")
        self.control("DELETE", "/requests")
        return replace(cost, requests=seen["Reads"] + seen["Writes"], writes=seen["Writes"])

    def items(self, collection: str) -> Iterator[dict[str, Any]]:
        """All objects of a collection, as the console lists them."""
        headers = {"Authorization": f"Bearer {self.console_token}"}
        with httpx.Client(headers=headers, timeout=600) as client:
            number, total = 1, 1
            while (number - 1) * PAGE < total:
                query = {"Page": number, "PageSize": PAGE}
                content = client.get(self.console + collection, params=query).json()["Content"]
                yield from content["Items"]
                number, total = number + 1, content["Total"]


@contextmanager
def tenant(schedules: int) -> Iterator[Tenant]:
    """A tenant with so many schedules, half as many assessments, 50 templates and 30 roles."""
    size = {
        "templates": TEMPLATES,
        "roles": ROLES,
        "rows": ROWS,
        "assessments": schedules // 2,
        "schedules": schedules,
    }
    command = [sys.executable, "-m", "reconciler.sandbox", "--port", "0", "--seed", "generated"]
    command += [word for name, number in size.items() for word in (f"--{name}", str(number))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        words = process.stdout.readline().split()
        try:
            yield Tenant(words[1], words[2], words[4], words[5])
        finally:
            process.terminate()


def declare(tenant: Tenant, root: Path) -> None:
    """Write the files that declare all that the tenant holds, one object a file."""
    (root / "base").mkdir(parents=True)
    rows = sorted({row for item in tenant.items("/roles") for row in item["Permissions"]})
    ends = {"integrations": tenant.integrations, "console": tenant.console}
    (root / "site.yaml").write_text(SITE.format(**ends, rows=", ".join(map(json.dumps, rows))))
    for item in tenant.items("/proctorio/templates"):
        _write(root, "templates", item["ExternalId"], _template(item))
    for item in tenant.items("/roles"):
        _write(root, "roles", item["Title"], _role(item))
    for item in tenant.items("/assessments"):
        _write(root, "assessments", item["ExternalId"], _assessment(item))
    for item in tenant.items("/schedules"):
        _write(root, "schedules", item["ExternalId"], schedule(item))


def change(root: Path, every: int) -> int:
    """Let every so-many-th schedule's document ask for the other of two templates; how many."""
    changed = 0
    for number, file in enumerate(sorted((root / "base" / "schedules").iterdir())):
        text = file.read_text()
        if number % every == 0 and "template:" in text and "draft" in text:
            other = "template-0001" if "template-0001" not in text else "template-0002"
            file.write_text(re.sub(r'template: ".*"', f'template: "{other}"', text))
            changed += 1
    return changed


def schedule(item: Mapping[str, Any]) -> dict[str, object]:
    """The document of a schedule as the tenant shows it."""
    return {
        "kind": "Schedule",
        "id": item["ExternalId"],
        "assessment": item["AssessmentExtId"],
        "proctoring": item["UseProctorIo"],
        **({"template": _id(item)} if item["UseProctorIo"] else {}),
        "why": f"taken over as {item['State'].lower()}",
    }


def _id(item: Mapping[str, Any]) -> str:
    return item["ProctorioTemplateExternalId"] or "default"


def _template(item: Mapping[str, Any]) -> dict[str, object]:
    document: dict[str, Any] = {
        "kind": "Template",
        "id": "default" if item["IsDefault"] else item["ExternalId"],
        "name": item["Name"],
    }
    for option in OPTIONS:
        group, name = option.path.split(".")
        value = item["Settings"][option.wire]
        words = {number: word for word, number in (option.numbers or {}).items()}
        document.setdefault(group, {})[name] = words.get(value, value) if words else value
    return document


def _role(item: Mapping[str, Any]) -> dict[str, object]:
    return {
        "kind": "Role",
        "title": item["Title"],
        "type": item["Type"],
        "permissions": item["Permissions"],
    }


def _assessment(item: Mapping[str, Any]) -> dict[str, object]:
    return {
        "kind": "Assessment",
        "id": item["ExternalId"],
        "proctoring": item["UseProctorIo"],
        "schedules": [{"template": "template-0001"}],
    }


def _write(root: Path, folder: str, name: str, document: Mapping[str, object]) -> None:
    path = root / "base" / folder / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(_lines(document)) + "\n")


def _lines(document: Mapping[str, object], indent: str = "") -> Iterator[str]:
    for key, value in document.items():
        word = key if key.replace("_", "").isalpha() else json.dumps(key)
        if isinstance(value, Mapping):
            yield f"{indent}{word}:"
            yield from _lines(value, indent + "  ")
        else:
            yield f"{indent}{word}: {json.dumps(value)}"
