"""The peers at work: the same number of objects of ten settings each, a plan with no change."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

from benchmarks.line import Line
from benchmarks.measure import Command, Cost, middle, once

PEERS = Path(__file__).parent / "peers"
SETTINGS = 10


def octodns(objects: int, folder: Path, runs: int, ours: Cost) -> Iterator[Line]:
    """OctoDNS from YAML to a provider in the same process; *ours*: our plan of as many objects."""
    records = {
        f"r{number:05}": [f"setting {key} is {number * key % 7}" for key in range(SETTINGS)]
        for number in range(objects)
    }
    (folder / "live.json").write_text(json.dumps(records))
    (folder / "zones").mkdir()
    zone = "".join(_record(name, values) for name, values in records.items())
    (folder / "zones" / "example.com.yaml").write_text(f"---\n{zone}")
    (folder / "octodns.yaml").write_text(
        "manager: {max_workers: 1}\n"
        "providers:\n"
        f"  files: {{class: octodns.provider.yaml.YamlProvider, directory: {folder}/zones}}\n"
        f"  live: {{class: octodns_live.LiveProvider, file: {folder}/live.json}}\n"
        "zones:\n"
        "  example.com.: {sources: [files], targets: [live]}\n"
    )
    words = (_bin(folder, "octodns-sync"), "--config-file", "octodns.yaml")
    command = Command(words, folder, {"PYTHONPATH": str(PEERS)})
    theirs = middle([once(command) for _ in range(runs)])
    what = f"octoDNS, {objects:,} records, no HTTP"
    yield Line("Peers", what, theirs)
    what = f"reconciler plan, {objects:,} objects over HTTP"
    yield Line("Peers", what, ours, "octoDNS CPU", theirs, ours.cpu / theirs.cpu, 1.0)


def gitlabform(objects: int, folder: Path, runs: int, ours: Cost) -> Iterator[Line]:
    """Gitlabform over HTTP, object by object."""
    with _gitlab() as url:
        projects = "".join(_project(number) for number in range(objects))
        head = f"config_version: 3\ngitlab: {{url: {url}, token: none}}\nprojects_and_groups:\n"
        (folder / "gitlab.yaml").write_text(head + projects)
        words = (_bin(folder, "gitlabform"), "--noop", "-c", "gitlab.yaml", "ALL_DEFINED")
        cost = middle([once(Command(words, folder, {})) for _ in range(runs)])
        with urlopen(f"{url}/api/v4/count") as answer:  # noqa: S310 -- our own stand-in
            requests = (json.load(answer) - 1) // runs
    cost = replace(cost, requests=requests, writes=0)
    yield Line("Peers", f"gitlabform, {objects:,} projects", cost)
    what = f"reconciler plan, {objects:,} schedules and half as many assessments"
    yield Line("Peers", what, ours, "gitlabform wall", cost, ours.wall / cost.wall)


def _record(name: str, values: list[str]) -> str:
    lines = "".join(f"  - {value}\n" for value in values)
    return f"{name}:\n  ttl: 300\n  type: TXT\n  values:\n{lines}"


def _project(number: int) -> str:
    settings: Mapping[str, int] = {f"setting_{k}": number * k % 7 for k in range(SETTINGS)}
    lines = "".join(f"      {key}: {value}\n" for key, value in settings.items())
    return f"  g/p{number}:\n    project_settings:\n{lines}"


@contextmanager
def _gitlab() -> Iterator[str]:
    command = [sys.executable, str(PEERS / "gitlab.py")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def _bin(folder: Path, name: str) -> str:
    """A peer's own command, installed beside the benchmark's folders on first use."""
    home = folder.parent / "peers"
    if not (home / "bin" / name).exists():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        pip = [str(home / "bin" / "python"), "-m", "pip", "install", "--quiet"]
        subprocess.run([*pip, "-r", str(PEERS / "requirements.txt")], check=True)
    return str(home / "bin" / name)
