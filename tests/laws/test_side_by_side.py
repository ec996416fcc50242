"""Changes side by side: recorded before and after, few enough at once, stopped together."""

from contextlib import ExitStack
from dataclasses import replace
from threading import Lock

import pytest

from reconciler import pipeline
from reconciler.ledger.sqlite import SqliteLedger
from reconciler.model.event import Happened
from reconciler.model.outcome import Done
from reconciler.model.ref import Ref
from reconciler.steps.apply import ABREAST

IN_FLIGHT = 2
WIRE = {Ref("Template", "NW-DEFAULT"): Ref("Template", "default")}


class Watched:
    """The platform, with what the ledger on the disk said when each write was sent."""

    def __init__(self, platform, ledger) -> None:
        self.reach, self.features = platform.reach, platform.features
        self.observe, self.read, self.audit = platform.observe, platform.read, platform.audit
        self._send, self._ledger, self._lock = platform.send, ledger, Lock()
        self.sent: list[Ref] = []
        self.unrecorded: list[Ref] = []
        self.now, self.most = 0, 0

    def send(self, operation, seen):
        with SqliteLedger(self._ledger) as ledger:
            told = {e.ref for e in ledger.events("sandbox") if e.happened is Happened.INTENDED}
        with self._lock:
            self.sent.append(operation.ref)
            self.unrecorded += {WIRE.get(operation.ref, operation.ref)} - told
            self.now += 1
            self.most = max(self.most, self.now)
        try:
            return self._send(operation, seen)
        finally:
            with self._lock:
                self.now -= 1


@pytest.fixture
def carried_out(campus):
    """An apply with two in flight, and the platform that it saw."""
    campus.allowance = replace(campus.allowance, in_flight=IN_FLIGHT)

    def run(tell):
        with ExitStack() as stack:
            case = campus.case(stack, read_only=False)
            watched = Watched(case.platform, campus.ledger)
            sight = pipeline.look(case)
            try:
                return watched, pipeline.apply(replace(case, platform=watched), sight, tell)
            except KeyboardInterrupt:
                return watched, None

    return run


def test_every_write_is_intended_on_the_disk_before_it_is_sent(carried_out):
    watched, report = carried_out(lambda _: None)

    assert len(watched.sent) > 10
    assert all(isinstance(outcome, Done) for outcome in report.outcomes)
    assert watched.unrecorded == []
    assert watched.most <= IN_FLIGHT


def test_nothing_is_begun_once_somebody_wants_to_stop(carried_out):
    told = []

    def tell(outcome):
        told.append(outcome)
        if len(told) == 1:
            raise KeyboardInterrupt

    watched, report = carried_out(tell)

    assert report is None
    assert len(set(watched.sent)) <= IN_FLIGHT * ABREAST


def test_a_run_that_stops_leaves_nobody_in_doubt_of_what_it_did_not_begin(carried_out, campus):
    def tell(_):
        raise KeyboardInterrupt

    watched, _ = carried_out(tell)

    with SqliteLedger(campus.ledger) as ledger:
        events = list(ledger.events("sandbox"))
    intended = [event.ref for event in events if event.happened is Happened.INTENDED]
    answered = {e.ref for e in events if e.happened in (Happened.DONE, Happened.FAILED)}
    sent = {WIRE.get(ref, ref) for ref in watched.sent}
    assert set(intended) <= sent | answered
    assert len(intended) <= IN_FLIGHT * ABREAST
