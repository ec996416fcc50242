from collections import Counter
from time import perf_counter

import pytest

from reconciler.sandbox import Generated, Refusal, Sandbox

SMALL = Generated(number=7, templates=5, roles=4, rows=40, assessments=20, schedules=60)


def test_northwood_is_as_large_as_it_says(sandbox):
    state = sandbox.state()

    sizes = {kind: len(state[kind]) for kind in ("Templates", "Roles", "Assessments", "Schedules")}
    assert sizes == {"Templates": 4, "Roles": 7, "Assessments": 14, "Schedules": 31}


def test_northwood_has_schedules_in_every_state(sandbox):
    states = Counter(item["State"] for item in sandbox.state()["Schedules"].values())

    assert states == {"Draft": 19, "Activated": 7, "Started": 1, "Ended": 2, "Archived": 2}


def test_northwood_uses_proctorio_on_half_of_its_assessments(sandbox):
    items = sandbox.state()["Assessments"].values()

    assert Counter(item["UseProctorIo"] for item in items) == {True: 7, False: 7}
    assert Counter(item["IsPublished"] for item in items) == {True: 12, False: 2}


def test_schedules_belong_to_published_assessments_and_live_templates(sandbox):
    state = sandbox.state()

    for item in state["Schedules"].values():
        assert state["Assessments"][item["AssessmentExtId"]]["IsPublished"]
        assert item["ProctorioTemplateExternalId"] in {None, *state["Templates"]}


@pytest.mark.parametrize("seed", ["demo", SMALL], ids=["demo", "generated"])
def test_an_activation_left_its_marks_and_nothing_else_did(seed, now):
    with Sandbox(seed, now=now) as sandbox:
        schedules = sandbox.state()["Schedules"].values()

    for item in schedules:
        marks = [item["ActivatedAt"], item["ActiveSettings"], item["KeysFrom"]]
        assert [mark is not None for mark in marks] == [item["IsActivated"]] * 3
        assert item["CandidatesStarted"] <= item["CandidatesTotal"]
        assert item["CandidatesStarted"] == 0 or item["IsActivated"]


@pytest.mark.parametrize("seed", ["demo", SMALL], ids=["demo", "generated"])
def test_no_row_is_on_in_a_group_whose_menu_is_off(seed, now):
    with Sandbox(seed, now=now) as sandbox:
        roles = sandbox.state()["Roles"]

    menus = {"Delivery": "Delivering"}
    for item in roles.values():
        rows = item["Permissions"]
        for row, on in rows.items():
            group = row.partition("/")[0]
            assert not on or rows.get(f"{group}/{menus.get(group, group)}", True)
    assert roles["System administrator"]["Permissions"]["Administration/Manage roles"]


def test_the_demo_starts_quickly():
    times = []
    for _ in range(5):
        begun = perf_counter()
        with Sandbox():
            times.append(perf_counter() - begun)

    assert min(times) < 0.05


def test_an_empty_tenant_has_a_default_template_and_an_administrator():
    with Sandbox("empty") as sandbox:
        state = sandbox.state()

    assert list(state["Templates"]) == ["DEFAULT"]
    assert list(state["Roles"]) == ["System administrator"]
    assert state["Schedules"] == {}


def test_a_generated_tenant_has_the_size_asked_for(now):
    with Sandbox(SMALL, now=now) as sandbox:
        state = sandbox.state()

    sizes = [len(state[kind]) for kind in ("Templates", "Roles", "Assessments", "Schedules")]
    assert sizes == [5, 4, 20, 60]
    assert {len(role["Permissions"]) for role in state["Roles"].values()} == {40}
    assert [item["IsDefault"] for item in state["Templates"].values()].count(True) == 1
    assert len({item["State"] for item in state["Schedules"].values()}) == 5


def test_the_same_number_makes_the_same_tenant_and_another_number_another(now):
    states = []
    for number in (7, 7, 8):
        seed = Generated(number, templates=5, roles=4, assessments=20, schedules=60)
        with Sandbox(seed, now=now) as sandbox:
            states.append(sandbox.state())

    assert states[0] == states[1] != states[2]


def test_a_page_of_a_large_tenant_is_read_quickly(open_console):
    with Sandbox(Generated(assessments=500, schedules=2000)) as sandbox:
        console = open_console(sandbox)
        times = []
        for number in range(1, 11):
            begun = perf_counter()
            page = console("GET", f"/schedules?Page={number}")
            times.append(perf_counter() - begun)

    assert len(page.json()["Content"]["Items"]) == 200
    assert min(times) < 0.05


def test_what_the_sandbox_refuses_in_process_is_an_exception(sandbox):
    with pytest.raises(Refusal) as refused:
        sandbox.edit("Template/none", {"Name": "None"})

    assert refused.value.status == 404
