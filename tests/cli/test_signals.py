"""A run that is told to end, however it is told, leaves no exam inactive and no lock behind."""

import signal
import subprocess

import pytest

from reconciler.ledger.sqlite import SqliteLedger
from reconciler.sandbox import Fault
from tests.cli.conftest import Desk

MATH = "kind: Assessment\nid: MATH-101\nschedules:\n  - {proctoring: true, template: high-stakes}\n"


@pytest.fixture
def working(desk: Desk) -> Desk:
    """A desk whose next apply re-activates one schedule."""
    desk.site(more="    limits: {reactivations: 5}\n    ledger: {sqlite: led.db, durable: true}\n")
    desk.write("base/assessments/math.yaml", MATH)
    return desk


def once(desk: Desk, ending: str) -> None:
    """Wait until a request whose path has this ending is on its way."""
    while not any(request.path.endswith(ending) for request in desk.sandbox.requests()):
        pass


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=str)
def test_a_signal_between_deactivating_and_activating_leaves_no_exam_inactive(
    working: Desk, number: signal.Signals
) -> None:
    # The answer to the deactivation takes its time, and in that time the signal comes.
    working.sandbox.fault(
        Fault("delay", method="PUT", path=".*/deactivate", seconds=0.5, after=True)
    )
    process = working.start("apply", "production", "--yes", stdout=subprocess.PIPE)
    once(working, "/deactivate")

    process.send_signal(number)
    process.communicate()

    assert working.sandbox.state()["Schedules"]["MATH-101-MAIN"]["IsActivated"]
    with SqliteLedger(working.folder / "led.db") as ledger:
        assert ledger.holder("production") is None
    assert working.run("resume", "production").code == 0
