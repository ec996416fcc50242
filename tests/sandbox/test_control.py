import json

import pytest


def test_an_edit_is_a_person_s(control, console):
    body = {
        "Object": "Template/high-stakes",
        "Changes": {"Settings.full_screen": 3, "Name": "Higher stakes"},
        "Actor": "tom.baker",
    }

    assert control.content("POST", "/edit", body)["Settings"]["full_screen"] == 3
    item = console.content("GET", "/proctorio/templates/high-stakes")
    assert (item["Name"], item["ChangedBy"], item["Version"]) == ("Higher stakes", "tom.baker", 5)


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("Role/Marker", {"Permissions.Marking/Void attempts": False, "Type": "Admin"}),
        ("Assessment/STAT-115", {"UseProctorIo": True, "Title": "Statistics"}),
        ("Schedule/ANAT-101-MAIN", {"Title": "Anatomy", "EndDateTime": "2026-05-16T12:00:00.000Z"}),
        ("Schedule/ANAT-101-MAIN", {"UseProctorIo": False, "Overrides.calculator": 1}),
        ("Schedule/CHEM-120-MAIN", {"ArchiveState": 2, "CandidatesTotal": 1}),
        ("Schedule/HIST-210 résumé/2", {"ProctorioTemplateExternalId": "open-book"}),
    ],
)
def test_anything_can_be_edited_by_its_wire_path(control, sandbox, name, changes):
    item = control.content("POST", "/edit", {"Object": name, "Changes": changes})

    for path, value in changes.items():
        field, _, inner = path.partition(".")
        assert (item[field][inner] if inner else item[field]) == value
    kind, _, key = name.partition("/")
    assert sandbox.state()[f"{kind}s"][key] == item


def test_an_override_can_be_taken_away(sandbox):
    item = sandbox.edit("Schedule/ANAT-101-ACC", {"Overrides.record_desk": None})

    assert item["Overrides"] == {"disable_clipboard": False}


def test_a_schedule_without_an_external_id_goes_by_its_number(sandbox):
    key = next(key for key in sandbox.state()["Schedules"] if key.startswith("#"))

    item = sandbox.edit(f"Schedule/{key}", {"ExternalId": "ANAT-101-VIVA"})

    assert item["ExternalId"] == "ANAT-101-VIVA"


def test_a_person_can_deactivate_change_and_activate(sandbox):
    changes = {"IsActivated": False, "Overrides.full_screen": 3}
    assert sandbox.edit("Schedule/CHEM-120-MAIN", changes)["State"] == "Draft"

    item = sandbox.edit("Schedule/CHEM-120-MAIN", {"IsActivated": True})

    assert (item["State"], item["ActiveSettings"]["full_screen"]) == ("Activated", 3)


@pytest.mark.parametrize(
    ("name", "changes", "status"),
    [
        ("Template/none", {"Name": "None"}, 404),
        ("Nothing", {"Name": "None"}, 404),
        ("Template/high-stakes", {"Colour": "red"}, 400),
        ("Template/high-stakes", {"Settings.full_screen": 9}, 400),
        ("Template/high-stakes", {"Settings.nothing": True}, 400),
        ("Template/high-stakes", {"Name.first": "High"}, 400),
        ("Template/high-stakes", {"IsActivated": True}, 400),
        ("Role/Marker", {"Permissions.Marking/Fly": True}, 400),
        ("Role/Marker", {"Type": "Boss"}, 400),
        ("Schedule/ANAT-101-MAIN", {"EndDateTime": "tomorrow"}, 400),
        ("Schedule/CHEM-120-MAIN", {"UseProctorIo": False}, 409),
        ("Schedule/CHEM-120-MAIN", {"IsActivated": True}, 409),
        ("Schedule/ECON-201-MAIN", {"IsActivated": False}, 409),
    ],
)
def test_the_console_s_rules_hold_for_people_too(control, sandbox, name, changes, status):
    before = sandbox.state()

    answer = control("POST", "/edit", {"Object": name, "Changes": changes})

    assert (answer.status_code, sandbox.state()) == (status, before)


def test_objects_are_added_with_what_a_new_one_has(control, console):
    added = [
        ("Template", {"ExternalId": "new", "Name": "New", "Settings": {"one_screen": True}}),
        ("Role", {"Title": "New", "Permissions": {"Marking/Marking": True}}),
        ("Assessment", {"ExternalId": "NEW-1", "Title": "New"}),
        (
            "Schedule",
            {
                "ExternalId": "NEW-1-MAIN",
                "Title": "New",
                "AssessmentExtId": "NEW-1",
                "StartDateTime": "2026-06-01T09:00:00Z",
                "EndDateTime": "2026-06-01T11:00:00Z",
                "CandidatesTotal": 3,
            },
        ),
    ]
    for kind, item in added:
        assert control("POST", "/add", {"Kind": kind, "Item": item}).status_code == 200

    template = console.content("GET", "/proctorio/templates/new")
    assert (len(template["Settings"]), template["Settings"]["one_screen"]) == (21, True)
    assert console.content("GET", "/roles/New")["Permissions"]["Marking/Marking"] is True
    assert console.content("GET", "/assessments/NEW-1")["Status"] == 2
    schedule = console.content("GET", "/schedules/NEW-1-MAIN")
    assert (schedule["State"], schedule["StartDateTime"]) == ("Draft", "2026-06-01T09:00:00.000Z")


