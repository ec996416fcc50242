"""What comes back over the wire is believed only when it is whole and the API's own."""

import gzip
import socket
import struct
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest

from reconciler.errors import Ambiguous, Moved, PlatformError, Refused
from reconciler.model.observed import Seen
from reconciler.model.reach import Operation, Verb
from reconciler.model.ref import Ref
from reconciler.platform.clock import Patience
from reconciler.platform.routing import Routed, connect
from reconciler.platform.settings import Access, Pace
from reconciler.platform.transport import unreached
from tests.platform.conftest import Hourglass, Loopback, Script, answer, endpoint, envelope, no, yes

ROLE = Ref("Role", "Invigilator")
LIVE = {"Title": "Invigilator", "Version": 7}
SAVE = Operation(ROLE, Verb.SAVE, {"Sorting": 10})
PATIENCE = Patience(attempts=3, connect_seconds=2, answer_seconds=2)
PAGE = answer(200, b"<html>Sign in</html>", "text/html; charset=utf-8")
CUT = answer(200, envelope(LIVE))[:-9]


def drop(connection: socket.socket) -> None:
    # Closing without lingering resets the connection, as a crashed proxy does.
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def talk(
    script: Script,
    hourglass: Hourglass,
    use: Callable[[Routed], object],
    patience: Patience = PATIENCE,
    *,
    read_only: bool = False,
) -> tuple[Any, Loopback]:
    """What *use* brings back from a platform that answers by the script, and the server."""
    with Loopback(script).running() as server:
        access = Access(console=endpoint(server.url), pace=Pace(1000, 8))
        with connect(
            access, read_only=read_only, clock=hourglass.clock, patience=patience
        ) as platform:
            try:
                return use(platform), server
            except PlatformError as error:
                return error, server


def read(platform: Routed) -> Seen | None:
    return platform.read(ROLE)


def save(platform: Routed) -> Seen | None:
    return platform.send(SAVE, None)


@pytest.mark.parametrize("spoiled", [drop, CUT, no(500, "oops"), answer(502), answer(200, b"{")])
def test_a_read_whose_answer_is_lost_is_tried_again(spoiled, hourglass):
    seen, server = talk([spoiled, yes(LIVE)], hourglass, read)

    assert seen.raw == LIVE
    assert len(server.asked) == 2
    assert len(hourglass.slept) == 1


@pytest.mark.parametrize("spoiled", [drop, CUT, no(503, "oops"), answer(200, b"{"), PAGE])
def test_a_write_whose_answer_is_lost_is_ambiguous_and_never_sent_again(spoiled, hourglass):
    error, server = talk([spoiled, yes(LIVE)], hourglass, save)

    assert type(error) is Ambiguous
    assert "no certain answer to the request to save Role/Invigilator" in str(error)
    assert "look before it is tried again" in str(error)
    assert len(server.asked) == 1


def test_a_write_without_an_answer_in_time_is_ambiguous(hourglass):
    patience = replace(PATIENCE, answer_seconds=0.1)

    error, server = talk([lambda c: c.recv(1), yes(LIVE)], hourglass, save, patience)

    assert type(error) is Ambiguous
    assert "no answer within 0.1 seconds" in str(error)
    assert len(server.asked) == 1


def test_waits_grow_and_tries_are_bounded(hourglass):
    error, server = talk([drop], hourglass, read, replace(PATIENCE, attempts=4))

    assert type(error) is PlatformError
    assert len(server.asked) == 4
    first, second, third = hourglass.slept
    assert 0.5 <= first <= 1 <= second <= 1.5
    assert 2 <= third <= 2.5


@pytest.mark.parametrize("use", [read, save])
def test_too_many_requests_waits_as_long_as_the_platform_asks(use, hourglass):
    busy = answer(429, b"", Retry_After="17")

    seen, server = talk([busy, yes(LIVE)], hourglass, use)

    assert seen.raw == LIVE
    assert len(server.asked) == 2
    assert hourglass.slept == [17]


def test_a_date_to_come_back_at_is_honoured(hourglass):
    date = format_datetime(hourglass.now + timedelta(seconds=25), usegmt=True)

    talk([answer(429, b"", Retry_After=date), yes(LIVE)], hourglass, read)

    assert hourglass.slept == [25]


