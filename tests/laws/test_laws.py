"""What holds for every kind, on every sort of tenant that keeps the contract."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from reconciler import pipeline
from reconciler.kinds import KINDS
from reconciler.model.change import Update, Why
from reconciler.model.exit_code import ExitCode, of_plan, of_report
from reconciler.model.outcome import Done
from reconciler.model.sameness import digest
from reconciler.sandbox import Sandbox
from reconciler.sandbox.tenant import Behaviours
from tests.campus import fields, going

TENANTS = {
    "plain": Behaviours(),
    "without versions": Behaviours(versions=False, etags=False),
    "normalising": Behaviours(normalises=True),
    "normalising, without versions": Behaviours(versions=False, etags=False, normalises=True),
}


@dataclass(frozen=True)
class Edit:
    """What somebody does to one object by hand: to a field of ours, and to one that is not."""

    name: str
    ours: Mapping[str, Any]
    path: str
    other: Mapping[str, Any]
    other_at: tuple[str, ...]


EDITS = {
    "Template": Edit(
        "Template/high-stakes",
        {"Settings.full_screen": 2},
        "lock_down.full_screen",
        {"Settings.new_in_2027": 3},
        ("Settings", "new_in_2027"),
    ),
    "Role": Edit(
        "Role/Exam scheduler",
        {"Permissions.Administration/Administration": True},
        "permissions.Administration/Administration",
        {"Sorting": 77},
        ("Sorting",),
    ),
    "Assessment": Edit(
        "Assessment/ANAT-101",
        {"UseProctorIo": False},
        "proctoring",
        {"Title": "Anatomy, part one"},
        ("Title",),
    ),
    "Schedule": Edit(
        "Schedule/ANAT-101-RESIT",
        {"ProctorioTemplateExternalId": "toms-test"},
        "template",
        {"Title": "Anatomy, second try"},
        ("Title",),
    ),
}
every_kind = pytest.mark.parametrize("kind", [kind.name for kind in KINDS])


@pytest.fixture(params=list(TENANTS.values()), ids=list(TENANTS))
def sandbox(request):
    with Sandbox(seed="demo", behaviours=request.param) as running:
        running.add_setting("new_in_2027", (0, 1, 2, 3))
        yield running


def live(campus, name: str) -> Mapping[str, Any]:
    kind, _, key = name.partition("/")
    item: Mapping[str, Any] = campus.sandbox.state()[f"{kind}s"][key]
    return item


def test_a_plan_after_an_apply_is_empty(campus):
    assert going(campus.plan())

    report = campus.apply()

    assert all(isinstance(outcome, Done) for outcome in report.outcomes)
    assert going(campus.plan()) == []


def test_a_second_apply_writes_nothing(settled):
    report = settled.apply()

    assert report.outcomes == ()
    assert [r for r in settled.sandbox.requests() if r.writes] == []


def test_the_writes_of_an_apply_are_exactly_the_plans(campus):
    planned = going(campus.plan())
    before = campus.sandbox.state(volatile=False)
    campus.sandbox.reset_requests()

    campus.apply()

    touched = _touched(before, campus.sandbox.state(volatile=False))
    assert touched == {_wire_name(change.ref) for change in planned}


def _wire_name(ref):
    return f"{ref.kind}/{'NW-DEFAULT' if ref.name == 'default' else ref.name}"


def _touched(before, after):
    return {name for name, item in _items(after).items() if _items(before).get(name) != item}


def _items(state):
    return {
        f"{kind.name}/{key}": item for kind in KINDS for key, item in state[f"{kind.name}s"].items()
    }


def test_equal_states_give_an_empty_plan_without_a_ledger(settled):
    settled.forget()

    assert going(settled.plan()) == []


@every_kind
def test_an_edit_out_of_band_is_seen_named_and_put_right(settled, kind):
    edit = EDITS[kind]
    settled.sandbox.edit(edit.name, edit.ours, actor="p.jansen")

    judged = settled.plan()
    (change,) = going(judged)
    (field,) = change.fields

    assert str(change.ref) == edit.name
    assert field.path == edit.path
    assert (field.cause.why, field.cause.actor) == (Why.DRIFTED, "p.jansen")
    assert of_plan(judged) is ExitCode.DRIFT

    settled.apply(choice=pipeline.Choice(drift=True))
    assert going(settled.plan()) == []


@every_kind
def test_an_unlisted_field_survives_the_write_beside_it(settled, kind):
    edit = EDITS[kind]
    settled.sandbox.edit(edit.name, edit.ours)
    sight = settled.look()
    settled.sandbox.edit(edit.name, edit.other)

    report = settled.apply(sight)

    assert [type(outcome) for outcome in report.outcomes] == [Done]
    item = live(settled, edit.name)
    for key in edit.other_at:
        item = item[key]
    assert item == next(iter(edit.other.values()))


@every_kind
def test_losing_the_ledger_changes_causes_and_no_writes(settled, kind):
    edit = EDITS[kind]
    settled.sandbox.edit(edit.name, edit.ours, actor="p.jansen")
    remembered = settled.plan()

    settled.forget()
    forgotten = settled.plan()

    assert fields(going(forgotten)) == fields(going(remembered))
    assert digest(forgotten.plan) == digest(remembered.plan)
    (change,) = going(forgotten)
    assert isinstance(change, Update)
    assert {field.cause.why for field in change.fields} == {Why.UNATTRIBUTED}


def test_the_order_and_the_folders_of_files_do_not_matter(campus, tmp_path):
    planned = campus.plan()
    files = sorted(campus.folder.rglob("*.yaml"), reverse=True)
    shuffled = tmp_path / "shuffled"
    for index, path in enumerate(files):
        layer = path.relative_to(campus.folder)
        deep = Path(layer.parts[0]) / f"{index:03}" / path.name if len(layer.parts) > 1 else layer
        (shuffled / deep).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, shuffled / deep)
    campus.folder = shuffled

    again = campus.plan()

    assert [str(c.ref) for c in again.plan.changes] == [str(c.ref) for c in planned.plan.changes]
    assert digest(again.plan) == digest(planned.plan)


def test_an_apply_that_left_something_waiting_says_so(campus):
    assert of_report(campus.apply()) is ExitCode.WAITING
