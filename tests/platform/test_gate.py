"""The pace of a site holds whatever threads and channels do."""

from threading import Barrier, Lock, Thread

import pytest

from reconciler.platform.clock import Clock
from reconciler.platform.gate import Gate
from reconciler.platform.settings import Pace


def pass_through(gate: Gate, times: int) -> None:
    for _ in range(times):
        with gate.turn():
            pass


def test_no_second_sees_more_than_the_pace(hourglass):
    gate = Gate(Pace(requests_per_second=5, in_flight=8), hourglass.clock)

    pass_through(gate, 5)
    assert hourglass.slept == []
    pass_through(gate, 6)

    assert hourglass.seconds == 2


def test_less_than_one_a_second_is_a_pace_too(hourglass):
    gate = Gate(Pace(requests_per_second=0.5, in_flight=8), hourglass.clock)

    pass_through(gate, 3)

    assert hourglass.slept == [2, 2]


def test_a_quiet_time_is_not_made_up_for(hourglass):
    gate = Gate(Pace(requests_per_second=2, in_flight=8), hourglass.clock)
    pass_through(gate, 2)
    hourglass.seconds += 100

    pass_through(gate, 4)

    assert hourglass.slept == [1]


def test_a_closed_gate_lets_nobody_out(hourglass):
    gate = Gate(Pace(requests_per_second=100, in_flight=8), hourglass.clock)

    gate.close_for(20)
    gate.close_for(5)
    pass_through(gate, 1)

    assert hourglass.seconds == 20


def test_after_a_refusal_it_goes_on_evenly_at_half_the_pace(hourglass):
    gate = Gate(Pace(requests_per_second=20, in_flight=8), hourglass.clock)

    gate.close_for(1)
    gate.close_for(1)  # was on its way with the first
    pass_through(gate, 11)

    assert hourglass.seconds == pytest.approx(1 + 10 * 0.1)


def test_refusals_never_slow_it_below_one_a_second(hourglass):
    gate = Gate(Pace(requests_per_second=4, in_flight=8), hourglass.clock)

    for _ in range(5):
        gate.close_for(0)
        pass_through(gate, 1)
    hourglass.slept.clear()
    pass_through(gate, 2)

    assert hourglass.slept == [1, 1]


def test_no_more_are_in_flight_than_the_site_says():
    gate = Gate(Pace(requests_per_second=1000, in_flight=3), Clock())
    together, lock, inside, most = Barrier(3), Lock(), 0, 0

    def go() -> None:
        nonlocal inside, most
        with gate.turn():
            with lock:
                inside += 1
                most = max(most, inside)
            # Passes only with three inside, and would see a fourth.
            together.wait(timeout=5)
            with lock:
                inside -= 1

    threads = [Thread(target=go) for _ in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most == 3
