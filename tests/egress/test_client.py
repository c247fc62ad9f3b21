"""The client over real sockets: what it sends, what it takes, and what it refuses to do."""

import gzip
import logging
import socket
import traceback
import zlib
from threading import Event, Thread

import pytest
from tests.egress.calling import HOST, Names, calling, get, post, ticking
from tests.servers.authority import Authority
from tests.servers.http import answer, serving

from orderloom.codes.catalogue import lookup
from orderloom.egress.client import Limits
from orderloom.egress.switch import OutgoingSwitch
from orderloom.errors import DeliveryFailed, OutcomeUnknown, OutgoingStopped

SECRET = "s3cr/t+k=y"


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


def failing(client, request):
    with pytest.raises(DeliveryFailed) as caught:
        client.send(request)
    error = caught.value
    for language in ("en", "zh"):
        assert lookup(error.code).message.fill(error.facts, language)
    return error


def test_a_request_arrives_as_it_was_given_and_its_answer_comes_back():
    with serving(answer(201, b"made", {"X-Id": "7"})) as server, calling(server.port) as client:
        url = f"http://{HOST}:{server.port}/v1/orders?page=2&q=%E4%B8%AD"
        response = client.send(post(url, b'{"a": 1}', headers={"X-Sign": "abc"}))

    [seen] = server.seen
    assert (seen.method, seen.target, seen.body) == ("POST", "/v1/orders?page=2&q=%E4%B8%AD",
                                                     b'{"a": 1}')  # fmt: skip
    assert seen.headers["host"] == f"{HOST}:{server.port}"
    assert seen.headers["x-sign"] == "abc"
    assert (response.status, response.body, response.headers["x-id"]) == (201, b"made", "7")
    assert response.seconds >= 0
    assert server.faults == []


@pytest.mark.parametrize("status", [200, 204, 304, 400, 401, 404, 409, 422, 429, 500, 503])
def test_whatever_status_is_no_redirect_is_an_answer(status):
    with serving(answer(status)) as server, calling(server.port) as client:
        assert client.send(get(f"http://{HOST}:{server.port}/")).status == status


def test_calls_share_a_connection_and_no_cookie():
    reply = answer(200, b"x", {"Set-Cookie": "session=1"})
    with serving(reply) as server, calling(server.port) as client:
        for _ in range(3):
            client.send(get(f"http://{HOST}:{server.port}/"))

    assert [seen.connection for seen in server.seen] == [1, 1, 1]
    assert all("cookie" not in seen.headers for seen in server.seen)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(status):
    with serving(answer(200)) as other:
        reply = answer(status, b"", {"Location": f"http://{HOST}:{other.port}/"})
        with serving(reply) as server, calling(server.port, ports=[other.port]) as client:
            headers = {"Authorization": "Bearer t"}
            error = failing(client, post(f"http://{HOST}:{server.port}/", headers=headers))

    assert (error.code, error.error_class, error.facts["status"]) == ("OL860", "rejected",
                                                                      str(status))  # fmt: skip
    assert (len(server.seen), other.connections) == (1, 0)


def test_proxy_variables_are_ignored(monkeypatch):
    with serving(answer(200)) as proxy, serving(answer(200, b"direct")) as server:
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, f"http://{HOST}:{proxy.port}")
            monkeypatch.setenv(name.upper(), f"http://{HOST}:{proxy.port}")
        with calling(server.port) as client:
            assert client.send(get(f"http://{HOST}:{server.port}/")).body == b"direct"

    assert proxy.connections == 0


def test_a_name_is_resolved_once_and_what_was_checked_is_connected_to():
    names = Names([HOST], ["10.0.0.1"])
    with (
        serving(answer(200)) as server,
        calling(server.port, hosts=["localhost"], names=names) as client,
    ):
        for _ in range(2):
            client.send(get(f"http://localhost:{server.port}/"))

    assert names.asked == ["localhost"]
    assert {seen.headers["host"] for seen in server.seen} == {f"localhost:{server.port}"}


@pytest.mark.parametrize(
    "answers", [["127.0.0.1"], ["93.184.216.34", "127.0.0.1"], ["::1"], ["fe80::1%eth0"]]
)
def test_a_public_name_that_leads_inside_is_not_called(answers):
    with serving(answer(200)) as server:
        hosts = ["api.example.com"]
        with calling(server.port, hosts=hosts, names=Names(answers)) as client:
            error = failing(client, get(f"http://api.example.com:{server.port}/"))

    assert (error.code, error.error_class) == ("OL855", "rejected")
    assert not isinstance(error, OutcomeUnknown)
    assert server.connections == 0


