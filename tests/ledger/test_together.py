"""Many threads, few acts: each item in just one, and an error for all who were in it."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest

from reconciler.ledger.together import Together

ITEMS = range(200)


def test_who_waits_goes_along_with_the_next():
    acts = []

    def act(items):
        acts.append(list(items))
        sleep(0.001)  # long enough for somebody to come

    together = Together(act)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(together, ITEMS))

    assert sorted(item for items in acts for item in items) == list(ITEMS)
    assert len(acts) < len(ITEMS)


def test_it_is_done_when_it_returns():
    kept: list[int] = []
    together = Together(kept.extend)

    def present(item):
        together(item)
        return item in kept

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(present, ITEMS))


def test_who_was_taken_along_does_not_wait_for_another_act_too():
    acts: list[list[tuple[int, int]]] = [[]]
    returned: set[tuple[int, int]] = set()

    def act(items):
        sleep(0.001)  # long enough for somebody to come
        for _ in range(1000):
            if returned.issuperset(acts[-1]):
                break
            sleep(0.001)
        else:
            raise TimeoutError
        acts.append(list(items))

    together = Together(act)

    def ask(thread):
        for number in range(20):
            together((thread, number))
            returned.add((thread, number))

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(ask, range(16)))

    assert max(map(len, acts)) > 1


def test_an_interrupt_is_no_end_for_who_comes_after_it():
    together = Together(interrupted)

    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            together(1)


def interrupted(_):
    raise KeyboardInterrupt


def test_an_error_is_one_for_all_who_were_in_it_and_not_for_the_next():
    failed = []

    def act(items):
        sleep(0.001)
        if 7 in items:
            failed.extend(items)
            raise OSError("the disk is full")

    together = Together(act)

    def told(item):
        try:
            together(item)
        except OSError:
            return item
        return None

    with ThreadPoolExecutor(8) as pool:
        raised = [item for item in pool.map(told, ITEMS) if item is not None]

    assert 7 in raised
    assert sorted(raised) == sorted(failed)
    together(1)


def test_alone_it_is_an_ordinary_call():
    acts: list[list[int]] = []

    def act(items: Sequence[int]) -> None:
        acts.append([10 // item for item in items])

    together = Together(act)

    together(2)
    together(5)

    assert acts == [[5], [2]]
    with pytest.raises(ZeroDivisionError):
        together(0)