def test_a_retry_after_that_means_nothing_falls_back_to_our_own_wait(hourglass):
    seen, _ = talk([answer(429, b"", Retry_After="soon"), yes(LIVE)], hourglass, read)

    assert seen.raw == LIVE
    assert 0.5 <= hourglass.slept[0] <= 1


def test_a_wait_beyond_patience_is_an_error_at_once(hourglass):
    error, server = talk([answer(429, b"", Retry_After="3600")], hourglass, read)

    assert type(error) is PlatformError
    assert "slow down (429), nothing was done" in str(error)
    assert len(server.asked) == 1
    assert hourglass.slept == []


def test_an_unavailable_platform_names_its_wait_for_reads_too(hourglass):
    talk([answer(503, b"", Retry_After="9"), yes(LIVE)], hourglass, read)

    assert hourglass.slept == [9]


def test_other_requests_wait_too_while_the_platform_asks_for_it(hourglass):
    def twice(platform: Routed) -> object:
        with pytest.raises(PlatformError):
            platform.read(ROLE)
        return platform.read(ROLE)

    busy = answer(429, b"", Retry_After="30")
    seen, _ = talk([busy, yes(LIVE)], hourglass, twice, replace(PATIENCE, attempts=1))

    assert seen.raw == LIVE
    assert hourglass.slept == [30]


@pytest.mark.parametrize(
    ("status", "words"),
    [(401, "does not accept the token (401)"), (403, "does not let the token in (403)")],
)
@pytest.mark.parametrize("use", [read, save])
def test_a_wrong_token_says_which_variable_to_check(status, words, use, hourglass):
    error, server = talk([no(status, "no")], hourglass, use)

    assert type(error) is PlatformError
    assert words in str(error)
    assert f"over console ({server.url})" in str(error)
    assert str(error).endswith("check the address and environment variable CONSOLE_TOKEN")
    assert len(server.asked) == 1


@pytest.mark.parametrize("use", [read, save])
def test_a_redirect_is_not_followed(use, hourglass):
    error, server = talk([answer(302, b"", Location="http://127.0.0.1:9/")], hourglass, use)

    assert type(error) is PlatformError
    assert "redirect (302), which is not followed" in str(error)
    assert len(server.asked) == 1


@pytest.mark.parametrize("page", [PAGE, answer(404, b"<html/>", "text/html")])
def test_a_web_page_is_not_an_answer(page, hourglass):
    error, server = talk([page], hourglass, read)

    assert type(error) is PlatformError
    assert "answered a web page, not the API: is the address right?" in str(error)
    assert "should end in /api/v1/console" in str(error)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("body", "media"),
    [
        (b"", "application/json"),
        (b'{"detail": "Not Found"}', "application/json"),
        (b"[]", "application/json"),
        (b'{"Success": "yes"}', "application/json"),
        (b'{"Success": true, "Content": NaN}', "application/json"),
        (b'{"Success": true, "Errors": "none"}', "application/json"),
        (b'{"Success": true, "Errors": [7]}', "application/json"),
        (b'{"Success": true}', "text/plain"),
        (b"[" * 100_000, "application/json"),
        (b'{"Success": true, "Content": "\xff"}', "application/json"),
    ],
)
def test_what_is_not_the_envelope_is_not_an_answer(body, media, hourglass):
    error, _ = talk([answer(200, body, media)], hourglass, read)

    assert type(error) is PlatformError


def test_a_404_that_is_not_the_apis_own_does_not_mean_absent(hourglass):
    error, _ = talk([answer(404, {"detail": "Not Found"})], hourglass, read)

    assert type(error) is PlatformError


def test_a_404_of_the_api_means_absent(hourglass):
    seen, _ = talk([no(404, "no such role")], hourglass, read)

    assert seen is None


def test_an_endless_answer_is_cut_off(hourglass):
    def endless(connection: socket.socket) -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"
        try:
            connection.sendall(head)
            while True:
                connection.sendall(b" " * 1_000_000)
        except OSError:
            pass

    error, server = talk([endless], hourglass, read)

    assert "more than 32 MiB" in str(error)
    assert len(server.asked) == 1