def test_this_machine_is_out_of_reach_in_production_even_when_it_is_listed(authority):
    tls = authority.server(HOST)
    with (
        serving(answer(200), tls=tls) as server,
        calling(server.port, production=True, trust=authority.trust()) as client,
    ):
        error = failing(client, get(f"https://{HOST}:{server.port}/"))

    assert (error.code, error.facts["what"]) == ("OL855", "loopback")
    assert server.connections == 0


def test_a_name_without_address_may_be_tried_again():
    with calling(80, hosts=["api.example.com"], names=Names(())) as client:
        error = failing(client, get("http://api.example.com/"))

    assert (error.code, error.error_class) == ("OL856", "transient")


def test_a_port_where_nobody_listens_may_be_tried_again():
    with serving(answer(200)) as server:
        port = server.port
    with calling(port) as client:
        error = failing(client, post(f"http://{HOST}:{port}/"))

    assert (error.code, error.error_class) == ("OL857", "transient")
    assert not isinstance(error, OutcomeUnknown)


def test_the_second_address_is_tried_when_the_first_takes_no_connection():
    names = Names(["::1", HOST])
    with (
        serving(answer(200, b"here")) as server,
        calling(server.port, hosts=["localhost"], names=names) as client,
    ):
        assert client.send(get(f"http://localhost:{server.port}/")).body == b"here"


def test_tls_is_spoken_with_the_name_that_was_asked_for(authority):
    tls = authority.server("localhost")
    asked = []
    tls.sni_callback = lambda _, name, __: asked.append(name)
    with serving(answer(200, b"safe"), tls=tls) as server:
        trust, names = authority.trust(), Names([HOST])
        with calling(server.port, hosts=["localhost"], names=names, trust=trust) as client:
            for _ in range(2):
                response = client.send(get(f"https://localhost:{server.port}/"))

    assert (response.body, asked, server.connections) == (b"safe", ["localhost"], 1)


def test_a_certificate_for_another_name_ends_the_call_before_it_is_made(authority):
    tls = authority.server("other.example.com")
    with serving(answer(200), tls=tls) as server:
        trust, names = authority.trust(), Names([HOST])
        with calling(server.port, hosts=["localhost"], names=names, trust=trust) as client:
            error = failing(client, post(f"https://localhost:{server.port}/"))

    assert (error.code, error.error_class) == ("OL858", "rejected")
    assert server.seen == []


def test_a_certificate_of_an_unknown_authority_is_not_believed(authority, tmp_path):
    with (
        serving(answer(200), tls=Authority(tmp_path).server(HOST)) as server,
        calling(server.port, trust=authority.trust()) as client,
    ):
        error = failing(client, post(f"https://{HOST}:{server.port}/"))

    assert error.code == "OL858"
    assert server.seen == []


def test_a_peer_that_speaks_no_tls_is_not_called(authority):
    with (
        serving(lambda _, __: None) as server,
        calling(server.port, trust=authority.trust()) as client,
    ):
        error = failing(client, post(f"https://{HOST}:{server.port}/"))

    assert error.code == "OL857"
    assert server.seen == []
    assert not isinstance(error, OutcomeUnknown)


def test_a_body_that_drips_does_not_outlast_the_deadline():
    def drip(_, wire):
        wire.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        while not server.stopped.is_set():
            wire.sendall(b".")

    with serving(drip) as server, calling(server.port, monotonic=ticking(0.5)) as client:
        error = failing(client, post(f"http://{HOST}:{server.port}/", seconds=20.0))

    assert (error.code, error.error_class, error.facts["seconds"]) == ("OL859", "transient", "20")
    assert isinstance(error, OutcomeUnknown)


def test_headers_that_never_end_do_not_outlast_the_deadline():
    def drip(_, wire):
        while not server.stopped.is_set():
            wire.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")

    with serving(drip) as server, calling(server.port, monotonic=ticking(0.5)) as client:
        error = failing(client, get(f"http://{HOST}:{server.port}/", seconds=20.0))

    assert isinstance(error, OutcomeUnknown)
    assert error.code == "OL859"


