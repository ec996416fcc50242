import pytest

from reconciler.sandbox import Behaviours, Sandbox


def test_a_gateway_without_versions_shows_none_and_ignores_if_match(console, sandbox):
    sandbox.behave(versions=False)

    answer = console("PATCH", "/roles/Marker", {"Sorting": 1}, If_Match='"17"')

    assert answer.status_code == 200
    assert "Version" not in answer.json()["Content"]
    assert "ETag" not in console("GET", "/roles").headers
    for item in console.content("GET", "/schedules")["Items"]:
        assert "Version" not in item
        assert "ChangedAt" in item


def test_a_gateway_without_versions_still_creates_only(console, sandbox, settings):
    sandbox.behave(versions=False)
    body = {"Name": "High", "Settings": settings}

    answer = console("PUT", "/proctorio/templates/high-stakes", body, If_None_Match="*")

    assert answer.status_code == 412


def test_a_gateway_without_etags_answers_lists_in_full(console, sandbox):
    tag = console("GET", "/roles").headers["ETag"]
    sandbox.behave(etags=False)

    answer = console("GET", "/roles", If_None_Match=tag)

    assert (answer.status_code, "ETag" in answer.headers) == (200, False)
    assert "Version" in answer.json()["Content"]["Items"][0]


def test_without_a_console_gateway_there_is_only_a_404_page(console, integrations, sandbox):
    sandbox.behave(console=False)

    answer = console("GET", "/features")

    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "text/html"
    assert integrations("GET", "/external/schedule/ANAT-101-MAIN").status_code == 200


@pytest.fixture
def tidy(open_console):
    with Sandbox(behaviours=Behaviours(normalises=True)) as sandbox:
        yield open_console(sandbox)


def test_a_tidy_tenant_trims_names_and_orders_keys(tidy):
    item = tidy.content("GET", "/proctorio/templates/high-stakes")
    body = {"Name": "  High stakes ", "Settings": item["Settings"]}

    saved = tidy.content("PUT", "/proctorio/templates/high-stakes", body)

    assert saved == item
    assert list(saved) == sorted(saved)


def test_a_tidy_tenant_calls_the_default_template_null(tidy):
    body = {
        "UseProctorIo": True,
        "ProctorioTemplateExternalId": "NW-DEFAULT",
        "Overrides": {"full_screen": 0},
    }

    item = tidy.content("PATCH", "/schedules/ANAT-101-MAIN/proctoring", body)

    assert item["ProctorioTemplateExternalId"] is None
    assert item["Overrides"] == {"full_screen": 0}


def test_a_tidy_tenant_writes_whole_seconds_short(tidy):
    item = tidy.content("GET", "/schedules/ANAT-101-MAIN")

    assert item["StartDateTime"].endswith("T09:00:00Z")
