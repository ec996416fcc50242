from datetime import timedelta

import pytest

STATES = {
    "ANAT-101-MAIN": "Draft",
    "CHEM-120-MAIN": "Activated",
    "ECON-201-ACC": "Activated",
    "ECON-201-MAIN": "Started",
    "PSYC-140-MAIN": "Ended",
    "BIOC-110-FIRST": "Archived",
}
PLAIN = {"UseProctorIo": True, "ProctorioTemplateExternalId": "open-book", "Overrides": {}}


def proctoring(key: str) -> str:
    return f"/schedules/{key}/proctoring"


def test_an_item_has_the_fields_of_the_contract(console):
    assert set(console.content("GET", "/schedules/ANAT-101-MAIN")) == {
        "ExternalId",
        "Title",
        "AssessmentExtId",
        "StartDateTime",
        "EndDateTime",
        "State",
        "IsActivated",
        "ActivatedAt",
        "ArchiveState",
        "CandidatesTotal",
        "CandidatesStarted",
        "UseProctorIo",
        "ProctorioTemplateExternalId",
        "Overrides",
        "ActiveSettings",
        "KeysFrom",
        "Version",
        "ChangedAt",
        "ChangedBy",
    }


@pytest.mark.parametrize(("key", "state"), STATES.items())
def test_the_state_follows_from_the_facts(console, key, state):
    assert console.content("GET", f"/schedules/{key}")["State"] == state


@pytest.mark.parametrize("state", ["Draft", "Activated", "Started", "Ended", "Archived"])
def test_the_list_filters_by_state(console, state):
    everything = console.content("GET", "/schedules")["Items"]

    page = console.content("GET", f"/schedules?State={state}")

    assert page["Items"] == [item for item in everything if item["State"] == state] != []
    assert page["Total"] == len(page["Items"])


def test_the_list_filters_by_assessment_and_state(console):
    page = console.content("GET", "/schedules?AssessmentExtId=CHEM-120&State=Draft")

    assert [item["ExternalId"] for item in page["Items"]] == ["CHEM-120-RESIT"]


@pytest.mark.parametrize("query", ["State=draft", "State=Live", "Assessment=CHEM-120"])
def test_an_unknown_filter_is_400(console, query):
    assert console("GET", f"/schedules?{query}").status_code == 400


def test_time_ends_a_schedule_and_moves_no_version(console, sandbox):
    before = console.content("GET", "/schedules/CHEM-120-MAIN")
    sandbox.set_clock(advance=timedelta(days=4))

    after = console.content("GET", "/schedules/CHEM-120-MAIN")

    assert after == before | {"State": "Ended"}


def test_a_draft_takes_new_proctoring(console):
    body = PLAIN | {"Overrides": {"calculator": 2, "whiteboard": False}}

    item = console.content("PATCH", proctoring("ANAT-101-MAIN"), body)

    assert {name: item[name] for name in body} == body
    assert (item["Version"], item["State"]) == (2, "Draft")


@pytest.mark.parametrize("key", [key for key, state in STATES.items() if state != "Draft"])
def test_only_drafts_take_new_proctoring(console, key):
    assert console("PATCH", proctoring(key), PLAIN).status_code == 409


def test_a_draft_that_was_never_held_is_not_a_draft(console, sandbox):
    sandbox.set_clock(advance=timedelta(days=30))

    assert console("PATCH", proctoring("ANAT-101-MAIN"), PLAIN).status_code == 409


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"ProctorioTemplateExternalId": "nobody"}, 409),
        ({"Overrides": {"full_screen": 4}}, 400),
        ({"Overrides": {"one_screen": 1}}, 400),
        ({"Overrides": {"no_reentry": True}}, 400),
        ({"Overrides": None}, 400),
        ({"UseProctorIo": 1}, 400),
        ({"ProctorioTemplateExternalId": ""}, 400),
        ({"Title": "Anatomy"}, 400),
    ],
)
def test_wrong_proctoring_is_refused(console, sandbox, change, status):
    before = sandbox.state()

    answer = console("PATCH", proctoring("ANAT-101-MAIN"), PLAIN | change)

    assert (answer.status_code, sandbox.state()) == (status, before)


@pytest.mark.parametrize("missing", PLAIN)
def test_all_three_fields_are_needed(console, missing):
    body = {name: value for name, value in PLAIN.items() if name != missing}

    assert console("PATCH", proctoring("ANAT-101-MAIN"), body).status_code == 400