def test_a_peer_that_never_answers_is_given_up():
    with serving(lambda *_: server.stopped.wait(20)) as server, calling(server.port) as client:
        error = failing(client, post(f"http://{HOST}:{server.port}/", seconds=0.2))

    assert isinstance(error, OutcomeUnknown)
    assert error.code == "OL859"


def test_a_peer_that_does_not_read_is_given_up():
    with socket.create_server((HOST, 0)) as deaf, calling(deaf.getsockname()[1]) as client:
        url = f"http://{HOST}:{deaf.getsockname()[1]}/"
        error = failing(client, post(url, bytes(9_000_000), seconds=0.3))

    assert isinstance(error, OutcomeUnknown)
    assert error.code == "OL859"


@pytest.mark.parametrize("length", ["Content-Length: 200000", "Transfer-Encoding: chunked"])
def test_a_body_over_the_limit_is_not_taken(length):
    def flood(_, wire):
        wire.sendall(f"HTTP/1.1 200 OK\r\n{length}\r\n\r\n".encode())
        while not server.stopped.is_set():
            wire.sendall(b"ffff\r\n" + b"x" * 65_535 + b"\r\n")

    with serving(flood) as server, calling(server.port, limits=Limits(answer=100_000)) as client:
        error = failing(client, get(f"http://{HOST}:{server.port}/"))

    assert (error.code, error.facts["limit"]) == ("OL861", "100000")


def test_a_packed_body_is_unpacked_even_in_several_pieces():
    packed = gzip.compress(b"one ") + gzip.compress(b"two")
    with (
        serving(answer(200, packed, {"Content-Encoding": "gzip"})) as server,
        calling(server.port) as client,
    ):
        assert client.send(get(f"http://{HOST}:{server.port}/")).body == b"one two"

    assert server.seen[0].headers["accept-encoding"] == "gzip"


def test_a_bomb_is_unpacked_no_further_than_the_limit():
    bomb = gzip.compress(bytes(100_000_000), 9)
    with (
        serving(answer(200, bomb, {"Content-Encoding": "gzip"})) as server,
        calling(server.port, limits=Limits(answer=1_000_000)) as client,
    ):
        error = failing(client, get(f"http://{HOST}:{server.port}/"))

    assert error.code == "OL861"


@pytest.mark.parametrize(
    ("packing", "body", "what"),
    [
        ("gzip", gzip.compress(b"whole")[:-4], "gzip"),
        ("gzip", b"plain", "gzip"),
        ("gzip", gzip.compress(b"x") + b"rubbish", "gzip"),
        ("gzip, gzip", gzip.compress(gzip.compress(b"x")), "Content-Encoding"),
        ("br", b"x", "Content-Encoding"),
        ("deflate", zlib.compress(b"x"), "Content-Encoding"),
    ],
)
def test_a_body_that_is_not_packed_as_it_says_is_not_taken(packing, body, what):
    with (
        serving(answer(200, body, {"Content-Encoding": packing})) as server,
        calling(server.port) as client,
    ):
        error = failing(client, post(f"http://{HOST}:{server.port}/"))

    assert (error.code, error.facts["what"]) == ("OL862", what)
    assert isinstance(error, OutcomeUnknown)


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 40_000 + b"\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: x\r\n" * 90_000,
    ],
)  # fmt: skip
def test_an_answer_that_is_none_leaves_the_outcome_unknown(said):
    def reply(_, wire):
        wire.sendall(said)
        wire.shutdown(socket.SHUT_RDWR)

    with serving(reply) as server, calling(server.port) as client:
        error = failing(client, post(f"http://{HOST}:{server.port}/"))

    assert isinstance(error, OutcomeUnknown)
    assert error.code in {"OL862", "OL857"}


def test_an_answer_that_comes_before_the_request_is_taken_counts():
    with socket.create_server((HOST, 0)) as listener:

        def refuse():
            wire, _ = listener.accept()
            with wire:
                wire.recv(1000)
                wire.sendall(b"HTTP/1.1 413 Too big\r\nContent-Length: 0\r\n\r\n")
                wire.shutdown(socket.SHUT_WR)
                while wire.recv(100_000):
                    pass

        Thread(target=refuse, daemon=True).start()
        with calling(listener.getsockname()[1]) as client:
            url = f"http://{HOST}:{listener.getsockname()[1]}/"
            assert client.send(post(url, bytes(9_000_000))).status == 413


