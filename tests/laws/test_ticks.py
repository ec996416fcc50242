"""Role ticks are live at once, so every moment between two of them must be a good one."""

import json
from itertools import permutations

import pytest

from reconciler.errors import PlanRefused
from reconciler.kinds import catalogue
from reconciler.model.outcome import Done, Failed
from reconciler.model.verdict import Refused

CATALOGUE = catalogue.shipped()
MANAGE = CATALOGUE.manage_roles
ADMINISTRATION = "Administration/Administration"


def role(title, **more):
    """A role's document; keyword values are JSON, which is YAML too."""
    lines = [f"{key}: {json.dumps(value)}" for key, value in more.items()]
    return "\n".join(["kind: Role", f"title: {title}", *lines, ""])


@pytest.fixture
def bare(campus):
    """The example tenant with no document but the site's."""
    campus.clear()
    return campus


def moments(sandbox, before):
    """All roles' rows after each tick of the request log, by the log alone."""
    roles = {title: dict(item["Permissions"]) for title, item in before["Roles"].items()}
    for request in sandbox.requests():
        if request.writes and request.path.endswith("/permissions") and request.status == 200:
            title = request.path.split("/")[-2].replace("%20", " ")
            tick = json.loads(request.body)
            roles.setdefault(title, {})[tick["Permission"]] = tick["Enabled"]
            yield {title: dict(rows) for title, rows in roles.items()}


def under_closed_menu(rows):
    return [
        row
        for row, on in rows.items()
        if on and any(rows.get(menu) is False for menu in CATALOGUE.ancestors(row))
    ]


def test_no_row_is_ever_on_under_a_closed_menu(campus):
    before = campus.sandbox.state()
    campus.sandbox.reset_requests()

    campus.apply()

    seen = list(moments(campus.sandbox, before))
    assert seen
    for roles in seen:
        assert [under_closed_menu(rows) for rows in roles.values() if under_closed_menu(rows)] == []


def test_a_row_that_is_on_at_both_ends_is_never_off_in_between(bare):
    bare.write("base/m.yaml", role("Marker", can=["review recordings in marking"], others="off"))
    before = bare.sandbox.state()

    bare.apply()

    after = bare.sandbox.state()["Roles"]["Marker"]["Permissions"]
    was = before["Roles"]["Marker"]["Permissions"]
    kept = [row for row, on in was.items() if on and after[row]]
    assert kept
    for roles in moments(bare.sandbox, before):
        assert all(roles["Marker"][row] for row in kept)


@pytest.mark.parametrize("names", list(permutations(["Admin", "System administrator"])), ids=str)
def test_handing_role_management_over_leaves_somebody_to_manage_at_every_moment(bare, names):
    gains, loses = "Admin", "System administrator"
    documents = {
        gains: role(gains, can=["manage roles"]),
        loses: role(loses, permissions={MANAGE: False}),
    }
    for name in names:
        bare.write(f"base/{names.index(name)}.yaml", documents[name])
    before = bare.sandbox.state()

    report = bare.apply()

    assert all(isinstance(outcome, Done) for outcome in report.outcomes)
    for roles in moments(bare.sandbox, before):
        assert any(rows.get(MANAGE) for rows in roles.values())
    assert not bare.sandbox.state()["Roles"][loses]["Permissions"][MANAGE]


LOCK_OUTS = {
    "tick": {"permissions": {MANAGE: False}},
    "type": {"type": "Author"},
    "others off": {"others": "off"},
}


@pytest.mark.parametrize("last", LOCK_OUTS.values(), ids=LOCK_OUTS.keys())
def test_the_last_role_that_manages_roles_is_never_locked_out(bare, last):
    bare.write("base/admin.yaml", role("System administrator", **last))

    (verdict,) = bare.plan().verdicts
    with pytest.raises(PlanRefused, match="nobody could manage roles"):
        bare.apply()

    assert isinstance(verdict, Refused)
    assert not any(request.writes for request in bare.sandbox.requests())


def test_the_last_role_manager_is_safe_when_the_platform_moves_after_the_plan(bare):
    bare.sandbox.edit("Role/Admin", {f"Permissions.{MANAGE}": True})
    bare.write("base/admin.yaml", role("System administrator", permissions={MANAGE: False}))
    sight = bare.look()
    bare.sandbox.edit("Role/Admin", {f"Permissions.{MANAGE}": False})

    (outcome,) = bare.apply(sight).outcomes

    assert isinstance(outcome, Failed)
    assert "nobody could manage roles" in outcome.why
    assert bare.sandbox.state()["Roles"]["System administrator"]["Permissions"][MANAGE]


def test_a_menu_is_not_closed_over_rows_that_are_not_ours(bare):
    bare.write("base/m.yaml", role("Marker", permissions={"Marking/Marking": False}))

    (verdict,) = bare.plan().verdicts

    assert isinstance(verdict, Refused)
    assert "Marking/View coordinator tab" in verdict.why
    assert "Marking/Void attempts" in verdict.why


def test_a_row_is_not_switched_on_under_a_menu_that_is_off(bare):
    bare.write("base/m.yaml", role("Invigilator", permissions={"Delivery/View schedule tab": True}))

    (verdict,) = bare.plan().verdicts

    assert isinstance(verdict, Refused)
    assert "Delivery/Delivering" in verdict.why


def test_a_row_that_the_tenant_lacks_is_refused_before_the_first_write(bare):
    rows = {"Marking/Void attempt": True, "Marking/Marking": True}
    bare.write("base/m.yaml", role("Marker", permissions=rows))

    (problem,) = bare.plan().plan.errors

    assert 'no permission row "Marking/Void attempt"' in problem.message
    assert 'did you mean "Marking/Void attempts"' in problem.hint
    with pytest.raises(Exception, match="1 error"):
        bare.apply()
    assert not any(request.writes for request in bare.sandbox.requests())


def test_no_role_is_written_when_no_row_is_known_to_manage_roles(bare):
    bare.replace("site.yaml", "region: eu", "region: eu\ncatalogue: {manage_roles: Ward/Master}")
    bare.write("base/m.yaml", role("Marker", permissions={"Marking/Void attempts": False}))

    (verdict,) = bare.plan().verdicts

    assert isinstance(verdict, Refused)
    assert "Ward/Master" in verdict.why


def test_a_role_with_users_is_not_deleted(bare):
    bare.write("base/m.yaml", role("Marker", absent=True))

    (verdict,) = bare.plan().verdicts

    assert isinstance(verdict, Refused)
    assert "25 users" in verdict.why
