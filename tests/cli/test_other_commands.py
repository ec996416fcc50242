import json
import os
import pty
import re
import signal
import subprocess
import sys

import httpx
import pytest

from tests.cli.conftest import ROOT, Desk

ESCAPE = "\x1b["


def test_drift_names_who_moved_what_and_when(desk: Desk) -> None:
    desk.run("apply", "production", "--yes")
    desk.edit(actor="j.smit")

    said = desk.run("drift", "production")

    assert said.code == 4
    assert "changed by j.smit over console on " in said.out
    assert "full screen: moderate → severe" in said.out
    assert "base/templates/high-stakes.yaml:4" in said.out
    assert said.out.endswith("Drift: 1 drifted field of 1 object\n")


@pytest.mark.parametrize(
    ("form", "start"), [("json", "{"), ("markdown", "<!-- reconciler drift production -->")]
)
def test_drift_in_other_forms(desk: Desk, form: str, start: str) -> None:
    assert desk.run("drift", "production", "--format", form).out.startswith(start)


def test_drift_after_an_apply_is_none(desk: Desk) -> None:
    desk.run("apply", "production", "--yes")

    said = desk.run("drift", "production")

    assert said.code == 0
    assert said.out == "Nothing has moved on the platform: 2 objects looked at\n"


def test_status_says_in_sync_or_why_not(desk: Desk) -> None:
    before = desk.run("status", "production")
    desk.run("apply", "production", "--yes")
    after = desk.run("status", "production")

    assert before.code == 5
    assert "Not in sync" in before.out
    assert "never, as far as this ledger knows" in before.out
    assert after.code == 0
    assert "In sync (2 objects looked at)" in after.out
    assert "0 minutes ago by " in after.out
    assert "Proctorio       active" in after.out


def test_an_add_on_that_is_off_is_one_sentence(desk: Desk) -> None:
    desk.sandbox.set_proctorio(active=False)

    sentence = "the Proctorio add-on is not active on this tenant"
    for words in (["status"], ["plan"], ["runbook"]):
        said = desk.run(*words, "production")
        assert said.code == 1
        assert f"error: {sentence}" in said.out
        assert "ask the Cirrus Service Desk" in said.out
    said = desk.run("apply", "production", "--yes")
    assert said.code == 1
    assert sentence in said.err.splitlines()[-1]
    assert desk.writes() == []


def test_history_needs_neither_the_platform_nor_its_tokens(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.run("apply", "production", "--yes")
    desk.sandbox.reset_requests()
    monkeypatch.delenv("CONSOLE_TOKEN")
    monkeypatch.delenv("CIRRUS_TOKEN")

    said = desk.run("history", "production")

    assert said.code == 0
    assert "updated Template/high-stakes (full screen: moderate, identity check: auto)" in said.out
    assert "created Role/Proctoring reviewer" in said.out
    assert desk.sandbox.requests() == ()


def test_history_of_one_object(desk: Desk) -> None:
    desk.run("apply", "production", "--yes")

    said = desk.run("history", "production", "Role/Proctoring reviewer")

    assert "Role/Proctoring reviewer" in said.out
    assert "high-stakes" not in said.out


def test_history_as_json(desk: Desk) -> None:
    desk.run("apply", "production", "--yes")

    document = json.loads(desk.run("history", "production", "--format", "json").out)

    assert document["schema"] == "reconciler/history/1"
    assert document["events"][0]["happened"] == "started"
    assert document["events"][-1]["happened"] == "finished"


def test_history_survives_files_that_do_not_hold_together(desk: Desk) -> None:
    desk.run("apply", "production", "--yes")
    desk.write("base/templates/bad.yaml", "kind: Template\nid: bad\nrecordings: {}\n")

    assert desk.run("history", "production").code == 0


def test_history_without_a_site_is_told(desk: Desk) -> None:
    (desk.config / "site.yaml").unlink()

    said = desk.run("history", "production")

    assert said.code == 1
    assert "site.yaml" in said.err


def test_history_before_the_first_apply_makes_no_file(desk: Desk) -> None:
    said = desk.run("history", "production")

    assert said.out == "The ledger of production holds nothing yet\n"
    assert not desk.ledger.parent.exists()


@pytest.mark.parametrize(
    ("variable", "coloured"), [("NO_COLOR", False), ("RECONCILER_NOTHING", True)], ids=["off", "on"]
)
def test_colour_on_a_terminal_unless_somebody_says_no(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, variable: str, *, coloured: bool
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv(variable, "1")
    ours, theirs = pty.openpty()

    with desk.start("status", "production", stdout=theirs, stderr=subprocess.DEVNULL) as process:
        process.wait()
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)

    assert "Not in sync" in shown
    assert (ESCAPE in shown) is coloured


def test_no_colour_without_a_terminal(desk: Desk) -> None:
    assert ESCAPE not in desk.run("plan", "production").out


def test_a_terminal_without_arrows_gets_no_traceback(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")

    with desk.start(
        "plan", "production", stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        out, err = process.communicate()

    assert process.returncode == 0
    assert "lenient \\u2192 moderate" in out
    assert "Traceback" not in err


def test_a_reader_that_leaves_early_gets_no_traceback(desk: Desk) -> None:
    with desk.start(
        "plan", "production", stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        err = process.stderr.read()

    assert "Traceback" not in err
    assert "internal error" not in err


def test_the_sandbox_answers_until_it_is_told_to_stop() -> None:
    command = [sys.executable, "-m", "reconciler", "sandbox", "--port", "0"]
    with subprocess.Popen(
        command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        words = "".join(process.stdout.readline() for _ in range(6))
        url = _found(r'console: {url: "([^"]+)"', words)
        token = _found(r"export CONSOLE_TOKEN=(\S+)", words)
        answer = httpx.get(
            f"{url}/features", headers={"Authorization": f"Bearer {token}"}, trust_env=False
        )
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate()

    assert answer.status_code == 200
    assert (process.returncode, err) == (0, "")


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found, text
    return found[1]


def test_the_sandbox_on_a_taken_port_is_one_sentence(desk: Desk) -> None:
    port = desk.sandbox.url.rpartition(":")[2]

    said = desk.run("sandbox", "--port", port)

    assert said.code == 1
    assert said.err.startswith(f"error: the sandbox cannot listen on port {port} (")


def test_the_sandbox_takes_a_time_for_its_clock_only_as_one(desk: Desk) -> None:
    said = desk.run("sandbox", "--now", "yesterday")

    assert said.code == 2
    assert "is not a time such as" in said.err


@pytest.mark.parametrize("command", ["plan", "apply", "drift", "status", "history", "sandbox"])
def test_help_loads_nothing_heavy(command: str) -> None:
    heavy = "httpx", "rich", "deepdiff", "sqlite3", "reconciler.pipeline", "starlette"
    script = (
        "import sys\nfrom reconciler.__main__ import main\n"
        f"try: main(['{command}', '--help'])\n"
        f"finally: sys.stderr.write(','.join(n for n in {heavy} if n in sys.modules))"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stderr == ""
    assert "Usage: reconciler" in done.stdout
