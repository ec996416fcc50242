import pytest

ROWS: list[tuple[str, str, object]] = [
    ("GET", "/features", None),
    ("GET", "/proctorio/templates", None),
    ("GET", "/proctorio/templates/high-stakes", None),
    ("PUT", "/proctorio/templates/high-stakes", {}),
    ("DELETE", "/proctorio/templates/high-stakes", None),
    ("GET", "/roles", None),
    ("POST", "/roles", {}),
    ("GET", "/roles/Marker", None),
    ("PATCH", "/roles/Marker", {}),
    ("DELETE", "/roles/Marker", None),
    ("PUT", "/roles/Marker/permissions", {}),
    ("GET", "/assessments", None),
    ("GET", "/assessments/ANAT-101", None),
    ("PATCH", "/assessments/ANAT-101/options", {}),
    ("GET", "/schedules", None),
    ("GET", "/schedules/ANAT-101-MAIN", None),
    ("PATCH", "/schedules/ANAT-101-MAIN/proctoring", {}),
    ("PUT", "/schedules/ANAT-101-MAIN/activate", None),
    ("PUT", "/schedules/ANAT-101-MAIN/deactivate", None),
    ("GET", "/audit", None),
]
LISTS = ["/proctorio/templates", "/roles", "/assessments", "/schedules", "/audit"]


@pytest.mark.parametrize(("method", "path", "body"), ROWS)
@pytest.mark.parametrize("sent", ["", "Bearer wrong", "EAPI sandbox-integrations"])
def test_a_wrong_or_missing_token_is_401(console, method, path, body, sent):
    answer = console(method, path, body, Authorization=sent)

    assert (answer.status_code, answer.json()["Success"]) == (401, False)


@pytest.mark.parametrize(("method", "path", "body"), [row for row in ROWS if row[0] != "GET"])
def test_a_reader_may_not_write(console, sandbox, method, path, body):
    answer = console(method, path, body, Authorization=f"Bearer {sandbox.console_reader_token}")

    assert answer.status_code == 403


@pytest.mark.parametrize(("method", "path", "body"), [row for row in ROWS if row[0] == "GET"])
def test_a_reader_may_read(console, sandbox, method, path, body):
    answer = console(method, path, body, Authorization=f"Bearer {sandbox.console_reader_token}")

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/proctorio/templates/none", None),
        ("DELETE", "/proctorio/templates/none", None),
        ("GET", "/roles/none", None),
        ("PATCH", "/roles/none", {"Sorting": 1}),
        ("DELETE", "/roles/none", None),
        ("PUT", "/roles/none/permissions", {"Permission": "Marking/Marking", "Enabled": True}),
        ("GET", "/assessments/none", None),
        ("PATCH", "/assessments/none/options", {"UseProctorIo": True}),
        ("GET", "/schedules/none", None),
        (
            "PATCH",
            "/schedules/none/proctoring",
            {"UseProctorIo": True, "ProctorioTemplateExternalId": None, "Overrides": {}},
        ),
        ("PUT", "/schedules/none/activate", None),
        ("PUT", "/schedules/none/deactivate", None),
        ("GET", "/nothing/here", None),
    ],
)
def test_what_does_not_exist_is_404_with_a_code(console, method, path, body):
    answer = console(method, path, body)

    assert answer.status_code == 404
    assert set(answer.json()["Errors"][0]) == {"Code", "Error"}


def test_a_method_that_is_not_in_the_table_is_405(console):
    assert console("DELETE", "/schedules/ANAT-101-MAIN").status_code == 405


def test_a_key_with_a_slash_is_decoded_after_routing(console):
    key = "HIST-210%20r%C3%A9sum%C3%A9%2F2"

    assert console.content("GET", f"/schedules/{key}")["ExternalId"] == "HIST-210 résumé/2"
    assert console("PUT", f"/schedules/{key}/activate").status_code == 200
    assert console("GET", "/schedules/HIST-210%20r%C3%A9sum%C3%A9/2").status_code == 404


def test_a_key_that_looks_encoded_is_decoded_once(console, settings):
    console("PUT", "/proctorio/templates/100%2525", {"Name": "Per cent", "Settings": settings})

    keys = [item["ExternalId"] for item in console.content("GET", "/proctorio/templates")["Items"]]
    assert "100%25" in keys


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    "query",
    ["Page=0", "Page=x", "Page=-1", "PageSize=0", "PageSize=501", "PageSize=1.5", "page=1"],
)
def test_a_query_out_of_the_contract_is_400(console, path, query):
    assert console("GET", f"{path}?{query}").status_code == 400


