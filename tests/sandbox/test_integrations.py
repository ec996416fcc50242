from datetime import timedelta

import pytest

SCHEDULE = "/external/schedule/ANAT-101-MAIN"
START, END = "2026-05-16T09:00:00.000Z", "2026-05-16T11:00:00.000Z"
NEW = {
    "AssessmentExternalId": "ANAT-101",
    "StartDateTime": "2026-06-01T09:00:00Z",
    "EndDateTime": "2026-06-01T11:00:00Z",
}
ROWS = [
    ("POST", "/external/schedule", NEW),
    ("GET", SCHEDULE, None),
    ("PATCH", SCHEDULE, {"StartDateTime": START}),
    ("DELETE", SCHEDULE, None),
    ("PUT", SCHEDULE + "/activate", None),
    ("GET", SCHEDULE + "/invigilation-info", None),
    ("GET", "/assessment/ANAT-101", None),
]


@pytest.fixture
def patched(integrations, console):
    """Return a function that patches a schedule and shows what the console then says."""

    def patch(body, key="ANAT-101-MAIN"):
        answer = integrations("PATCH", f"/external/schedule/{key}", body)
        assert answer.json() == {"Content": key, "Success": True, "Errors": None}
        return console.content("GET", f"/schedules/{key}")

    return patch


@pytest.mark.parametrize(("method", "path", "body"), ROWS)
@pytest.mark.parametrize("sent", ["", "EAPI wrong", "Bearer sandbox-console"])
def test_a_wrong_or_missing_token_is_403(integrations, method, path, body, sent):
    answer = integrations(method, path, body, Authorization=sent)

    assert answer.status_code == 403
    assert answer.json()["Errors"] == ["You are not allowed to use external API"]


@pytest.mark.parametrize(("method", "path", "body"), ROWS)
def test_every_request_needs_the_content_type(integrations, sandbox, method, path, body):
    before = sandbox.state()

    statuses = [
        integrations(method, path, body, Content_type=sent).status_code
        for sent in ("", "text/plain")
    ]

    assert (statuses, sandbox.state()) == ([400, 400], before)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/external/schedule/none", None),
        ("PATCH", "/external/schedule/none", {"StartDateTime": START}),
        ("DELETE", "/external/schedule/none", None),
        ("PUT", "/external/schedule/none/activate", None),
    ],
)
def test_a_missing_schedule_is_400_in_words(integrations, method, path, body):
    answer = integrations(method, path, body)

    assert answer.status_code == 400
    assert answer.json()["Errors"] == ["Schedule hasn’t been found by external id"]  # noqa: RUF001


def test_a_missing_schedule_of_the_invigilators_is_400_by_number(integrations):
    answer = integrations("GET", "/external/schedule/none/invigilation-info")

    assert answer.status_code == 400
    assert answer.json()["Errors"] == [{"Code": 301, "Error": "Schedule not found"}]


def test_a_missing_assessment_is_400(integrations):
    assert integrations("GET", "/assessment/none").status_code == 400


def test_a_schedule_shows_the_documented_fields_and_nothing_about_proctoring(integrations):
    content = integrations.content("GET", SCHEDULE)

    assert set(content) == {
        "ExternalId",
        "Title",
        "StartDateTime",
        "EndDateTime",
        "Hierarchy",
        "ArchiveState",
        "IsActivated",
        "Candidates",
        "Invigilators",
        "SharingInformation",
    }
    assert content["Hierarchy"] == {
        "ExternalId": "MED",
        "FullPath": "Northwood University/Medicine",
    }
    assert len(content["Candidates"]) == 184
    assert (content["StartDateTime"], content["EndDateTime"]) == (START, END)


def test_an_assessment_does_not_show_its_proctorio_option(integrations):
    content = integrations.content("GET", "/assessment/ANAT-101")

    assert (content["Title"], content["Status"], content["IsPublished"]) == ("Anatomy I", 2, True)
    assert "UseProctorIo" not in content


def test_a_key_with_a_slash_is_reached_encoded(integrations):
    path = "/external/schedule/HIST-210%20r%C3%A9sum%C3%A9%2F2"

    assert integrations.content("GET", path)["ExternalId"] == "HIST-210 résumé/2"
    assert integrations("PUT", path + "/activate").status_code == 200


def test_a_schedule_without_an_external_id_is_out_of_reach(integrations, sandbox):
    keys = [key for key in sandbox.state()["Schedules"] if key.startswith("#")]

    assert len(keys) == 1
    path = f"/external/schedule/{keys[0].replace('#', '%23')}"
    assert integrations("GET", path).status_code == 400


