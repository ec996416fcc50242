"""Whatever the plan can ask of a person has words: options, values, permissions and verdicts."""

from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest

from reconciler.kinds import KINDS, proctorio
from reconciler.kinds.catalogue import shipped as catalogue
from reconciler.kinds.kind import Told, World
from reconciler.kinds.words import shipped
from reconciler.model.change import Cause, FieldChange, Manual, Reactivate, Why
from reconciler.model.live import Live, Tenant
from reconciler.model.observed import Features, Known, Sitting, State
from reconciler.model.place import Place
from reconciler.model.plan import Judged, Plan
from reconciler.model.reach import Reach
from reconciler.model.ref import Ref
from reconciler.model.verdict import Go, Verdict
from reconciler.steps.instruct import Office, instruct

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
REACHES = {kind.name: Reach("runbook", frozenset()) for kind in KINDS}
WORLD = World({}, Live(Tenant(Features(), NOON), {}, {}, REACHES), catalogue(), date(2026, 11, 24))
TOLD = Told(shipped(), WORLD, "24 hours")
JUDGED = [verdict for verdict in get_args(Verdict) if verdict is not Go]
BY_NAME = {kind.name: kind for kind in KINDS}


def change(kind, path, after, before=None, known=Known.UNKNOWN):
    field = FieldChange(path, path, before, after, Cause(Why.CONFIGURED), None, known)
    return Manual(Ref(kind, "x"), Place("f", 1), "by hand", (field,))


def options():
    """Every option with every value that it can have."""
    for option in proctorio.OPTIONS:
        for value in option.numbers or (True, False):
            yield option.path, value


@pytest.mark.parametrize(("path", "value"), list(options()), ids=str)
@pytest.mark.parametrize("kind", ["Template", "Schedule"])
def test_every_option_and_value_has_words(kind, path, value):
    name = f"tweak.{path}" if kind == "Schedule" else path
    (doing,) = BY_NAME[kind].manual().by_hand(change(kind, name, value), TOLD).doings

    texts = shipped().texts
    assert texts[f"option.{path}"] in doing.text
    assert texts[f"group.{path.partition('.')[0]}"] in doing.text
    if isinstance(value, str):
        assert texts[f"value.{path}.{value}"] in doing.text
    assert BY_NAME[kind].manual().state(name, value, shipped()).startswith(shipped().option(path))


@pytest.mark.parametrize("row", sorted(catalogue().rows))
@pytest.mark.parametrize("on", [True, False])
def test_every_permission_has_words(row, on):
    (doing,) = (
        BY_NAME["Role"].manual().by_hand(change("Role", f"permissions.{row}", on), TOLD).doings
    )

    group, _, name = row.partition("/")
    assert doing.text == f"{'Tick' if on else 'Clear'} {group} > {name}"


@pytest.mark.parametrize("menu", sorted(catalogue().menus.values()))
def test_closing_a_menu_says_what_to_mind(menu):
    (doing,) = (
        BY_NAME["Role"]
        .manual()
        .by_hand(change("Role", f"permissions.{menu}", after=False), TOLD)
        .doings
    )

    assert doing.caution


@pytest.mark.parametrize(
    "verdict", [v for v in get_args(Verdict) if v is not Go], ids=lambda v: v.__name__
)
def test_every_verdict_has_words(verdict):
    fields = change("Schedule", "proctoring", after=True).fields
    sitting = Sitting(State.ACTIVATED, NOON, None, 3, 0, active=True)
    what = Reactivate(Ref("Schedule", "x"), Place("f", 1), fields, "", sitting)
    judged = Judged(Plan("e", ((what,),), {}), (verdict("so"),))
    office = Office(shipped(), timedelta(days=30), timedelta(hours=24))
    (sheet,) = instruct(judged, WORLD, office, NOON).by_hand

    assert sheet.steps or sheet.before[0].endswith(": so")


@pytest.mark.parametrize("role_type", ["SystemAdmin", "Admin", "Author", "Candidate"])
def test_every_role_type_has_words(role_type):
    (doing,) = BY_NAME["Role"].manual().by_hand(change("Role", "type", role_type), TOLD).doings

    assert role_type in doing.text
