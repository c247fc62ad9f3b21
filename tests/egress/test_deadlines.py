"""A call ends in its time, whatever the peer does, and when it is broken off."""

import socket
from threading import Event, Thread

from tests.egress.calling import HOST, calling, failing, get, post, ticking

from orderloom.egress.client import Limits
from orderloom.errors import DeliveryFailed, OutcomeUnknown
from orderloom_connectors.sandbox.http import answer, serving


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
        wire.sendall(b"HTTP/1.1 200 OK\r\nX: ")
        while not server.stopped.wait(0.01):
            wire.sendall(b"x")

    with serving(drip) as server, calling(server.port) as client:
        error = failing(client, get(f"http://{HOST}:{server.port}/", seconds=0.3))

    assert isinstance(error, OutcomeUnknown)
    assert error.code == "OL859"


def test_announcements_without_end_are_not_listened_to():
    def flood(_, wire):
        while not server.stopped.is_set():
            wire.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)

    with serving(flood) as server, calling(server.port) as client:
        error = failing(client, get(f"http://{HOST}:{server.port}/"))

    assert isinstance(error, OutcomeUnknown)
    assert (error.code, error.facts["what"]) == ("OL862", "HTTP")


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


def test_threads_call_at_once_each_with_its_own_time():
    def reply(seen, wire):
        if seen.target == "/slow":
            server.stopped.wait(20)
        else:
            answer(200, seen.target.encode())(seen, wire)

    found = {}

    def call(number):
        slow = number % 4 == 0
        url = f"http://{HOST}:{server.port}/{'slow' if slow else number}"
        try:
            found[number] = client.send(get(url, seconds=0.3 if slow else 20.0)).body.decode()
        except DeliveryFailed as error:
            found[number] = error.code

    with (
        serving(reply) as server,
        calling(server.port, limits=Limits(connections=16)) as client,
    ):
        threads = [Thread(target=call, args=(number,)) for number in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)

    assert found == {n: f"/{n}" if n % 4 else "OL859" for n in range(16)}


def test_a_call_waits_for_a_free_connection_no_longer_than_its_time():
    with (
        serving(lambda *_: server.stopped.wait(20)) as server,
        calling(server.port, limits=Limits(connections=1)) as client,
    ):
        url = f"http://{HOST}:{server.port}/"
        first = Thread(target=lambda: failing(client, post(url)))
        first.start()
        while not server.seen:
            pass
        error = failing(client, post(url, seconds=0.2))
        client.close()
        first.join(20)

    assert error.code == "OL859"
    assert not isinstance(error, OutcomeUnknown)