def test_a_patch_sets_both_proctoring_fields(patched):
    body = {"StartDateTime": START, "UseProctorIo": False}

    item = patched(body | {"ProctorioTemplateExternalId": "open-book"})

    assert (item["UseProctorIo"], item["ProctorioTemplateExternalId"]) == (False, "open-book")
    assert (item["StartDateTime"], item["EndDateTime"]) == (START, END)
    assert (item["Title"], item["Version"]) == ("Anatomy I", 2)


@pytest.mark.parametrize("option", [True, False])
@pytest.mark.parametrize("left_out", [{}, {"UseProctorIo": None}])
def test_what_a_patch_leaves_out_falls_back(patched, sandbox, option, left_out):
    sandbox.edit("Assessment/ANAT-101", {"UseProctorIo": option})
    sandbox.edit("Schedule/ANAT-101-MAIN", {"UseProctorIo": not option})

    item = patched({"StartDateTime": START, "Title": "Anatomy"} | left_out)

    assert (item["UseProctorIo"], item["ProctorioTemplateExternalId"]) == (option, None)
    assert item["Title"] == "Anatomy"


def test_a_patch_keeps_the_overrides(patched):
    item = patched({"StartDateTime": START, "EndDateTime": END}, key="ANAT-101-ACC")

    assert item["Overrides"] == {"disable_clipboard": False, "record_desk": 0}


def test_a_patch_can_rename_and_move(patched, integrations):
    body = {"StartDateTime": START, "HierarchyExternalId": "LAW", "PIN": "1234"}
    patched(body | {"ScheduleExternalId": "ANAT-101-MAIN"})
    integrations("PATCH", SCHEDULE, body | {"ScheduleExtId": "ANAT-101-NEW"})

    content = integrations.content("GET", "/external/schedule/ANAT-101-NEW")
    assert content["Hierarchy"]["ExternalId"] == "LAW"
    assert integrations("GET", SCHEDULE).status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"Title": "Anatomy"},
        {"StartDateTime": "16 May"},
        {"StartDateTime": "2026-05-16T09:00:00+02:00"},
        {"StartDateTime": END},
        {"StartDateTime": START, "EndDateTime": "2029-01-01T00:00:00Z"},
        {"StartDateTime": START, "UseProctorIo": "true"},
        {"StartDateTime": START, "UseProctorio": True},
        {"StartDateTime": START, "ProctorioTemplateExternalId": "nobody"},
        {"StartDateTime": START, "ProctorioTemplateExternalId": ""},
        {"StartDateTime": START, "HierarchyExternalId": "nowhere"},
        {"StartDateTime": START, "ScheduleExternalId": "ANAT-101-ACC"},
        {"StartDateTime": START, "PIN": "12345"},
    ],
)
def test_a_wrong_patch_is_400_and_changes_nothing(integrations, sandbox, body):
    before = sandbox.state()

    answer = integrations("PATCH", SCHEDULE, body)

    assert (answer.status_code, answer.json()["Success"]) == (400, False)
    assert sandbox.state() == before


@pytest.mark.parametrize("key", ["CHEM-120-MAIN", "ECON-201-MAIN", "PSYC-140-MAIN"])
def test_an_activated_schedule_is_not_patched(integrations, key):
    body = {"StartDateTime": START, "EndDateTime": END}

    answer = integrations("PATCH", f"/external/schedule/{key}", body)

    assert answer.status_code == 400
    assert answer.json()["Errors"] == ["Can’t update activated schedule"]  # noqa: RUF001


def test_the_pin_of_an_activated_schedule_can_change(integrations, console):
    answer = integrations("PATCH", "/external/schedule/CHEM-120-MAIN", {"PIN": "4711"})

    assert answer.status_code == 200
    assert console.content("GET", "/schedules/CHEM-120-MAIN")["Version"] == 1


def test_archived_and_ended_schedules_answer_by_number(integrations, sandbox):
    sandbox.set_clock(advance=timedelta(days=30))

    bodies = [
        integrations("PATCH", f"/external/schedule/{key}", {"StartDateTime": START}).json()
        for key in ("BIOC-110-FIRST", "ANAT-101-MAIN")
    ]

    assert [body["Errors"][0]["Code"] for body in bodies] == [302, 305]


def test_activation_answers_without_a_content_and_is_a_snapshot(integrations, console, settings):
    answer = integrations("PUT", SCHEDULE + "/activate")

    assert (answer.status_code, answer.json()) == (200, {"Success": True, "Errors": None})
    item = console.content("GET", "/schedules/ANAT-101-MAIN")
    assert (item["State"], item["ActiveSettings"]) == ("Activated", settings)
    assert item["ChangedBy"] == "svc-scheduler"
    assert integrations.content("GET", SCHEDULE)["IsActivated"] is True


