"""The client over real sockets: what it sends, where it goes, and what it refuses to do."""

import pytest
from tests.egress.calling import HOST, Names, calling, failing, get, post

from orderloom.egress.client import Limits
from orderloom.egress.switch import OutgoingSwitch
from orderloom.errors import OutcomeUnknown, OutgoingStopped
from orderloom_connectors.sandbox.http import answer, serving


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
