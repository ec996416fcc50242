"""`make demo` is the story of the README, from an untouched tenant to one in sync."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


def test_the_demo_tells_the_whole_story():
    command = [sys.executable, "-m", "reconciler", "demo"]

    done = subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    story = done.stdout + done.stderr
    for told in (
        "config: no problems",
        "5 to create, 19 to update, 0 to delete",
        "24 done, 0 failed, 0 skipped",
        "0 to create, 0 to update, 0 to delete",
        "changed by p.jansen over console",
        "2 done, 0 failed, 0 skipped",
        "re-activated Schedule/CHEM-120-MAIN",
        "a candidate has started; nothing can change any more",
        "inside lead time",
        "exam week",
        'Lock down > Full screen: choose "Moderate"',
        "waits for Template/high-stakes, which is set by hand: steps 4-6",
        "steps on record, by a.berg",
        "updated Schedule/ANAT-101-RESIT; recorded, since this platform cannot show it",
        "In sync (5 by hand, attested)",
    ):
        assert told in story, told
    assert "sandbox-console" not in story
    assert "sandbox-integrations" not in story


def test_the_makefile_runs_it():
    done = subprocess.run(
        ["make", "--dry-run", "demo"], cwd=ROOT, text=True, capture_output=True, check=True
    )

    assert "reconciler demo" in done.stdout
