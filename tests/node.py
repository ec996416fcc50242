"""What tests/npm installs: a test that needs it is skipped without, but fails in CI."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent / "npm"
MISSING = "needs node and `npm ci --prefix tests/npm`"


def _there() -> bool:
    return shutil.which("node") is not None and (HERE / "node_modules").is_dir()


def needs_node() -> None:
    """Skip the test that asks where the packages are not installed; in CI, fail it."""
    if _there():
        return
    if os.environ.get("CI"):
        pytest.fail(f"CI {MISSING}")
    pytest.skip(MISSING)


def sarif_multitool() -> str:
    """The program itself: its wrapper hands the words to a shell, which reads `;` as an end."""
    script = "console.log(JSON.stringify(require('@microsoft/sarif-multitool')))"
    said = subprocess.run(
        ["node", "-e", script], cwd=HERE, check=True, capture_output=True, text=True
    )
    return str(json.loads(said.stdout))


def language_server() -> list[str]:
    """The command of the server that editors start for YAML."""
    return [
        "node",
        str(HERE / "node_modules/yaml-language-server/bin/yaml-language-server"),
        "--stdio",
    ]
