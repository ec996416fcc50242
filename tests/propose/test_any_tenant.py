"""After people have ticked this and that on any tenant, a proposal ends the drift and keeps files.

Every comment is where it was, and a line that goes says one of the values that moved.
"""

import re
from collections import Counter
from random import Random

import pytest

from reconciler.sandbox import Sandbox
from reconciler.sandbox.tenants import Generated
from tests.campus import Campus
from tests.propose.any_tenant import declare, tick
from tests.propose.taking import differing, moved, proposal, settle, take, texts

COMMENT = re.compile(r"#.*")
MOST_KINDS = 3  # of the four, dice may leave one out


def _generated(number):
    return Generated(number, templates=6, roles=5, rows=30, assessments=12, schedules=40)


def _comments(files):
    return Counter(found for text in files.values() for found in COMMENT.findall(text))


def _gone(before, after):
    """How many lines are no longer there."""
    pairs = [(before[name].splitlines(), after[name].splitlines()) for name in before]
    return sum((Counter(was) - Counter(now)).total() for was, now in pairs)


def _meant(found):
    """How many lines may go: one a field, the key of a list, and the rules of an assessment."""
    fields = sum(len(one.fields) + (one.ref.kind == "Role") for one in found.taken)
    rules = sum(2 * (one.ref.kind == "Assessment") for one in found.taken)
    return fields + rules + sum(len(one.fields) for one in found.kept)


def _rounds(campus, dice, rounds, seen):
    for _ in range(rounds):
        tick(campus.sandbox, dice, 12)
        before, pending, drift = (
            texts(campus.folder),
            differing(campus) - moved(campus),
            moved(campus),
        )

        found = take(campus)

        after = texts(campus.folder)
        left = {str(one.ref) for one in found.untaken}
        assert {ref for ref, _ in moved(campus)} <= left
        assert {pair for pair in differing(campus) if pair[0] not in left} == pending - drift
        assert _comments(before) - _comments(after) == Counter()
        assert _gone(before, after) <= _meant(found)
        for name, text in before.items():
            assert text.count("\r\n") in (0, text.count("\n"))
            assert ("\r\n" in after[name]) is ("\r\n" in text)
        assert proposal(campus).files == ()
        seen.update(str(one.ref).partition("/")[0] for one in found.taken)
        campus.apply()


@pytest.mark.slow
@pytest.mark.parametrize("number", range(6))
def test_a_generated_tenant(tmp_path, number):
    dice, seen = Random(number), set[str]()  # noqa: S311 -- repeatable on purpose
    with Sandbox(seed=_generated(number)) as sandbox:
        campus = Campus(sandbox, tmp_path / "config", tmp_path / "ledger.db")
        declare(campus, dice)
        settle(campus)
        assert moved(campus) == set()

        _rounds(campus, dice, 4, seen)

    assert len(seen) >= MOST_KINDS


@pytest.mark.slow
@pytest.mark.parametrize("number", range(4))
def test_the_example_university(ours, shared, number):
    dice, seen = Random(number), set[str]()  # noqa: S311 -- repeatable on purpose

    _rounds(ours, dice, 3, seen)
    _rounds(shared, dice, 3, seen)

    assert len(seen) >= MOST_KINDS