def test_a_request_over_the_limit_is_not_sent():
    with serving(answer(200)) as server, calling(server.port, limits=Limits(request=10)) as client:
        error = failing(client, post(f"http://{HOST}:{server.port}/", bytes(11)))

    assert (error.code, error.error_class) == ("OL863", "bug")
    assert server.connections == 0


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("GET", {"X": "a\r\nY: b"}),
        ("GET", {"X\r\nY": "b"}),
        ("GET", {"X": "中"}),
        ("GET", {"Host": "other"}),
        ("GET", {"Transfer-Encoding": "chunked"}),
        ("GET", {"Proxy-Authorization": "x"}),
        ("GET", {"": "x"}),
        ("CONNECT", {}),
        ("GET /x HTTP/1.1\r\n", {}),
    ],
)
def test_a_request_that_is_no_http_is_not_sent(method, headers):
    request = get("http://127.0.0.1:1/", headers=headers)
    request = type(request)(method=method, url=request.url, headers=headers)
    with calling(1) as client:
        error = failing(client, request)

    assert (error.code, error.error_class) == ("OL864", "bug")


def test_the_switch_stops_calls_of_a_running_client_at_once(tmp_path):
    switch = OutgoingSwitch(stopped=False, file=tmp_path / "stop")
    with serving(answer(200)) as server, calling(server.port, switch=switch) as client:
        request = post(f"http://{HOST}:{server.port}/")
        client.send(request)
        switch.file.touch()
        error = failing(client, request)
        switch.file.unlink()
        client.send(request)

    assert isinstance(error, OutgoingStopped)
    assert (error.code, error.error_class) == ("OL850", "transient")
    assert len(server.seen) == 2


def test_the_setting_stops_calls():
    with (
        serving(answer(200)) as server,
        calling(server.port, switch=OutgoingSwitch(stopped=True)) as client,
    ):
        failing(client, get(f"http://{HOST}:{server.port}/"))

    assert server.connections == 0


def test_closing_breaks_off_a_call_that_waits():
    arrived = Event()

    def wait(_, __):
        arrived.set()
        server.stopped.wait(20)

    failures = []
    with serving(wait) as server, calling(server.port) as client:
        request = post(f"http://{HOST}:{server.port}/")
        thread = Thread(target=lambda: failures.append(failing(client, request)))
        thread.start()
        assert arrived.wait(20)
        client.close()
        thread.join(20)
        failures.append(failing(client, request))

    assert [(type(each), each.code) for each in failures] == [
        (OutcomeUnknown, "OL865"),
        (DeliveryFailed, "OL865"),
    ]


def _everything_told(error):
    return f"{error!r} {error} {error.facts} {''.join(traceback.format_exception(error))}"


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 302 Found\r\nLocation: https://x/?k=%b\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 %b\r\n%b\r\n\r\n",
        b"%b",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: %b\r\nContent-Length: 0\r\n\r\n",
    ],
)
def test_no_secret_is_told_whatever_goes_wrong(said, caplog):
    caplog.set_level(logging.DEBUG)

    def echo(_, wire):
        wire.sendall(said.replace(b"%b", SECRET.encode()))
        wire.shutdown(socket.SHUT_RDWR)

    with serving(echo) as server, calling(server.port, secrets=[SECRET]) as client:
        url = f"http://{HOST}:{server.port}/{SECRET}?access_token={SECRET}"
        request = post(url, SECRET.encode(), headers={"Authorization": SECRET})
        error = failing(client, request)
        told = f"{_everything_told(error)} {request!r} {client!r} {caplog.text}"

    assert SECRET in server.seen[0].target
    assert SECRET not in told
    assert error.__context__ is None


def test_no_secret_is_told_of_a_host_or_a_header_that_is_one():
    with calling(1, secrets=["s3cr3t", "bad\r\nheader"]) as client:
        first = failing(client, get("http://s3cr3t.example.com/"))
        second = failing(client, get("http://127.0.0.1:1/", headers={"X": "bad\r\nheader"}))

    assert first.facts["host"] == "•••.example.com"
    assert "s3cr3t" not in _everything_told(first)
    assert "bad" not in _everything_told(second)
