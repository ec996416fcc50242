"""What becomes of an exam when something breaks in the middle of its cycle."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from threading import Event

import pytest

from reconciler import pipeline
from reconciler.errors import LeaseLost, LedgerError
from reconciler.model.change import Reactivate
from reconciler.model.exit_code import ExitCode, of_report
from reconciler.model.outcome import Done, Failed, Inactive
from reconciler.model.reach import Operation, Verb
from reconciler.sandbox import Fault
from tests.campus import Campus
from tests.safety.test_waiting import EXAM_WEEK


@pytest.fixture
def stale(office):
    office.replace("base/templates/standard.yaml", "clear_cache: false", "clear_cache: true")
    return office


def active(campus):
    return {n for n, s in campus.sandbox.state()["Schedules"].items() if s["IsActivated"]}


def verbs(campus):
    writes = [r for r in campus.sandbox.requests() if r.writes and r.status == 200]
    return [request.path.rpartition("/")[2] for request in writes]


def run(campus: Campus, **changes):
    """An apply with parts of its case replaced."""
    with ExitStack() as stack:
        case = replace(campus.case(stack, read_only=False), **changes)
        return pipeline.apply(case, pipeline.look(case), lambda _: None)


def once_inactive(campus: Campus, error: LedgerError) -> Callable[[], None]:
    """A lease whose check fails as soon as an exam has been deactivated."""

    def check() -> None:
        if "deactivate" in verbs(campus):
            raise error

    return check


def test_a_ledger_that_cannot_be_reached_in_the_middle_leaves_no_exam_inactive(stale):
    before = active(stale)

    with pytest.raises(LedgerError):
        run(stale, lease=once_inactive(stale, LedgerError("the remote is gone")))

    assert active(stale) == before


def test_a_run_whose_lock_was_taken_writes_nothing_more_and_names_the_exam(stale):
    lost = LeaseLost("the lock was taken over by d.lee")

    report = run(stale, lease=once_inactive(stale, lost))

    (outcome,) = [o for o in report.outcomes if isinstance(o, Inactive)]
    assert "is inactive: the lock was taken over" in outcome.why
    assert of_report(report) is ExitCode.INACTIVE
    assert verbs(stale)[-1] == "deactivate"


class Held:
    """The platform, where the second exam to be deactivated waits until the run is stopped."""

    def __init__(self, platform, stopped: Event) -> None:
        self.reach, self.features = platform.reach, platform.features
        self.observe, self.read, self.audit = platform.observe, platform.read, platform.audit
        self._send, self._stopped = platform.send, stopped
        self.deactivated: list[str] = []

    def send(self, operation, seen):
        if operation.verb is Verb.DEACTIVATE:
            self.deactivated.append(operation.ref.name)
            if len(self.deactivated) == 2:
                self._stopped.wait()
        return self._send(operation, seen)


def test_no_exam_is_deactivated_any_more_once_somebody_wants_to_stop(stale):
    stale.allowance = replace(stale.allowance, inactive_at_once=2)
    before, stopped, told = active(stale), Event(), []

    def tell(outcome):
        if isinstance(outcome.change, Reactivate):
            told.append(outcome)
            if len(told) == 2:
                stopped.set()
                raise KeyboardInterrupt

    with ExitStack() as stack:
        case = stale.case(stack, read_only=False)
        held = Held(case.platform, stopped)
        sight = pipeline.look(case)
        with pytest.raises(KeyboardInterrupt):
            pipeline.apply(replace(case, platform=held), sight, tell)

    assert len(held.deactivated) == 3
    assert active(stale) == before


def test_no_write_is_sent_once_the_lock_is_lost(stale):
    def check() -> None:
        raise LeaseLost("the lock was taken over by d.lee")

    with pytest.raises(LeaseLost):
        run(stale, lease=check)

    assert not any(request.writes for request in stale.sandbox.requests())


def test_a_window_that_opens_between_two_cycles_stops_the_second(stale):
    # The window opens as soon as the first exam is active again.
    with ExitStack() as stack:
        case = stale.case(stack, read_only=False)
        sight = pipeline.look(case)
        allowance = _Opening(case.allowance, lambda: "activate" in verbs(stale), (EXAM_WEEK,))
        report = pipeline.apply(replace(case, allowance=allowance), sight, lambda _: None)

    cycles = [o for o in report.outcomes if o.change.action == "reactivate"]
    assert [type(outcome) for outcome in cycles[:2]] == [Done, Failed]
    assert all("exam week" in getattr(outcome, "why", "") for outcome in cycles[1:])
    assert verbs(stale).count("deactivate") == 1


def test_an_add_on_that_goes_inactive_after_the_plan_stops_every_cycle(stale):
    sight = stale.look()
    stale.sandbox.set_proctorio(active=False)

    stale.apply(sight)

    assert "deactivate" not in verbs(stale)


def test_what_a_colleague_deactivates_is_not_activated_by_us(stale):
    def meddling(send):
        def sent(operation: Operation, seen):
            if operation.verb is Verb.DEACTIVATE and operation.ref.name == "CHEM-120-ACC":
                off = {"IsActivated": False}
                stale.sandbox.edit("Schedule/CHEM-120-ACC", off, actor="p.jansen")
            return send(operation, seen)

        return sent

    with ExitStack() as stack:
        case = stale.case(stack, read_only=False)
        sight = pipeline.look(case)
        platform = _Meddled(case.platform, meddling(case.platform.send))
        pipeline.apply(replace(case, platform=platform), sight, lambda _: None)

    assert "CHEM-120-ACC" not in active(stale)
    assert stale.look().memory.opened == {}


def test_a_second_run_on_an_old_look_repeats_nothing(stale):
    sight = stale.look()
    stale.apply(stale.look())
    stale.sandbox.reset_requests()

    report = stale.apply(sight)

    assert verbs(stale) == []
    assert all(isinstance(outcome, Done) for outcome in report.outcomes)


@pytest.mark.parametrize("path", [".*/audit", ".*/features"], ids=["audit", "features"])
def test_what_is_broken_is_mended_although_the_platform_tells_little(stale, path):
    before = active(stale)
    fault = Fault("status", method="PUT", path=".*/activate", status=500, skip=1, times=None)
    stale.sandbox.fault(fault)
    assert any(isinstance(o, Inactive) for o in stale.apply().outcomes)
    stale.sandbox.clear_faults()
    stale.sandbox.fault(Fault("status", method="GET", path=path, status=500, times=None))

    rescues = stale.resume()

    assert [rescue.active for rescue in rescues] == [True]
    assert active(stale) == before


def test_our_own_deactivation_is_known_after_the_service_account_has_changed(stale):
    fault = Fault("status", method="PUT", path=".*/activate", status=500, skip=1, times=None)
    stale.sandbox.fault(fault)
    stale.apply()
    stale.sandbox.clear_faults()
    with ExitStack() as stack:
        case = stale.case(stack, read_only=False)
        renamed = replace(case.platform.features(), actor="svc-new")
        platform = _Meddled(case.platform, case.platform.send)
        platform.features = lambda: renamed

        memory = pipeline.recalled(case)
        rescues = pipeline.rescue(replace(case, platform=platform), memory)

    assert [rescue.active for rescue in rescues] == [True]


class _Meddled:
    """The platform with another way to send."""

    def __init__(self, platform, send) -> None:
        self.reach, self.features = platform.reach, platform.features
        self.observe, self.read, self.audit = platform.observe, platform.read, platform.audit
        self.send = send


class _Opening:
    """An allowance whose quiet windows open when something has happened."""

    def __init__(self, allowance, happened, windows) -> None:
        self._allowance, self._happened, self._windows = allowance, happened, windows

    def __getattr__(self, name):
        if name == "windows":
            return self._windows if self._happened() else ()
        return getattr(self._allowance, name)
