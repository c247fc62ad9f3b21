"""``sandbox up``: platforms to play with, as a program of its own."""

import json
import os
import signal
import socket
from contextlib import closing
from datetime import UTC, datetime, timedelta
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from tests.cli.program import call, start
from tests.cli.test_outputs import assert_valid

from orderloom.app.library import load_library
from orderloom.testing.clock import FrozenClock
from orderloom_connectors.sandbox.registry import platforms
from orderloom_connectors.sandbox.running import SANDBOX
from orderloom_connectors.sandbox.shop import Shop

NOW = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
SHOPS = [name for name, each in platforms().items() if issubclass(each, Shop)]


def orders(name, seed=1, at=NOW):
    with SANDBOX.open([name], FrozenClock(at), seed, 0) as running:
        return running.started[name][0].orders


def test_it_says_where_and_with_which_secrets_until_it_is_stopped():
    program = start("sandbox", "up", "taobao", "waybills", "--port", "0", "--format", "json")
    document = json.loads(program.stdout.readline())
    assert_valid(document, "sandbox")
    assert [each["connector"] for each in document["places"]] == ["taobao", "waybills"]
    secret = json.loads(document["environment"]["ORDERLOOM_SECRET_TAOBAO_SANDBOX"])
    assert set(secret) == {"app_key", "app_secret", "session"}
    program.send_signal(signal.SIGINT)
    assert (*program.communicate(), program.returncode) == (b"", b"", 0)


def test_new_orders_trickle_in():
    program = start("sandbox", "up", "shopee", "--port", "0", "--every", "1")
    said = [program.stderr.readline().decode() for _ in range(3)]
    assert [line for line in said if line.startswith("shopee: new order ")] == said[1:]
    assert said[1] != said[2]
    program.send_signal(signal.SIGINT)
    program.communicate()
    assert program.returncode == 0


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_misspelt_platform_is_refused_with_the_nearest(lang):
    answer = call("sandbox", "up", "toabao", lang=lang)
    assert (answer.code, "taobao" in answer.err.splitlines()[-1]) == (2, True)


def test_a_taken_port_is_passed_over():
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        with SANDBOX.open(["taobao", "shopee"], FrozenClock(NOW), 1, port) as running:
            urls = [each.url for each in running.places]
    assert len(set(urls)) == 2
    assert f"http://127.0.0.1:{port}" not in urls


@pytest.mark.parametrize("name", SHOPS)
def test_the_same_seed_gives_the_same_orders_and_another_others(name):
    assert orders(name) == orders(name)
    assert orders(name) != orders(name, seed=2)
    assert all(
        NOW - timedelta(days=1) <= at < NOW + timedelta(days=1) for at, _ in orders(name).values()
    )


@pytest.mark.parametrize("name", SHOPS)
def test_orders_are_numbered_apart_also_when_more_come(name):
    with SANDBOX.open([name], FrozenClock(NOW), 1, 0) as running:
        before = set(running.started[name][0].orders)
        more = {running.grow()[1] for _ in range(5)}
        assert len(more) == 5
        assert more & before == set()
        assert [each.orders for each in running.places] == [17]


def test_there_is_nobody_to_order_where_no_channel_runs():
    with SANDBOX.open(["waybills"], FrozenClock(NOW), 1, 0) as running:
        assert running.grow() is None
        assert running.shipped() == {"waybills": 0}


@pytest.mark.parametrize("name", platforms())
@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[]", b"sign=%zz&sign=2", b'{"type":[]}'])
@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded", "x"])
def test_nonsense_is_refused_in_the_platform_s_words(name, body, kind):
    with SANDBOX.open([name], FrozenClock(NOW), 1, 0) as running:
        (place,) = running.places
        address = Request(f"{place.url}/nowhere?a=1", body, {"Content-Type": kind})  # noqa: S310
        try:
            with urlopen(address, timeout=10) as answer:  # noqa: S310 - our own
                document = json.load(answer)
        except HTTPError as refusal:
            document = json.load(refusal)
        assert isinstance(document, dict)
        assert len(running.started[name][0].refused) == 1


def test_every_platform_has_a_connector_that_speaks_to_it():
    assert set(platforms()) - set(load_library().connectors) == {"waybills"}


def test_a_program_that_dies_frees_its_ports():
    program = start("sandbox", "up", "wecom", "--port", "0", "--format", "json")
    url = json.loads(program.stdout.readline())["places"][0]["url"]
    os.kill(program.pid, signal.SIGTERM)
    program.communicate()
    with pytest.raises(OSError, match="refused"):
        urlopen(url, timeout=5)  # noqa: S310 - our own