def test_a_small_answer_that_unpacks_to_a_huge_one_is_cut_off(hourglass):
    bomb = gzip.compress(b" " * 40_000_000)

    error, _ = talk([answer(200, bomb, Content_Encoding="gzip")], hourglass, read)

    assert "more than 32 MiB" in str(error)


def test_success_false_is_a_no_in_spite_of_200(hourglass):
    error, _ = talk([answer(200, envelope(success=False))], hourglass, save)

    assert type(error) is Refused
    assert "refused to save Role/Invigilator: it gave no reason (200)" in str(error)


def test_errors_of_single_items_are_a_no_in_spite_of_success(hourglass):
    errors = [{"UserExtId": "u1", "Code": 202, "Error": "User not found"}]

    error, _ = talk([answer(200, envelope(LIVE, errors=errors))], hourglass, save)

    assert type(error) is Refused
    assert "code 202: User not found" in str(error)


def test_an_error_may_have_words_and_no_number(hourglass):
    error, _ = talk([no(409, {"Error": "in use"})], hourglass, save)

    assert "refused to save Role/Invigilator: in use (409)" in str(error)


def test_a_number_alone_is_put_into_words(hourglass):
    error, _ = talk([no(400, {"Code": 302, "Error": None})], hourglass, save)

    assert "code 302: the schedule is archived" in str(error)


def test_the_platforms_words_are_shown_on_one_line_without_control_characters(hourglass):
    error, _ = talk([no(409, "no\x1b[31m red\n\u202eline", "x" * 1000)], hourglass, save)

    assert "refused to save Role/Invigilator: no [31m red  line; xxx" in str(error)
    assert len(str(error)) < 500


@pytest.mark.parametrize(
    ("status", "kind"), [(400, Refused), (409, Refused), (412, Moved), (404, Moved)]
)
def test_a_no_to_a_write_is_told_apart(status, kind, hourglass):
    error, server = talk([no(status, "because")], hourglass, save)

    assert type(error) is kind
    assert len(server.asked) == 1


def test_a_status_that_the_api_does_not_use_is_an_error(hourglass):
    error, server = talk([answer(405, b"")], hourglass, save)

    assert type(error) is PlatformError
    assert "it answered 405, which the API does not use" in str(error)
    assert len(server.asked) == 1


def test_a_status_that_the_api_does_not_use_leaves_a_write_open(hourglass):
    error, _ = talk([answer(204, b"")], hourglass, save)

    assert type(error) is Ambiguous


def test_a_refused_connection_says_what_to_look_at(hourglass):
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}/api/v1/console"

    with (
        connect(
            Access(console=endpoint(url)), read_only=False, clock=hourglass.clock, patience=PATIENCE
        ) as platform,
        pytest.raises(PlatformError) as caught,
    ):
        platform.send(SAVE, None)

    assert str(caught.value) == (
        f"could not save Role/Invigilator over console ({url}), nothing was sent:"
        " the connection was refused: is the address right, is the platform running,"
        " and is the network up?"
    )
    assert type(caught.value) is PlatformError
    assert len(hourglass.slept) == 2
    assert platform.requests == 0


@pytest.mark.parametrize(
    ("error", "words", "passing"),
    [
        (httpx.ConnectTimeout("slow"), "no connection in time", True),
        (httpx.ConnectError("down"), "no connection: is the address right", True),
        (socket.gaierror(socket.EAI_NONAME, ""), "its host name is not known", False),
        (socket.gaierror(socket.EAI_AGAIN, ""), "its host name is not known", True),
    ],
)
def test_no_connection_is_put_into_words(error, words, passing):
    assert unreached(error).why.startswith(words)
    assert unreached(error).passing is passing


