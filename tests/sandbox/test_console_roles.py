import pytest

MARKING = {"Permission": "Marking/View proctored recordings", "Enabled": True}


def test_an_item_has_the_fields_of_the_contract(console):
    item = console.content("GET", "/roles/Exam%20scheduler")

    assert list(item) == [
        "Title",
        "Type",
        "Sorting",
        "Users",
        "Permissions",
        "Version",
        "ChangedAt",
        "ChangedBy",
    ]
    assert len(item["Permissions"]) == 24


def test_a_new_role_has_every_row_off(console):
    answer = console("POST", "/roles", {"Title": "Exam board", "Type": "Author"})

    item = answer.json()["Content"]
    assert (answer.status_code, item["Version"], item["Users"]) == (201, 1, 0)
    assert set(item["Permissions"].values()) == {False}
    assert item == console.content("GET", "/roles/Exam%20board")


def test_a_role_that_exists_is_409_or_412_when_creation_only_was_asked(console):
    body = {"Title": "Marker", "Type": "Author"}

    assert console("POST", "/roles", body).status_code == 409
    assert console("POST", "/roles", body, If_None_Match="*").status_code == 412


@pytest.mark.parametrize(
    "body",
    [
        {"Title": "Exam board"},
        {"Type": "Author"},
        {"Title": "", "Type": "Author"},
        {"Title": "Exam board", "Type": "Teacher"},
        {"Title": "Exam board", "Type": "Author", "Sorting": 1},
    ],
)
def test_a_new_role_of_another_shape_is_400(console, body):
    assert console("POST", "/roles", body).status_code == 400


def test_one_tick_is_live_at_once_and_touches_no_other(console):
    before = console.content("GET", "/roles/Marker")

    after = console.content("PUT", "/roles/Marker/permissions", MARKING)

    assert after["Permissions"] == before["Permissions"] | {MARKING["Permission"]: True}
    assert after["Version"] == before["Version"] + 1


def test_a_tick_that_is_there_already_moves_no_version(console):
    body = {"Permission": "Marking/Marking", "Enabled": True}

    assert console.content("PUT", "/roles/Marker/permissions", body)["Version"] == 1


def test_parents_and_lock_out_are_not_checked(console):
    child = {"Permission": "Delivery/View invigilation tab", "Enabled": True}
    manage = {"Permission": "Administration/Manage roles", "Enabled": False}

    assert console("PUT", "/roles/Invigilator/permissions", child).status_code == 200
    assert console("PUT", "/roles/System%20administrator/permissions", manage).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {"Permission": "Marking/Fly", "Enabled": True},
        {"Permission": "Marking/Marking", "Enabled": 1},
        {"Permission": "Marking/Marking"},
        {"Enabled": True},
        {"Permission": "Marking/Marking", "Enabled": True, "Users": 1},
    ],
)
def test_a_tick_of_another_shape_is_400(console, body):
    assert console("PUT", "/roles/Marker/permissions", body).status_code == 400


@pytest.mark.parametrize(
    "body", [{"Type": "Admin"}, {"Sorting": 0}, {"Type": "Author", "Sorting": 100}]
)
def test_type_and_sorting_can_be_changed_apart(console, body):
    item = console.content("PATCH", "/roles/Marker", body)

    assert {name: item[name] for name in body} == body


@pytest.mark.parametrize(
    "body",
    [{}, {"Sorting": 101}, {"Sorting": -1}, {"Sorting": None}, {"Type": "Boss"}, {"Users": 0}],
)
def test_a_change_of_another_shape_is_400(console, body):
    assert console("PATCH", "/roles/Marker", body).status_code == 400


@pytest.mark.parametrize("title", ["Marker", "System%20administrator", "Candidate"])
def test_roles_with_users_and_built_in_ones_are_not_deleted(console, title):
    assert console("DELETE", f"/roles/{title}").status_code == 409


def test_a_built_in_role_without_users_is_not_deleted_either(console, sandbox):
    sandbox.edit("Role/Author", {"Users": 0})

    assert console("DELETE", "/roles/Author").status_code == 409


def test_a_role_without_users_is_deleted(console, sandbox):
    sandbox.edit("Role/Marker", {"Users": 0})

    assert console("DELETE", "/roles/Marker").json()["Content"] is None
    assert console("GET", "/roles/Marker").status_code == 404


def test_people_coming_and_going_moves_no_version(console, sandbox):
    sandbox.edit("Role/Marker", {"Users": 26})

    item = console.content("GET", "/roles/Marker")
    assert (item["Users"], item["Version"]) == (26, 1)


def test_a_row_of_a_later_release_is_off_everywhere(console, sandbox):
    sandbox.add_permission("Marking/Compare markers")

    for role in console.content("GET", "/roles")["Items"]:
        assert role["Permissions"]["Marking/Compare markers"] is False
