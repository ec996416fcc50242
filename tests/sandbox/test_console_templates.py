import pytest

PATH = "/proctorio/templates/{}"


def test_an_item_has_the_fields_of_the_contract(console):
    item = console.content("GET", PATH.format("NW-DEFAULT"))

    assert list(item) == [
        "ExternalId",
        "Name",
        "IsDefault",
        "SavedOnce",
        "Settings",
        "Version",
        "ChangedAt",
        "ChangedBy",
    ]
    assert (item["IsDefault"], item["SavedOnce"], len(item["Settings"])) == (True, False, 21)


def test_saving_replaces_the_whole_object_and_answers_with_it(console, settings):
    settings |= {"full_screen": 1, "verify_id": 1}

    answer = console("PUT", PATH.format("high-stakes"), {"Name": "High", "Settings": settings})

    item = answer.json()["Content"]
    assert (answer.status_code, item["Name"], item["Settings"]) == (200, "High", settings)
    assert (item["Version"], item["ChangedBy"]) == (5, "svc-console-gateway")
    assert item == console.content("GET", PATH.format("high-stakes"))


def test_saving_what_is_there_moves_no_version(console, settings):
    body = {"Name": "High stakes", "Settings": settings}

    item = console.content("PUT", PATH.format("high-stakes"), body)

    assert (item["Version"], item["ChangedBy"]) == (4, "tom.baker")


def test_saving_the_default_unchanged_marks_it_saved_once(console):
    item = console.content("GET", PATH.format("NW-DEFAULT"))
    body = {"Name": item["Name"], "Settings": item["Settings"]}

    saved = console.content("PUT", PATH.format("NW-DEFAULT"), body)

    assert (saved["SavedOnce"], saved["IsDefault"], saved["Version"]) == (True, True, 2)


def test_a_new_template_is_201_saved_and_not_the_default(console, settings):
    answer = console("PUT", PATH.format("standard"), {"Name": "Standard", "Settings": settings})

    item = answer.json()["Content"]
    assert (answer.status_code, item["Version"]) == (201, 1)
    assert (item["ExternalId"], item["SavedOnce"], item["IsDefault"]) == ("standard", True, False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("full_screen", 4),
        ("full_screen", -1),
        ("full_screen", True),
        ("full_screen", "1"),
        ("full_screen", 1.0),
        ("full_screen", None),
        ("one_screen", 1),
        ("one_screen", "true"),
        ("one_screen", None),
        ("no_reentry", True),
    ],
)
def test_a_wrong_setting_is_400_and_changes_nothing(console, sandbox, settings, name, value):
    before = sandbox.state()
    body = {"Name": "High stakes", "Settings": settings | {name: value}}

    answers = [console("PUT", PATH.format(key), body) for key in ("high-stakes", "standard")]

    assert [answer.status_code for answer in answers] == [400, 400]
    assert sandbox.state() == before


@pytest.mark.parametrize("key", ["high-stakes", "standard"])
def test_a_missing_setting_is_400(console, settings, key):
    del settings["whiteboard"]

    answer = console("PUT", PATH.format(key), {"Name": "High stakes", "Settings": settings})

    assert answer.status_code == 400
    assert "whiteboard is missing" in answer.json()["Errors"][0]["Error"]


@pytest.mark.parametrize(
    "body",
    [
        {"Settings": {}},
        {"Name": "High stakes"},
        {"Name": "", "Settings": {}},
        {"Name": 7, "Settings": {}},
        {"Name": "High stakes", "Settings": []},
        {"Name": "High stakes", "Settings": {}, "IsDefault": True},
    ],
)
def test_a_body_of_another_shape_is_400(console, body):
    assert console("PUT", PATH.format("high-stakes"), body).status_code == 400


def test_a_setting_of_a_later_release_may_be_left_out_on_creation_only(console, sandbox, settings):
    sandbox.add_setting("detect_phones")
    body = {"Name": "High stakes", "Settings": settings}

    created = console("PUT", PATH.format("standard"), body)
    replaced = console("PUT", PATH.format("high-stakes"), body)

    assert (created.status_code, replaced.status_code) == (201, 400)
    assert created.json()["Content"]["Settings"]["detect_phones"] is False


def test_what_a_get_shows_a_put_accepts(console, sandbox):
    sandbox.add_setting("detect_phones", (0, 1))
    sandbox.add_setting("full_screen", (0, 1, 2, 3, 4))
    sandbox.edit("Template/high-stakes", {"Settings.full_screen": 4, "Settings.detect_phones": 1})
    item = console.content("GET", PATH.format("high-stakes"))

    body = {"Name": item["Name"], "Settings": item["Settings"]}
    assert console.content("PUT", PATH.format("high-stakes"), body) == item


@pytest.mark.parametrize(("length", "status"), [(64, 201), (65, 400)])
def test_an_external_id_has_at_most_64_characters(console, settings, length, status):
    body = {"Name": "Standard", "Settings": settings}

    assert console("PUT", PATH.format("x" * length), body).status_code == status


def test_the_gateway_does_not_check_dependencies_between_options(console, settings):
    body = {"Name": "Odd", "Settings": settings | {"record_video": False, "verify_video": True}}

    assert console("PUT", PATH.format("odd"), body).status_code == 201


def test_delete_answers_null_and_the_template_is_gone(console):
    answer = console("DELETE", PATH.format("toms-test"))

    assert answer.json() == {"Content": None, "Success": True, "Errors": None}
    assert console("GET", PATH.format("toms-test")).status_code == 404


@pytest.mark.parametrize("key", ["NW-DEFAULT", "high-stakes", "open-book"])
def test_the_default_and_templates_in_use_are_not_deleted(console, key):
    assert console("DELETE", PATH.format(key)).status_code == 409


def test_an_archived_schedule_does_not_keep_its_template(console, sandbox):
    sandbox.edit("Schedule/ANAT-101-MAIN", {"ProctorioTemplateExternalId": "toms-test"})
    assert console("DELETE", PATH.format("toms-test")).status_code == 409

    sandbox.edit("Schedule/ANAT-101-MAIN", {"ArchiveState": 2})

    assert console("DELETE", PATH.format("toms-test")).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/proctorio/templates", None),
        ("GET", PATH.format("high-stakes"), None),
        ("PUT", PATH.format("high-stakes"), {}),
        ("DELETE", PATH.format("toms-test"), None),
        ("PATCH", "/assessments/STAT-115/options", {"UseProctorIo": True}),
        (
            "PATCH",
            "/schedules/ANAT-101-MAIN/proctoring",
            {"UseProctorIo": True, "ProctorioTemplateExternalId": None, "Overrides": {}},
        ),
    ],
)
def test_an_inactive_add_on_refuses_what_needs_it(console, sandbox, method, path, body):
    sandbox.set_proctorio(active=False)

    assert console(method, path, body).status_code == 409


def test_an_inactive_add_on_leaves_the_rest(console, sandbox):
    sandbox.set_proctorio(active=False)
    off = {"UseProctorIo": False, "ProctorioTemplateExternalId": "high-stakes", "Overrides": {}}

    answers = [
        console("GET", "/features"),
        console("PATCH", "/assessments/ANAT-101/options", {"UseProctorIo": False}),
        console("PATCH", "/schedules/ANAT-101-MAIN/proctoring", off),
        console("PUT", "/schedules/ANAT-101-MAIN/activate"),
    ]

    assert [answer.status_code for answer in answers] == [200] * 4
    assert answers[0].json()["Content"]["Proctorio"]["Active"] is False
