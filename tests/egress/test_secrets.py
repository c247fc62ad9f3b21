"""Nothing of a secret is told, whatever goes wrong."""

import logging
import socket
import traceback

import pytest
from tests.egress.calling import HOST, calling, failing, get, post

from orderloom_connectors.sandbox.http import serving

SECRET = "s3cr/t+k=y"


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
