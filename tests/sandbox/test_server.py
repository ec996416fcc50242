import os
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from datetime import timedelta

import httpx
import pytest

from reconciler.sandbox import Behaviours, Fault, Sandbox
from reconciler.sandbox.__main__ import main


def test_a_restart_loses_nothing(tmp_path, now):
    database = tmp_path / "tenant.db"
    with Sandbox(database=database, now=now) as first:
        first.edit("Template/high-stakes", {"Settings.full_screen": 3})
        first.add("Role", {"Title": "Exam board"})
        first.delete("Template/toms-test")
        first.start_candidates("Schedule/ECON-201-ACC", 2, "VOID")
        first.set_clock(advance=timedelta(days=1))
        first.rotate_keys()
        first.behave(versions=False)
        first.add_setting("gaze")
        state = first.state()

    with Sandbox("empty", database=database) as second:
        assert second.state() == state
        assert second.behave() == Behaviours(versions=False)


def test_a_clock_that_ticks_goes_on_after_a_restart(tmp_path, now):
    database = tmp_path / "tenant.db"
    with Sandbox(database=database) as first:
        first.set_clock(now)

    with Sandbox(database=database) as second:
        assert timedelta() < second.now() - now < timedelta(minutes=1)


def test_two_sandboxes_live_side_by_side(open_console):
    with Sandbox() as one, Sandbox("empty") as other:
        totals = [open_console(each).content("GET", "/roles")["Total"] for each in (one, other)]

    assert totals == [7, 1]


def test_a_stopped_sandbox_leaves_its_port_and_no_thread(client):
    with Sandbox() as sandbox:
        client.get(sandbox.console_url + "/features")
    port = int(sandbox.url.rpartition(":")[2])

    assert not [thread for thread in threading.enumerate() if thread.name == "sandbox"]
    with Sandbox(port=port) as again:
        assert again.url == sandbox.url


def test_a_port_that_is_taken_is_an_error():
    with Sandbox() as sandbox:
        port = int(sandbox.url.rpartition(":")[2])
        with pytest.raises(OSError, match="in use"):
            Sandbox(port=port)


def test_stopping_twice_is_harmless():
    sandbox = Sandbox()
    sandbox.close()
    sandbox.close()


@contextmanager
def running(*options):
    """Run the module as a process of its own; yield it with its URLs and tokens."""
    command = [sys.executable, "-m", "reconciler.sandbox", "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        words = process.stdout.readline().split()
        assert (words[0], words[3]) == ("integrations", "console")
        try:
            yield process, words[1], words[4]
        finally:
            process.send_signal(signal.SIGTERM)


def title(url: str) -> str:
    headers = {"Authorization": "EAPI sandbox-integrations", "Content-type": "application/json"}
    answer = httpx.get(f"{url}/external/schedule/ANAT-101-MAIN", headers=headers, trust_env=False)
    return str(answer.json()["Content"]["Title"])


def test_a_killed_process_loses_nothing(tmp_path):
    options = ("--database", os.fspath(tmp_path / "tenant.db"), "--now", "2026-05-04T10:00:00Z")
    with running(*options) as (process, _integrations, console):
        body = {"Object": "Schedule/ANAT-101-MAIN", "Changes": {"Title": "Anatomy"}}
        control = console.removesuffix("/api/v1/console") + "/control"
        httpx.post(f"{control}/edit", json=body, trust_env=False)
        process.kill()

    with running(*options) as (process, integrations, _console):
        assert title(integrations) == "Anatomy"

    assert process.returncode == 0


def test_the_process_takes_a_generated_tenant_and_its_behaviours():
    options = ["--seed", "generated", "--schedules", "3", "--no-versions", "--no-proctorio"]
    with running(*options, "--ticking") as (_process, _integrations, console):
        headers = {"Authorization": "Bearer sandbox-console"}
        with httpx.Client(base_url=console, headers=headers, trust_env=False) as client:
            page = client.get("/schedules").json()["Content"]
            features = client.get("/features").json()["Content"]

    assert page["Total"] == 3
    assert "Version" not in page["Items"][0]
    assert features["Proctorio"]["Active"] is False


@pytest.mark.parametrize("options", [["--now", "noon"], ["--seed", "moon"], ["--fly"]])
def test_a_wrong_option_stops_the_process(options, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(options)

    assert stopped.value.code == 2
    assert options[-1] in capsys.readouterr().err


def test_requests_at_the_same_time_do_not_mix(sandbox, open_console):
    console = open_console(sandbox)
    path = "/roles/Marker/permissions"
    rows = list(console.content("GET", "/roles/Marker")["Permissions"])
    sandbox.fault(Fault("delay", seconds=0.02, times=len(rows)))

    def tick(row):
        console("PUT", path, {"Permission": row, "Enabled": True})

    threads = [threading.Thread(target=tick, args=(row,)) for row in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(console.content("GET", "/roles/Marker")["Permissions"].values()) == {True}
