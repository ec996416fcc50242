"""The token and the address's password never reach a message, a log, a repr or a traceback."""

import logging
import shutil
import socket
import ssl
import subprocess
import traceback
from threading import Thread

import pytest
from pydantic import SecretStr

from reconciler.errors import PlatformError
from reconciler.model.reach import Operation, Verb
from reconciler.model.ref import Ref
from reconciler.platform.clock import Patience
from reconciler.platform.routing import connect
from reconciler.platform.settings import Access, Endpoint
from tests.platform.conftest import TOKEN, Loopback, answer, endpoint, no, yes

ROLE = Ref("Role", "Invigilator")
SAVE = Operation(ROLE, Verb.SAVE, {})
ONCE = Patience(attempts=1, connect_seconds=2, answer_seconds=2)


def failure(url: str, *, read_only: bool = False, token: str = TOKEN) -> PlatformError:
    access = Access(console=endpoint(url, token))
    with (
        pytest.raises(PlatformError) as caught,
        connect(access, read_only=read_only, patience=ONCE) as platform,
    ):
        platform.send(SAVE, None)
    return caught.value


def told(error: BaseException) -> str:
    """Everything that a traceback with local variables could show, but for those of this test."""
    own = error.__traceback__
    error = error.with_traceback(own and own.tb_next)
    shown = traceback.TracebackException.from_exception(error, capture_locals=True)
    return "".join(shown.format())


@pytest.mark.parametrize("spoiled", [no(401), answer(200, b"{"), b"", answer(302), no(400)])
def test_no_failure_shows_the_token(spoiled, caplog):
    caplog.set_level(logging.DEBUG)

    with Loopback([spoiled]).running() as server:
        error = failure(server.url)

    assert TOKEN not in told(error)
    assert TOKEN not in caplog.text
    assert error.__cause__ is None
    assert error.__context__ is None


def test_a_write_in_a_reading_run_does_not_show_the_token():
    error = failure("http://127.0.0.1:9/api/v1/console", read_only=True)

    assert TOKEN not in told(error)


def test_a_platform_that_repeats_the_token_is_not_quoted():
    with Loopback([no(400, f"bad token {TOKEN}!")]).running() as server:
        error = failure(server.url)

    assert "bad token [token]!" in str(error)


def test_a_token_at_the_end_of_what_is_shown_is_not_cut_in_half():
    with Loopback([no(400, "x" * 290 + TOKEN)]).running() as server:
        error = failure(server.url)

    assert TOKEN[:6] not in str(error)


@pytest.mark.parametrize("token", ["", "two words", "line\n", "naïve"])
def test_a_token_that_no_header_can_carry_is_refused_unshown(token):
    error = failure("http://127.0.0.1:9/", token=token)

    assert "check environment variable CONSOLE_TOKEN" in str(error)
    assert not token or token not in str(error)


def test_settings_show_neither_token_nor_address():
    shown = repr(Access(console=endpoint("https://ada:lovelace@host/x")))

    assert TOKEN not in shown
    assert "lovelace" not in shown


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://ada:lovelace@host/api", "holds an @"),
        ("https://ada:love/lace@host/api", "holds an @"),
        ("https://host/api?key=lovelace", r"holds a \? or # part"),
        ("http://host/api", "is not https"),
        ("ftp://host/api", "should start with https://"),
        ("host/api", "should start with https://"),
        ("https:///api", "should start with https://"),
        ("https://host:99999/api", "is not a web address"),
        ("https://[::1/api", "is not a web address"),
        ("https://exa mple/api", "is not a web address"),
        ("https://host.\u2603\ufe0f/api", "is not one that can be reached"),
        ("", "should start with https://"),
    ],
)
def test_a_bad_address_is_refused_before_anything_is_sent(url, words):
    error = failure(url)

    with pytest.raises(PlatformError, match=words):
        raise error
    assert "lovelace" not in str(error)


@pytest.mark.parametrize("url", ["http://localhost/a", "http://127.0.0.2/a", "http://[::1]/a"])
def test_this_machine_may_be_spoken_to_without_tls(url):
    with connect(Access(console=endpoint(url)), read_only=True) as platform:
        assert platform.requests == 0


@pytest.fixture
def untrusted(tmp_path):
    """The address of a TLS server whose certificate nobody has signed."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("openssl is not installed")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = [program, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"]
    made += ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(made, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=_refused, args=(context, listening))
        thread.start()
        yield f"https://127.0.0.1:{listening.getsockname()[1]}/api/v1/console"
        thread.join()


def _refused(context: ssl.SSLContext, listening: socket.socket) -> None:
    connection, _ = listening.accept()
    with connection, pytest.raises(OSError):  # noqa: PT011 - whichever way the client hangs up
        context.wrap_socket(connection, server_side=True).recv(1)


def test_an_untrusted_certificate_stops_everything(untrusted):
    error = failure(untrusted)

    assert "nothing was sent: its TLS certificate is not trusted: self" in str(error)
    assert TOKEN not in told(error)


def test_a_plain_server_behind_https_is_named_as_such():
    with Loopback([answer(400)]).running() as server:
        error = failure(server.url.replace("http:", "https:"))

    assert "no TLS connection: is it really https there?" in str(error)


def test_both_channels_send_their_own_scheme():
    with Loopback([yes({"Proctorio": {"Active": True}})]).running() as server:
        public = Endpoint(server.url, SecretStr("public-token"), "file /run/secrets/cirrus")
        with (
            connect(Access(integrations=public), read_only=True, patience=ONCE) as platform,
            pytest.raises(PlatformError),
        ):
            platform.read(Ref("Schedule", "x"))

    assert server.asked[0].headers["authorization"] == "EAPI public-token"
    assert server.asked[0].headers["content-type"] == "application/json"
