from datetime import timedelta

import pytest


@pytest.fixture
def newest(console):
    """Return a function that shows the newest entries without their time."""

    def entries(count):
        items = console.content("GET", f"/audit?PageSize={count}")["Items"]
        return [[value for name, value in item.items() if name != "At"] for item in items]

    return entries


def test_features_name_the_users_behind_our_writes(console):
    content = console.content("GET", "/features")

    assert content == {
        "Proctorio": {"Active": True, "KeysChangedAt": "2026-03-05T10:00:00.000Z"},
        "Actor": "svc-console-gateway",
        "Scheduler": "svc-scheduler",
    }


def test_each_changed_setting_is_an_entry_in_wire_values(console, newest, settings):
    body = {"Name": "High", "Settings": settings | {"full_screen": 1, "verify_signature": True}}
    console("PUT", "/proctorio/templates/high-stakes", body)

    who = ["svc-console-gateway", "gateway", "Template/high-stakes"]
    assert newest(3) == [
        [*who, "Settings.verify_signature", False, True],
        [*who, "Settings.full_screen", 2, 1],
        [*who, "Name", "High stakes", "High"],
    ]


def test_a_tick_is_an_entry_under_its_row(console, newest):
    body = {"Permission": "Marking/Void attempts", "Enabled": False}
    console("PUT", "/roles/Marker/permissions", body)

    who = ["svc-console-gateway", "gateway", "Role/Marker"]
    assert newest(1) == [[*who, "Permissions.Marking/Void attempts", True, False]]


def test_a_person_is_named_for_what_they_did_in_the_console(sandbox, newest):
    changes = {
        "UseProctorIo": False,
        "ProctorioTemplateExternalId": None,
        "Overrides.full_screen": 2,
    }
    sandbox.edit("Schedule/ANAT-101-MAIN", changes, actor="tom.baker")

    who = ["tom.baker", "console", "Schedule/ANAT-101-MAIN"]
    assert newest(3) == [
        [*who, "Overrides.full_screen", None, 2],
        [*who, "ProctorioTemplateExternalId", "high-stakes", None],
        [*who, "UseProctorIo", True, False],
    ]


def test_a_write_of_the_public_api_is_the_scheduler_s(integrations, newest):
    body = {"StartDateTime": "2026-05-16T09:00:00Z", "UseProctorIo": False}
    integrations("PATCH", "/external/schedule/ANAT-101-MAIN", body)

    who = ["svc-scheduler", "integrations", "Schedule/ANAT-101-MAIN"]
    assert newest(2) == [
        [*who, "ProctorioTemplateExternalId", "high-stakes", None],
        [*who, "UseProctorIo", True, False],
    ]


def test_activation_is_one_entry(console, newest):
    console("PUT", "/schedules/ANAT-101-MAIN/activate")

    who = ["svc-console-gateway", "gateway", "Schedule/ANAT-101-MAIN"]
    assert newest(1) == [[*who, "IsActivated", False, True]]


def test_creation_and_deletion_are_entries_of_the_whole_object(console, newest):
    role = {"Title": "Exam board", "Type": "Author"}
    console("POST", "/roles", role)
    console("DELETE", "/roles/Exam%20board")

    deleted, created = newest(2)
    assert deleted[2:4] == created[2:4] == ["Role/Exam board", ""]
    assert (
        deleted[4] == created[5] == role | {"Sorting": 0, "Permissions": created[5]["Permissions"]}
    )
    assert deleted[5] is created[4] is None


def test_a_write_that_changes_nothing_is_no_entry(console):
    before = console.content("GET", "/audit")
    console("PATCH", "/roles/Marker", {"Sorting": 50})

    assert console.content("GET", "/audit") == before


def test_a_candidate_who_starts_is_no_entry(console, sandbox):
    before = console.content("GET", "/audit")
    sandbox.start_candidates("Schedule/ECON-201-ACC")

    assert console.content("GET", "/audit") == before


def test_new_keys_and_a_switched_add_on_are_entries(sandbox, newest):
    sandbox.set_proctorio(active=False, actor="it.support")
    sandbox.rotate_keys(actor="it.support")

    who = ["it.support", "console", "Features/Proctorio"]
    times = ["2026-03-05T10:00:00.000Z", "2026-05-04T10:00:00.000Z"]
    assert newest(2) == [[*who, "KeysChangedAt", *times], [*who, "Active", True, False]]


def test_the_log_can_be_asked_for_one_object_since_a_time(console, sandbox):
    sandbox.set_clock(advance=timedelta(minutes=1))
    sandbox.edit("Template/high-stakes", {"Settings.full_screen": 1})
    query = "Object=Template%2Fhigh-stakes"

    everything = console.content("GET", f"/audit?{query}")
    since = console.content("GET", f"/audit?{query}&Since=2026-05-04T10:01:00.000Z")
    later = console.content("GET", f"/audit?{query}&Since=2026-05-04T10:01:00.001Z")

    assert (everything["Total"], since["Total"], later["Total"]) == (3, 1, 0)


@pytest.mark.parametrize("query", ["Since=yesterday", "Since=2026-05-04", "Actor=tom.baker"])
def test_a_query_of_another_shape_is_400(console, query):
    assert console("GET", f"/audit?{query}").status_code == 400