@pytest.fixture
def proxied(monkeypatch):
    """Sets the machine's proxy, and nothing else that would keep requests from it."""

    def named(proxy: str) -> None:
        for name in ("no_proxy", "NO_PROXY", "HTTPS_PROXY"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("https_proxy", proxy)

    return named


@pytest.mark.parametrize("scheme", ["http://", ""])
def test_the_machines_proxy_is_used_and_gets_no_token(scheme, proxied, hourglass):
    access = Access(console=endpoint("https://cirrus.invalid/api/v1/console"))
    patience = replace(PATIENCE, attempts=1)

    with Loopback([answer(403, b"")]).running() as proxy:
        proxied(scheme + proxy.url.split("/")[2])
        with (
            connect(access, read_only=True, clock=hourglass.clock, patience=patience) as platform,
            pytest.raises(PlatformError, match="the machine's proxy lets nothing through"),
        ):
            platform.read(ROLE)

    assert proxy.asked[0].line == "CONNECT cirrus.invalid:443 HTTP/1.1"
    assert "authorization" not in proxy.asked[0].headers


def test_a_proxy_of_another_kind_is_named(proxied):
    proxied("socks5://127.0.0.1:9")
    access = Access(console=endpoint("https://cirrus.invalid/api/v1/console"))

    with (
        pytest.raises(PlatformError, match="is not an http proxy: check HTTPS_PROXY"),
        connect(access, read_only=True),
    ):
        pass


def test_an_unknown_host_is_not_tried_again(hourglass):
    access = Access(console=endpoint("https://cirrus.invalid/api/v1/console"))

    with (
        connect(access, read_only=True, clock=hourglass.clock, patience=PATIENCE) as platform,
        pytest.raises(PlatformError, match=r"host name is not known|no connection"),
    ):
        platform.read(ROLE)


def test_every_request_carries_token_and_content_type(hourglass):
    _, server = talk([yes(LIVE)], hourglass, read)

    assert server.asked[0].headers["authorization"] == "Bearer sesame-open-0f3a"
    assert server.asked[0].headers["content-type"] == "application/json"


@pytest.mark.parametrize("key", ["a b/ç?#%&+;='\"\\", "ä/../x", "100%", "\N{SNOWMAN}"])
def test_a_key_goes_through_whole(key, hourglass):
    live = {"Title": key}

    seen, server = talk([yes(live)], hourglass, lambda p: p.read(Ref("Role", key)))

    path = server.asked[0].line.split()[1]
    assert seen.name == key
    assert path.count("/") == 5
    assert "?" not in path


@pytest.mark.parametrize("key", [".", "..", "\ud800"])
def test_a_key_that_no_address_can_carry_is_refused_unsent(key, hourglass):
    error, server = talk([yes()], hourglass, lambda p: p.read(Ref("Role", key)))

    assert "no address can carry it" in str(error)
    assert server.asked == []


def test_values_in_bodies_pass_unread(hourglass):
    operation = Operation(ROLE, Verb.SAVE, {"Odd": ["ç", None, 1.5, {"x": "\ud800"}]})

    _, server = talk([yes(LIVE)], hourglass, lambda p: p.send(operation, None))

    assert server.asked[0].body == b'{"Odd": ["\\u00e7", null, 1.5, {"x": "\\ud800"}]}'


def test_a_reading_run_cannot_write(hourglass):
    def both(platform: Routed) -> object:
        platform.read(ROLE)
        with pytest.raises(PlatformError, match="nothing was sent: this run only reads"):
            platform.send(SAVE, None)
        return platform.requests, platform.writes

    counted, server = talk([yes(LIVE)], hourglass, both, read_only=True)

    assert counted == (1, 0)
    assert [asked.line.split()[0] for asked in server.asked] == ["GET"]


def test_what_is_sent_is_counted_repeats_too(hourglass):
    def both(platform: Routed) -> object:
        platform.read(ROLE)
        platform.send(SAVE, None)
        return platform.requests, platform.writes

    counted, _ = talk([drop, yes(LIVE), answer(429), yes(LIVE)], hourglass, both)

    assert counted == (4, 2)


def test_an_answer_that_drips_in_without_end_is_given_up():
    def drip(connection: socket.socket) -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"
        try:
            connection.sendall(head)
            while True:
                connection.sendall(b" ")
        except OSError:
            pass

    patience = replace(PATIENCE, whole_answer_seconds=0.1)
    with Loopback([drip]).running() as server:
        access = Access(console=endpoint(server.url))
        with (
            connect(access, read_only=True, patience=patience) as platform,
            pytest.raises(PlatformError, match=r"not complete after 0\.1 seconds"),
        ):
            platform.read(ROLE)
