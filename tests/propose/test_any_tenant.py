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
KINDS = ["Assessment", "Role", "Schedule", "Template"]


def _generated(number):
    return Generated(number, templates=6, roles=5, rows=30, assessments=12, schedules=40)


def _comments(files):
    return Counter(found for text in files.values() for found in COMMENT.findall(text))


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
        for name, text in before.items():
            assert text.count("\r\n") in (0, text.count("\n"))
            assert ("\r\n" in after[name]) is ("\r\n" in text)
        assert proposal(campus).files == ()
        seen.update(str(one.ref).partition("/")[0] for one in found.taken)
        campus.apply()


@pytest.mark.slow
@pytest.mark.parametrize("number", range(6))
def test_a_generated_tenant(tmp_path, number):
    dice, seen = Random(number), Counter()
    with Sandbox(seed=_generated(number)) as sandbox:
        campus = Campus(sandbox, tmp_path / "config", tmp_path / "ledger.db")
        declare(campus, dice)
        settle(campus)
        assert moved(campus) == set()

        _rounds(campus, dice, 4, seen)

    assert len(seen) >= len(KINDS) - 1


@pytest.mark.slow
@pytest.mark.parametrize("number", range(4))
def test_the_example_university(ours, shared, number):
    dice, seen = Random(number), Counter()

    _rounds(ours, dice, 3, seen)
    _rounds(shared, dice, 3, seen)

    assert sorted(seen) == KINDS