@pytest.mark.parametrize("path", LISTS[:-1])
def test_pages_put_together_are_the_list(console, path):
    whole = console.content("GET", f"{path}?PageSize=500")
    pages = [
        console.content("GET", f"{path}?Page={number}&PageSize=3")["Items"]
        for number in range(1, whole["Total"] // 3 + 2)
    ]

    assert [item for page in pages for item in page] == whole["Items"]
    assert len(whole["Items"]) == whole["Total"]


@pytest.mark.parametrize("path", LISTS)
def test_a_page_past_the_end_is_empty_with_the_right_total(console, path):
    page = console.content("GET", f"{path}?Page=99&PageSize=500")

    assert page["Items"] == []
    assert page["Total"] == console.content("GET", path)["Total"] > 0
    assert (page["Page"], page["PageSize"]) == (99, 500)


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/proctorio/templates", "ExternalId"),
        ("/roles", "Title"),
        ("/assessments", "ExternalId"),
        ("/schedules", "ExternalId"),
    ],
)
def test_lists_are_ordered_by_key_and_objects_without_one_come_last(console, path, key):
    keys = [item[key] for item in console.content("GET", path)["Items"]]

    named = [key for key in keys if key is not None]
    assert keys == sorted(named) + [None] * (len(keys) - len(named))


@pytest.mark.parametrize("path", LISTS)
def test_a_list_that_the_client_has_is_304(console, path):
    tag = console("GET", path).headers["ETag"]

    again = console("GET", path, If_None_Match=f'"other", W/{tag}')

    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert console("GET", path + "?PageSize=1", If_None_Match=tag).status_code == 200


def test_a_change_changes_the_etag(console, sandbox):
    tag = console("GET", "/roles").headers["ETag"]
    sandbox.edit("Role/Marker", {"Users": 26})

    assert console("GET", "/roles", If_None_Match=tag).status_code == 200


WRITES: list[tuple[str, str, object]] = [
    ("DELETE", "/proctorio/templates/toms-test", None),
    ("PATCH", "/roles/Marker", {"Sorting": 51}),
    ("PUT", "/roles/Marker/permissions", {"Permission": "Reports/Reports", "Enabled": True}),
    ("PATCH", "/assessments/STAT-115/options", {"UseProctorIo": True}),
    (
        "PATCH",
        "/schedules/ANAT-101-MAIN/proctoring",
        {"UseProctorIo": True, "ProctorioTemplateExternalId": None, "Overrides": {}},
    ),
    ("PUT", "/schedules/ANAT-101-MAIN/activate", None),
    ("PUT", "/schedules/CHEM-120-MAIN/deactivate", None),
]


@pytest.mark.parametrize(("method", "path", "body"), WRITES)
def test_another_version_is_412_and_changes_nothing(console, sandbox, method, path, body):
    before = sandbox.state()

    answer = console(method, path, body, If_Match='"17"')

    assert (answer.status_code, sandbox.state()) == (412, before)


@pytest.mark.parametrize(("method", "path", "body"), WRITES)
def test_the_version_seen_lets_a_write_pass_and_moves_by_one(console, method, path, body):
    answer = console(method, path, body, If_Match='"1"')

    assert answer.status_code == 200
    assert method == "DELETE" or answer.json()["Content"]["Version"] == 2


@pytest.mark.parametrize("sent", ["1", "*", 'W/"1"', '"one"', '"1", "2"'])
def test_any_other_form_of_if_match_is_400(console, sent):
    assert console("PATCH", "/roles/Marker", {"Sorting": 1}, If_Match=sent).status_code == 400


def test_create_only_refuses_what_exists(console, settings):
    body = {"Name": "High stakes", "Settings": settings}
    path = "/proctorio/templates/{}"

    assert console("PUT", path.format("high-stakes"), body, If_None_Match="*").status_code == 412
    assert console("PUT", path.format("standard"), body, If_None_Match="*").status_code == 201
    assert console("PUT", path.format("other"), body, If_None_Match='"1"').status_code == 400
    assert console("PUT", path.format("other"), body, If_Match='"1"').status_code == 412


@pytest.mark.parametrize(
    ("method", "path"), [row[:2] for row in ROWS if row[0] in {"PUT", "PATCH", "POST"}]
)
@pytest.mark.parametrize("sent", [b"", b"[]", b"null", b"{", b'{"Unknown": 1}', b"\xff"])
def test_a_body_that_is_not_the_object_asked_for_is_400(console, method, path, sent):
    if sent == b"" and path.endswith("activate"):
        sent = b"[]"

    answer = console.client.request(
        method, console.url + path, content=sent, headers=console.headers
    )

    assert answer.status_code == 400