def test_activation_takes_the_template_as_it_is_then(console, sandbox, settings):
    console(
        "PATCH",
        proctoring("ANAT-101-ACC"),
        PLAIN
        | {
            "ProctorioTemplateExternalId": "high-stakes",
            "Overrides": {"disable_clipboard": False},
        },
    )
    item = console.content("PUT", "/schedules/ANAT-101-ACC/activate")
    sandbox.edit("Template/high-stakes", {"Settings.full_screen": 3})

    assert item["State"] == "Activated"
    assert item["ActivatedAt"] == "2026-05-04T10:00:00.000Z"
    assert item["KeysFrom"] == console.content("GET", "/features")["Proctorio"]["KeysChangedAt"]
    assert item["ActiveSettings"] == settings | {"disable_clipboard": False}
    assert item == console.content("GET", "/schedules/ANAT-101-ACC")


def test_a_null_template_activates_with_the_default(console):
    sandbox_default = console.content("GET", "/proctorio/templates/NW-DEFAULT")["Settings"]

    item = console.content("PUT", "/schedules/BIOC-110-MAIN/activate")

    assert item["ActiveSettings"] == sandbox_default


def test_deactivation_forgets_what_activation_took_and_keeps_the_overrides(console):
    item = console.content("PUT", "/schedules/CHEM-120-ACC/deactivate")

    forgotten = {"IsActivated", "ActivatedAt", "ActiveSettings", "KeysFrom"}
    assert {name: item[name] for name in forgotten} == {
        "IsActivated": False,
        "ActivatedAt": None,
        "ActiveSettings": None,
        "KeysFrom": None,
    }
    assert (item["State"], item["Overrides"]) == ("Draft", {"disable_right_click": False})


def test_new_keys_reach_a_schedule_by_a_new_activation(console, sandbox):
    sandbox.set_clock(advance=timedelta(hours=1))
    changed = sandbox.rotate_keys()
    assert console.content("GET", "/schedules/CHEM-120-MAIN")["KeysFrom"] != changed

    console("PUT", "/schedules/CHEM-120-MAIN/deactivate")
    item = console.content("PUT", "/schedules/CHEM-120-MAIN/activate")

    assert item["KeysFrom"] == changed == "2026-05-04T11:00:00.000Z"


def test_an_open_window_without_a_candidate_in_it_can_be_deactivated(console):
    assert console("PUT", "/schedules/ECON-201-ACC/deactivate").status_code == 200


@pytest.mark.parametrize(
    ("key", "verb"),
    [
        ("ECON-201-MAIN", "deactivate"),
        ("ANAT-101-MAIN", "deactivate"),
        ("PSYC-140-MAIN", "deactivate"),
        ("BIOC-110-FIRST", "deactivate"),
        ("CHEM-120-MAIN", "activate"),
        ("ECON-201-MAIN", "activate"),
        ("PSYC-140-MAIN", "activate"),
        ("BIOC-110-FIRST", "activate"),
        ("CHEM-120-RESIT", "activate"),
    ],
)
def test_activation_and_deactivation_are_refused_by_rule(console, sandbox, key, verb):
    before = sandbox.state()

    answer = console("PUT", f"/schedules/{key}/{verb}")

    assert (answer.status_code, sandbox.state()) == (409, before)


def test_the_first_candidate_closes_the_door(console, sandbox):
    sandbox.start_candidates("Schedule/ECON-201-ACC")

    item = console.content("GET", "/schedules/ECON-201-ACC")
    assert (item["State"], item["CandidatesStarted"], item["Version"]) == ("Started", 1, 1)
    assert console("PUT", "/schedules/ECON-201-ACC/deactivate").status_code == 409


def test_an_assessment_option_leaves_existing_schedules_alone(console):
    before = console.content("GET", "/schedules?AssessmentExtId=ANAT-101")

    item = console.content("PATCH", "/assessments/ANAT-101/options", {"UseProctorIo": False})

    assert list(item) == [
        "ExternalId",
        "Title",
        "Status",
        "IsPublished",
        "UseProctorIo",
        "Version",
        "ChangedAt",
        "ChangedBy",
    ]
    assert (item["UseProctorIo"], item["Version"]) == (False, 2)
    assert console.content("GET", "/schedules?AssessmentExtId=ANAT-101") == before


@pytest.mark.parametrize("body", [{}, {"UseProctorIo": 1}, {"UseProctorIo": True, "Title": "A"}])
def test_an_option_of_another_shape_is_400(console, body):
    assert console("PATCH", "/assessments/ANAT-101/options", body).status_code == 400
