"""An exam that cannot be activated again: nothing else is deactivated until somebody mended it."""

from datetime import timedelta

import pytest

from reconciler.model.change import Reactivate
from reconciler.model.exit_code import ExitCode, of_report, of_rescue
from reconciler.model.outcome import Inactive, Skipped
from reconciler.model.verdict import Wait
from reconciler.sandbox import Fault
from tests.safety.scene import active

STANDARD = "base/templates/standard.yaml"
TRIES = 6


@pytest.fixture
def stale(office):
    """Every activated schedule runs with something else than the files say."""
    office.replace(STANDARD, "clear_cache: false", "clear_cache: true")
    return office


def refuse(campus, path: str = "", *, after: int = 0, times: int | None = TRIES) -> None:
    """Let the platform refuse to activate, once it has answered *after* times."""
    path = f".*{path}/activate"
    fault = Fault("status", method="PUT", path=path, status=500, skip=after, times=times)
    campus.sandbox.fault(fault)


def leave_one(campus):
    """Run until the first exam cannot be activated again, and name it."""
    refuse(campus, after=1)
    report = campus.apply()
    (left,) = [o.change.ref for o in report.outcomes if isinstance(o, Inactive)]
    campus.sandbox.reset_requests()
    return left


def deactivations(campus) -> list[str]:
    return [r.path for r in campus.sandbox.requests() if r.path.endswith("/deactivate")]


def test_a_later_exam_that_stays_inactive_stops_the_re_activations_of_the_run(stale):
    before = active(stale.sandbox.state())
    # The first cycle asks twice; the second proves its way back, and then cannot go it.
    refuse(stale, after=3)

    report = stale.apply()

    (left,) = [o for o in report.outcomes if isinstance(o, Inactive)]
    skipped = [o for o in report.outcomes if isinstance(o, Skipped)]
    assert active(stale.sandbox.state()) == before - {left.change.ref.name}
    assert len(deactivations(stale)) == 2
    assert all(str(left.change.ref) in outcome.why for outcome in skipped)
    assert of_report(report) is ExitCode.INACTIVE


def test_while_an_exam_is_inactive_no_run_deactivates_another(stale):
    left = leave_one(stale)
    refuse(stale, left.name, times=None)

    report = stale.apply()

    cycles = [v for c, v in report.judged if isinstance(c, Reactivate)]
    waits = [v for v in cycles if isinstance(v, Wait)]
    assert deactivations(stale) == []
    assert any(str(left) in verdict.why for verdict in waits)
    assert of_report(report) is ExitCode.INACTIVE


def test_when_it_is_mended_the_rest_is_done(stale):
    left = leave_one(stale)

    stale.apply()

    assert left.name in active(stale.sandbox.state())
    assert deactivations(stale)
    assert not [c for c, v in stale.plan() if isinstance(c, Reactivate) and isinstance(v, Wait)]


def test_an_exam_that_ended_while_it_was_inactive_is_told_once_and_not_asked_for_again(stale):
    leave_one(stale)
    stale.sandbox.set_clock(advance=timedelta(days=400))

    first, second = stale.resume(), stale.resume()

    assert of_rescue(first) is ExitCode.INACTIVE
    assert "ended" in first[0].why
    assert second == ()
    assert not [request for request in stale.sandbox.requests() if request.writes]