@pytest.mark.parametrize(
    ("key", "error"),
    [
        ("CHEM-120-MAIN", "Schedule is already activated"),
        (
            "CHEM-120-RESIT",
            "Can’t activate schedule (schedule has invalid information)",  # noqa: RUF001
        ),
        ("BIOC-110-FIRST", {"Code": 302, "Error": "Schedule archived"}),
        ("PSYC-140-MAIN", {"Code": 305, "Error": "Schedule finished"}),
    ],
)
def test_activation_is_refused_in_the_api_s_own_words(integrations, key, error):
    answer = integrations("PUT", f"/external/schedule/{key}/activate")

    assert (answer.status_code, answer.json()["Errors"]) == (400, [error])


def test_an_inactive_add_on_refuses_proctoring_with_400_and_activates(integrations, sandbox):
    sandbox.set_proctorio(active=False)
    on, off = ({"StartDateTime": START, "UseProctorIo": use} for use in (True, False))

    assert integrations("PATCH", SCHEDULE, on).status_code == 400
    assert integrations("PATCH", SCHEDULE, off).status_code == 200
    assert integrations("PUT", SCHEDULE + "/activate").status_code == 200


def test_a_new_schedule_is_a_draft_with_the_assessment_s_option(integrations, console):
    answer = integrations("POST", "/external/schedule", NEW | {"ScheduleExternalId": "ANAT-NEW"})

    item = console.content("GET", "/schedules/ANAT-NEW")
    assert answer.json() == {"Content": "ANAT-NEW", "Success": True, "Errors": None}
    assert (item["State"], item["Title"], item["Version"]) == ("Draft", "Anatomy I", 1)
    assert (item["UseProctorIo"], item["ProctorioTemplateExternalId"]) == (True, None)


def test_a_new_schedule_takes_proctoring_and_gets_an_id_of_its_own(integrations, console):
    body = NEW | {"UseProctorIo": False, "ProctorioTemplateExternalId": "open-book"}

    keys = [integrations.content("POST", "/external/schedule", body) for _ in range(2)]

    item = console.content("GET", f"/schedules/{keys[1]}")
    assert keys == ["SCH-000001", "SCH-000002"]
    assert (item["UseProctorIo"], item["ProctorioTemplateExternalId"]) == (False, "open-book")


@pytest.mark.parametrize(
    "change",
    [
        {"AssessmentExternalId": "none"},
        {"AssessmentExternalId": "MATH-205"},
        {"ScheduleExternalId": "ANAT-101-MAIN"},
        {"EndDateTime": "2026-06-01T08:00:00Z"},
        {"EndDateTime": None},
        {"ProctorioTemplateExternalId": "nobody"},
        {"Candidates": []},
    ],
)
def test_a_wrong_new_schedule_is_400(integrations, change):
    assert integrations("POST", "/external/schedule", NEW | change).status_code == 400


def test_only_drafts_are_deleted(integrations):
    assert integrations("DELETE", SCHEDULE).json() == {"Success": True, "Errors": None}
    assert integrations("GET", SCHEDULE).status_code == 400
    assert integrations("DELETE", "/external/schedule/CHEM-120-MAIN").status_code == 400


@pytest.mark.parametrize(
    ("key", "counts"),
    [
        ("ANAT-101-ACC", {"NOT_STARTED": 9}),
        ("ECON-201-MAIN", {"IN_PROGRESS": 151, "NOT_STARTED": 25}),
        ("PSYC-140-MAIN", {"HANDED_IN": 129, "NOT_STARTED": 2}),
    ],
)
def test_invigilation_info_is_a_row_a_candidate(integrations, key, counts):
    rows = integrations.content("GET", f"/external/schedule/{key}/invigilation-info")

    statuses = [row["Status"] for row in rows]
    assert {status: statuses.count(status) for status in set(statuses)} == counts


def test_a_row_carries_names_and_pins_and_a_number_as_text(integrations, sandbox):
    sandbox.start_candidates("Schedule/ECON-201-ACC", 2, "VOID")
    sandbox.start_candidates("Schedule/ECON-201-ACC", 1, "HANDED_IN")
    sandbox.start_candidates("Schedule/ECON-201-ACC", 1)

    rows = integrations.content("GET", "/external/schedule/ECON-201-ACC/invigilation-info")

    assert list(rows[0]) == [
        "ScheduleTitle",
        "CandidateName",
        "CandidateExtId",
        "PinCode",
        "Status",
        "Attempt",
        "StartTime",
        "EndTime",
        "ExamDuration",
        "ExtraTimeForCurrentAttempt",
        "ExtraTimeForNextAttempt",
        "ExamSubmittedBy",
    ]
    assert [row["Status"] for row in rows][:5] == [
        "VOID",
        "VOID",
        "HANDED_IN",
        "IN_PROGRESS",
        "NOT_STARTED",
    ]
    assert rows[0]["Attempt"] == "1"
    assert len({row["CandidateExtId"] for row in rows}) == len(rows) == 7
