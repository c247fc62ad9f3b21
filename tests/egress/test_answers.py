"""Which answers are taken, and how much of them."""

import gzip
import socket
import zlib
from threading import Thread

import pytest
from tests.egress.calling import HOST, calling, failing, get, post

from orderloom.egress.client import Limits
from orderloom.errors import OutcomeUnknown
from orderloom_connectors.sandbox.http import answer, serving


@pytest.mark.parametrize("status", [200, 204, 304, 400, 401, 404, 409, 422, 429, 500, 503])
def test_whatever_status_is_no_redirect_is_an_answer(status):
    with serving(answer(status)) as server, calling(server.port) as client:
        assert client.send(get(f"http://{HOST}:{server.port}/")).status == status


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
