"""Most objects are at rest: which, and that what they share is compared only once."""

from collections import UserDict
from datetime import UTC, datetime
from weakref import ref

import pytest

from reconciler.kinds import KINDS
from reconciler.kinds.kind import Target
from reconciler.kinds.sittings import Schedule
from reconciler.model.memory import Based, Memory, Opened, Ran, Vouched
from reconciler.model.observed import Observed, Seen, Sitting, State, Unknown, Value
from reconciler.model.place import Place
from reconciler.model.plan import Note
from reconciler.model.problem import Problem
from reconciler.model.ref import Ref
from reconciler.model.resource import Wanted
from reconciler.steps.plan.rest import Rest

NOW = datetime(2026, 12, 1, tzinfo=UTC)
REF = Ref("Schedule", "ANAT-101-1")
SCHEDULE = next(kind for kind in KINDS if kind.name == "Schedule")
ASKED: dict[str, Value | None] = {"proctoring": True, "template": "default"}
RUNS: dict[str, Value | None] = {"running.recording.video": True}
BASE = {path: Based(value, NOW, "ci") for path, value in ASKED.items()}
RAN = Ran(NOW, RUNS, "", "ci")


def target(name=REF, asked=ASKED, runs=RUNS, **more):
    document = Wanted(name, Schedule(kind="Schedule", id=name.name), {(): Place("a.yaml", 1)})
    return Target(name, document, asked, runs, **more)


def live(unseen=None, state=State.ACTIVATED, **fields):
    sitting = Sitting(state, NOW, NOW, 1, 0, active=True)
    known = {**ASKED, **RUNS, **fields}
    return Observed(REF, Seen(REF.name, {}), known, unseen or {}, sitting)


def memory(**more):
    return Memory(**{"base": {REF: BASE}, "ran": {REF: (RAN,)}, **more})


def at_rest(wanted=None, observed=None, remembered=None):
    rest = Rest(SCHEDULE, remembered or memory())
    return rest.holds(wanted or target(), observed or live())


def test_an_object_is_at_rest_where_platform_files_and_ledger_agree():
    assert at_rest()
    assert at_rest(observed=live(template="default "))  # as a platform may normalise it
    assert not Rest(SCHEDULE, memory()).holds(target(), None)


@pytest.mark.parametrize(
    "observed",
    [
        live(proctoring=False),
        live(proctoring=1),
        live(template=None),
        live(**{"running.recording.video": False}),
        live(**{"running.keys": "old"}),
        live(unseen={"tweak": Unknown("no channel shows it")}),
    ],
)
def test_what_differs_on_the_platform_stirs(observed):
    assert not at_rest(observed=observed)


@pytest.mark.parametrize(
    "wanted",
    [
        target(asked={**ASKED, "tweak.recording.audio": True}),
        target(runs={"running.recording.video": False}),
        target(absent=True),
        target(problems=(Problem("other-assessment", "it belongs to another"),)),
        target(notes=(Note(REF, "has tweaks made by hand"),)),
    ],
)
def test_what_the_files_want_otherwise_stirs(wanted):
    assert not at_rest(wanted)


@pytest.mark.parametrize(
    "remembered",
    [
        memory(base={}),
        memory(base={REF: {"proctoring": BASE["proctoring"]}}),
        memory(base={REF: {**BASE, "template": Based("accessible", NOW, "ci")}}),
        memory(base={REF: {**BASE, "tweak.recording.audio": Based(True, NOW, "ci")}}),  # noqa: FBT003
        memory(ran={}),
        memory(ran={REF: (RAN, Ran(NOW, {"running.recording.video": False}, "", "ci"))}),
        memory(opened={REF: Opened(NOW, "1", "ci")}),
        memory(attested={REF: {"proctoring": Vouched(True, NOW, "a.berg")}}),  # noqa: FBT003
    ],
)
def test_what_the_ledger_does_not_know_stirs(remembered):
    assert not at_rest(remembered=remembered)


def test_nobody_has_to_know_what_a_draft_runs_with():
    draft = live(state=State.DRAFT)

    assert at_rest(observed=draft, remembered=memory(ran={}))


class Counted(UserDict[str, Value | None]):
    """A map that counts how often somebody looks through it."""

    looks = 0

    def items(self):
        self.looks += 1
        return super().items()


def test_what_sittings_share_is_compared_once_for_all_of_them():
    refs = [Ref("Schedule", f"ANAT-101-{number}") for number in range(100)]
    known = Memory(base=dict.fromkeys(refs, BASE), ran=dict.fromkeys(refs, (RAN,)))
    shared, runs = live().fields, Counted(RUNS)
    rest = Rest(SCHEDULE, known)

    sitting = live().sitting
    seen = [Observed(one, Seen(one.name, {}), shared, {}, sitting) for one in refs]

    assert all(rest.holds(target(one.ref, runs=runs), one) for one in seen)
    assert runs.looks == 1


def test_a_map_that_was_compared_is_kept_so_that_no_other_gets_its_id():
    rest, runs = Rest(SCHEDULE, memory()), Counted(RUNS)
    kept = ref(runs)

    assert rest.holds(target(runs=runs), live())
    del runs

    assert kept() is not None
