import httpx
import pytest

from reconciler.sandbox import Fault, Sandbox

ROLES = "/api/v1/console/roles"
TICK = ("PUT", "/roles/Marker/permissions", {"Permission": "Reports/Reports", "Enabled": True})


@pytest.fixture
def ticked(sandbox):
    """Return a function that tells whether the tick of TICK has been written."""
    return lambda: sandbox.state()["Roles"]["Marker"]["Permissions"]["Reports/Reports"]


@pytest.mark.parametrize("status", [400, 401, 403, 409, 412, 429, 500, 502, 503, 504])
def test_any_status_is_answered_without_the_write_being_done(console, sandbox, ticked, status):
    sandbox.fault(Fault("status", path=ROLES, status=status, retry_after=2))

    answer = console(*TICK)

    assert (answer.status_code, answer.headers["Retry-After"]) == (status, "2")
    assert answer.json()["Success"] is False
    assert not ticked()
    assert console(*TICK).status_code == 200


def test_a_status_can_hide_that_the_write_was_done(console, sandbox, ticked):
    sandbox.fault(Fault("status", status=504, after=True))

    assert console(*TICK).status_code == 504
    assert ticked()


@pytest.mark.parametrize("after", [False, True])
def test_a_dropped_connection_says_nothing_about_the_write(console, sandbox, ticked, after):
    sandbox.fault(Fault("drop", after=after))

    with pytest.raises(httpx.RemoteProtocolError):
        console(*TICK)

    assert ticked() is after
    assert console("GET", "/roles").status_code == 200


def test_a_truncated_answer_breaks_off_after_the_write(console, sandbox, ticked):
    sandbox.fault(Fault("truncated"))

    with pytest.raises(httpx.RemoteProtocolError):
        console(*TICK)

    assert ticked()


@pytest.mark.parametrize("after", [False, True])
def test_a_late_answer_outlasts_the_client(console, sandbox, ticked, after):
    sandbox.fault(Fault("delay", seconds=30, after=after))

    with pytest.raises(httpx.ReadTimeout):
        console.client.request(
            TICK[0], console.url + TICK[1], json=TICK[2], headers=console.headers, timeout=0.1
        )

    assert ticked() is after


def test_a_sandbox_stops_while_an_answer_is_late(client):
    with Sandbox() as sandbox:
        sandbox.fault(Fault("delay", seconds=30))
        with pytest.raises(httpx.ReadTimeout):
            client.get(sandbox.console_url + "/features", timeout=0.1)


def test_a_short_delay_only_delays(console, sandbox):
    sandbox.fault(Fault("delay", seconds=0.01))

    assert console("GET", "/roles").status_code == 200


def test_malformed_json_comes_as_a_complete_answer(console, sandbox):
    sandbox.fault(Fault("malformed"))

    answer = console("GET", "/roles")

    assert answer.status_code == 200
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        answer.json()


def test_a_page_comes_where_json_should_be(console, sandbox):
    sandbox.fault(Fault("html"))

    answer = console("GET", "/roles")

    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/html")


def test_a_redirect_leads_elsewhere(console, sandbox):
    sandbox.fault(Fault("redirect", location="http://127.0.0.1:9/login"))

    answer = console("GET", "/roles")

    assert (answer.status_code, answer.headers["Location"]) == (302, "http://127.0.0.1:9/login")


def test_an_oversized_answer_has_the_size_asked_for(console, sandbox):
    sandbox.fault(Fault("oversized", size=3_000_000))

    assert len(console("GET", "/roles").content) > 3_000_000


def test_an_empty_page_looks_like_an_empty_tenant(console, sandbox):
    sandbox.fault(Fault("empty", path=ROLES))

    content = console.content("GET", "/roles?Page=1&PageSize=50")

    assert content == {"Items": [], "Total": 0, "Page": 1, "PageSize": 50}


def test_a_stale_read_answers_what_was_true_when_the_fault_was_set(console, sandbox, ticked):
    before = console.content("GET", "/roles/Marker")
    sandbox.fault(Fault("stale", times=None))

    console(*TICK)

    assert console.content("GET", "/roles/Marker") == before
    assert ticked()
    sandbox.clear_faults()
    assert console.content("GET", "/roles/Marker")["Version"] == 2


def test_a_fault_skips_strikes_and_is_used_up(console, sandbox):
    sandbox.fault(Fault("status", method="GET", path=ROLES, skip=1, times=2))

    statuses = [console("GET", "/roles").status_code for _ in range(5)]

    assert statuses == [200, 503, 503, 200, 200]


def test_a_fault_without_an_end_goes_on_until_it_is_cleared(console, sandbox):
    sandbox.fault(Fault("status", times=None))
    assert {console("GET", "/roles").status_code for _ in range(5)} == {503}

    sandbox.clear_faults()

    assert console("GET", "/roles").status_code == 200


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (Fault("status", method="PUT"), 200),
        (Fault("status", path="/api/v1/console/assessments"), 200),
        (Fault("status", path="/api/v1/integrations"), 200),
        (Fault("status", path="roles"), 200),
        (Fault("status", path=".*/Exam%20scheduler$"), 503),
        (Fault("status", path="/api/v1/console/(roles|schedules)"), 503),
    ],
)
def test_a_fault_strikes_by_method_and_by_the_path_as_it_was_sent(console, sandbox, fault, status):
    sandbox.fault(fault)

    assert console("GET", "/roles/Exam%20scheduler").status_code == status


def test_faults_strike_one_at_a_time_in_the_order_they_were_set(console, sandbox):
    sandbox.fault(Fault("status", status=500))
    sandbox.fault(Fault("status", status=502))

    assert [console("GET", "/roles").status_code for _ in range(3)] == [500, 502, 200]


def test_the_log_says_what_struck(console, sandbox):
    sandbox.fault(Fault("drop"))
    with pytest.raises(httpx.RemoteProtocolError):
        console(*TICK)
    console("GET", "/roles?PageSize=1")

    dropped, answered = sandbox.requests()
    assert (dropped.method, dropped.status, dropped.fault) == ("PUT", None, "drop")
    assert (answered.path, answered.query, answered.status) == (ROLES, "PageSize=1", 200)
    assert (answered.api, answered.fault, answered.writes) == ("console", None, False)