@pytest.mark.parametrize(
    ("kind", "item", "status"),
    [
        ("Template", {"ExternalId": "high-stakes", "Name": "High"}, 409),
        ("Template", {"ExternalId": "new"}, 400),
        ("Course", {"Title": "New"}, 400),
    ],
)
def test_what_cannot_be_added_is_refused(control, kind, item, status):
    assert control("POST", "/add", {"Kind": kind, "Item": item}).status_code == status


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("Template/toms-test", 200),
        ("Template/NW-DEFAULT", 409),
        ("Template/open-book", 409),
        ("Role/Marker", 409),
        ("Assessment/EDUC-150", 200),
        ("Schedule/ANAT-101-MAIN", 200),
        ("Schedule/CHEM-120-MAIN", 409),
        ("Schedule/none", 404),
    ],
)
def test_objects_are_deleted_as_the_console_would(control, name, status):
    assert control("POST", "/delete", {"Object": name}).status_code == status


def test_candidates_start(control):
    body = {"Object": "Schedule/ECON-201-ACC", "Count": 3}

    item = control.content("POST", "/candidates", body)

    assert (item["CandidatesStarted"], item["State"]) == (3, "Started")


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("Schedule/ECON-201-ACC", 8),
        ("Schedule/ECON-201-ACC", 0),
        ("Schedule/ANAT-101-MAIN", 1),
        ("Schedule/PSYC-140-MAIN", 1),
        ("Template/high-stakes", 1),
    ],
)
def test_candidates_who_cannot_start_are_409(control, name, count):
    assert control("POST", "/candidates", {"Object": name, "Count": count}).status_code == 409


def test_the_clock_stops_moves_and_goes_on(control):
    assert control.content("GET", "/clock") == {
        "Now": "2026-05-04T10:00:00.000Z",
        "Ticking": False,
    }

    moved = control.content("POST", "/clock", {"Now": "2026-06-01T00:00:00Z", "AdvanceSeconds": 60})
    assert moved["Now"] == "2026-06-01T00:01:00.000Z"

    going = control.content("POST", "/clock", {"Ticking": True})
    assert going["Ticking"] is True
    assert going["Now"].startswith("2026-06-01T00:01:0")


def test_keys_and_add_on_are_changed_together(control, console):
    content = control.content("POST", "/proctorio", {"Active": False, "RotateKeys": True})

    assert content == {"Active": False, "KeysChangedAt": "2026-05-04T10:00:00.000Z"}
    assert console.content("GET", "/features")["Proctorio"] == content


def test_settings_and_rows_can_be_added(control, console):
    control("POST", "/settings", {"Name": "gaze", "Numbers": [0, 1]})
    control("POST", "/permissions", {"Permission": "Marking/Compare"})

    assert console.content("GET", "/proctorio/templates/high-stakes")["Settings"]["gaze"] == 0
    assert "Marking/Compare" in console.content("GET", "/roles/Marker")["Permissions"]


def test_behaviours_are_switched_one_by_one(control):
    assert control.content("POST", "/behaviours", {"versions": False}) == {
        "versions": False,
        "etags": True,
        "normalises": False,
        "console": True,
    }
    assert control.content("GET", "/behaviours")["versions"] is False


def test_faults_are_set_seen_and_cleared(control, console):
    faults = control.content("POST", "/faults", {"kind": "status", "status": 500, "times": 2})
    assert (faults[0]["kind"], faults[0]["left"]) == ("status", 2)
    assert console("GET", "/roles").status_code == 500
    assert control.content("GET", "/faults")[0]["left"] == 1

    control("DELETE", "/faults")

    assert console("GET", "/roles").status_code == 200


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/faults", {"kind": "gremlin"}),
        ("/faults", {"kind": "status", "colour": "red"}),
        ("/faults", {"kind": "status", "path": "("}),
        ("/clock", {"Now": "noon"}),
        ("/behaviours", {"versions": "no"}),
        ("/behaviours", {"moods": True}),
        ("/edit", {"Object": "Role/Marker"}),
        ("/candidates", {"Object": "Schedule/ECON-201-ACC", "Status": "ASLEEP"}),
    ],
)
def test_a_body_of_another_shape_is_400(control, path, body):
    assert control("POST", path, body).status_code == 400


def test_an_unknown_control_is_404(control):
    assert control("GET", "/levers").status_code == 404


def test_the_log_counts_reads_and_writes_and_not_the_control_door(control, console, integrations):
    console("GET", "/roles")
    console("PATCH", "/roles/Marker", {"Sorting": 1})
    integrations("GET", "/external/schedule/none")
    control("GET", "/clock")

    log = control.content("GET", "/requests")

    assert (log["Reads"], log["Writes"]) == (2, 1)
    assert [item["api"] for item in log["Items"]] == ["console", "console", "integrations"]
    assert [item["status"] for item in log["Items"]] == [200, 200, 400]
    assert json.loads(log["Items"][1]["body"]) == {"Sorting": 1}

    control("DELETE", "/requests")
    assert control.content("GET", "/requests")["Items"] == []


def test_the_state_without_what_is_volatile_stays_equal(control, console):
    before = control.content("GET", "/state?Volatile=false")
    console("PUT", "/schedules/CHEM-120-MAIN/deactivate")
    assert control.content("GET", "/state?Volatile=false") != before

    console("PUT", "/schedules/CHEM-120-MAIN/activate")

    assert control.content("GET", "/state?Volatile=false") == before


def test_the_state_shows_everything(control):
    state = control.content("GET", "/state")

    assert set(state) == {
        "Templates",
        "Roles",
        "Assessments",
        "Schedules",
        "Proctorio",
        "Now",
        "Audit",
    }
    assert state["Schedules"]["ANAT-101-MAIN"]["Hierarchy"] == "MED"
