"""The intake as people start it: over real sockets, stopped, killed, and asked what it refused."""

import http.client
import json
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from tests.intake.process import SECRETS, STANDARD, orderloom, serving
from tests.servers.senders import Delivery, shopify, standard, woocommerce

from orderloom.runtime.clock import SystemClock


def now():
    """Give the seconds since 1970, by the clock that the intake looks at too."""
    return int(SystemClock().now().timestamp())


def order(number, **more):
    return json.dumps({"id": number, "total": "12.50", **more}).encode()


def signed(number, delivery=None, **more):
    body = order(number, **more)
    return standard(body, STANDARD, now(), delivery or f"msg_{number}")


def orders(stored):
    return {key for (key,) in stored("SELECT key FROM records WHERE type = 'order'")}


def until(asked):
    """Ask again and again until it is so; the test's own limit ends it."""
    while not (found := asked()):
        threading.Event().wait(0.05)
    return found


def test_what_is_believed_is_durable_and_worked(running, stored):
    status, headers, body = running.send("standard_shop", signed("A-1"))
    assert (status, body) == (200, b"")
    assert "server" not in {name.lower() for name in headers}
    assert stored("SELECT count(*) FROM inbox") == [(1,)]
    until(lambda: orders(stored) == {"A-1"})
    assert running.stop() == 0


def test_a_repetition_is_answered_and_changes_nothing(running, stored):
    first = signed("A-1", "msg_1")
    assert running.send("standard_shop", first)[0] == 200
    assert running.send("standard_shop", first)[0] == 200
    again = standard(order("A-1", more=1), STANDARD, now(), "msg_1")
    assert running.send("standard_shop", again)[0] == 200
    assert stored("SELECT count(*) FROM inbox") == [(1,)]


def test_an_unsigned_id_takes_no_delivery_away(running, stored):
    """A stranger who saw one delivery may put the next one's id on it, which must not count."""
    old, new = order("A-1"), order("A-2")
    assert running.send("shopify_shop", shopify(old, "hush", "d-2"))[0] == 200
    assert running.send("shopify_shop", shopify(new, "hush", "d-2"))[0] == 200
    until(lambda: orders(stored) == {"A-1", "A-2"})


def test_what_is_not_believed_is_kept_told_and_taken_once_the_secret_is_mended(shop, stored):
    with serving(shop, secrets={**SECRETS, "standard_test": {"webhook": "whsec_AAAA"}}) as running:
        told = signed("A-1")
        assert running.send("standard_shop", told)[0] == 401
        assert running.send("standard_shop", told)[0] == 401
        until(lambda: stored("SELECT key FROM records WHERE type = 'incident'"))
        assert running.stop() == 0
    assert stored("SELECT count(*) FROM inbox") == [(0,)]
    code, listed = orderloom(shop, "intake", "refused")
    [kept] = listed["refused"]
    assert (code, kept["code"], kept["times"], kept["stream"]) == (0, "OL760", 2, "orders")
    assert "A-1" not in json.dumps(listed)
    code, replayed = orderloom(shop, "intake", "replay")
    assert (code, replayed) == (0, {"taken": 1, "refused": []})
    assert orders(stored) == {"A-1"}
    assert orderloom(shop, "intake", "refused")[1] == {"refused": []}


def test_a_rotated_secret_and_the_one_before_it_are_both_good(shop):
    newer = "whsec_" + "AAAA" * 8
    rotated = {**SECRETS, "standard_test": {"webhook": newer}}
    rotated["standard_test_previous"] = SECRETS["standard_test"]
    with serving(shop, secrets=rotated) as running:
        assert running.send("standard_shop", signed("A-1"))[0] == 200
        assert running.send("standard_shop", standard(order("A-2"), newer, now(), "m2"))[0] == 200


def test_what_is_too_old_or_too_far_ahead_is_not_believed(running):
    for apart in (-400, 400):
        told = standard(order("A-1"), STANDARD, now() + apart)
        assert running.send("standard_shop", told)[0] == 401


def test_bytes_that_make_no_sense_are_kept_in_quarantine(running, stored):
    told = standard(b"{not json", STANDARD, now())
    assert running.send("standard_shop", told)[0] == 200
    until(lambda: stored("SELECT finished FROM inbox") == [(1,)])
    assert stored("SELECT outcome FROM items") == [("quarantined",)]


def test_a_connection_that_is_absent_in_this_environment_is_refused_and_kept(running, stored):
    status, _, body = running.send("live_shop", signed("A-1"))
    assert (status, body) == (404, b"")
    assert stored("SELECT connection, code FROM refused_webhooks") == [("live_shop", "OL766")]
    assert stored("SELECT count(*) FROM inbox") == [(0,)]


ODD = [
    ("/", {}, 404),
    ("/webhooks", {}, 404),
    ("/webhooks/standard_shop", {}, 404),
    ("/webhooks/standard_shop/orders/", {}, 404),
    ("/webhooks/../etc/passwd", {}, 404),
    ("/webhooks/standard_shop/%00", {}, 404),
    (None, {"method": "GET"}, 405),
    (None, {"method": "PUT"}, 405),
    (None, {"headers": {"Content-Type": "text/html"}}, 415),
    (None, {"headers": {"Content-Encoding": "gzip"}}, 415),
    (None, {"headers": {f"X-{n}": "1" for n in range(120)}}, 431),
    (None, {"headers": {"X-Long": "x" * 17_000}}, 431),
    (None, {"headers": {}}, 401),
]


def test_an_odd_request_is_refused_without_hints(running, stored):
    for path, change, status in ODD:
        told = replace(signed("A-1"), **change)
        found, _, body = running.send("standard_shop", told, path=path)
        assert (found, body) == (status, b""), (path, change)
    assert running.send("standard_shop", signed("A-2"))[0] == 200
    assert stored("SELECT count(*) FROM inbox") == [(1,)]


FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def test_a_ping_of_woocommerce_is_answered_and_brings_nothing(running, stored):
    def said(body, headers=FORM, connection="woo_shop"):
        return running.send(connection, Delivery(body, headers))[0]

    assert said(b"webhook_id=15") == 200
    assert said(b"webhook_id=15", {}) == 200
    # Anything else that is a form has no business here, and no other stream is tried so.
    for body in (b"webhook_id=15&x=1", b"webhook_id=15&webhook_id=16", b"id=15", b"", b"%"):
        assert said(body) == 415, body
    assert said(b"webhook_id=15", connection="shopify_shop") == 415
    assert said(b'{"id": "A-0"}', {"Content-Type": "application/json"}) == 401
    assert stored("SELECT count(*) FROM inbox") == [(0,)]
    told = woocommerce(json.dumps({"id": "A-1", "total": "1"}).encode(), "hush")
    assert running.send("woo_shop", told)[0] == 200
    assert stored("SELECT count(*) FROM inbox") == [(1,)]
    assert stored("SELECT connection, code FROM refused_webhooks") == [("woo_shop", "OL761")]


def raw(running, *pieces):
    """Send pieces of bytes over one socket and give all that comes back until it is closed."""
    host, port = running.host.split(":")
    with socket.create_connection((host, int(port)), timeout=60) as wire:
        for piece in pieces:
            wire.sendall(piece)
        found = b""
        while got := wire.recv(65_536):
            found += got
        return found


HEAD = b"POST /webhooks/standard_shop/orders HTTP/1.1\r\nHost: x\r\n"


def test_a_gigabyte_is_refused_before_it_is_read(running):
    found = raw(running, HEAD + b"Content-Length: 1073741824\r\n\r\n", b"{")
    assert found.startswith(b"HTTP/1.1 413")


def test_a_body_without_length_is_cut_off_at_the_cap(running):
    piece = b"10000\r\n" + b"x" * 65_536 + b"\r\n"
    try:
        found = raw(running, HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *[piece] * 20)
    except (BrokenPipeError, ConnectionResetError):
        return
    assert found.startswith(b"HTTP/1.1 413")


WORDS = [
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"GET\r\n\r\n",
    HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
    HEAD + b"Content-Length: -1\r\n\r\n",
    HEAD + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n",
]


def test_words_that_are_no_request_end_the_connection(running):
    for words in WORDS:
        assert not raw(running, words).startswith((b"HTTP/1.1 2", b"HTTP/1.1 5")), words
    assert running.send("standard_shop", signed("A-2"))[0] == 200


def test_who_sends_too_slowly_is_hung_up_on_while_others_are_served(running):
    host, port = running.host.split(":")
    with socket.create_connection((host, int(port)), timeout=60) as no_head:
        no_head.sendall(b"POST /webh")
        with socket.create_connection((host, int(port)), timeout=60) as no_body:
            no_body.sendall(HEAD + b"Content-Length: 10\r\n\r\n{")
            assert running.send("standard_shop", signed("A-1"))[0] == 200
            assert no_body.recv(1_000).startswith(b"HTTP/1.1 408")
        assert no_head.recv(1_000) == b""


def test_many_at_once_are_each_taken_once(running, stored):
    told = [signed(f"A-{number}") for number in range(60)]
    with ThreadPoolExecutor(12) as pool:
        statuses = list(pool.map(lambda each: running.send("standard_shop", each)[0], told * 2))
    assert set(statuses) == {200}
    assert stored("SELECT count(*) FROM inbox") == [(60,)]
    until(lambda: len(orders(stored)) == 60)


def test_answers_do_not_wait_for_the_work(running, stored):
    """A message of many orders is being worked while others are accepted."""
    body = json.dumps([{"id": f"B-{number}"} for number in range(30_000)]).encode()
    bulk = standard(body, STANDARD, now(), "bulk")
    assert running.send("bulk_shop", bulk)[0] == 200
    for number in range(5):
        assert running.send("standard_shop", signed(f"A-{number}"))[0] == 200
    assert stored("SELECT finished FROM inbox WHERE source = 'bulk_shop'") == [(0,)]
    assert stored("SELECT count(*) FROM inbox") == [(6,)]


def test_a_kill_loses_nothing_that_was_answered(shop, stored):
    answered = []
    with serving(shop) as running, ThreadPoolExecutor(8) as pool:

        def send(number):
            try:
                if running.send("standard_shop", signed(f"A-{number}"))[0] == 200:
                    answered.append(f"A-{number}")
            except (OSError, http.client.HTTPException):
                pass
            if len(answered) >= 20:
                running.kill()

        list(pool.map(send, range(60)))
    assert len(answered) >= 20
    with serving(shop) as running:
        until(lambda: orders(stored) >= set(answered))
        assert running.stop() == 0


def test_a_stop_ends_it_gracefully_and_frees_the_port(shop):
    with serving(shop) as running:
        port = running.host.split(":")[1]
        assert running.stop() == 0
    with serving(shop, "--listen", f"127.0.0.1:{port}") as running:
        assert running.send("standard_shop", signed("A-1"))[0] == 200


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--listen", "0.0.0.0:0"), "OL768"),
        (("--listen", "[::]:0"), "OL768"),
        (("--listen", "192.0.2.1:8090"), "OL768"),
        (("--listen", "8090"), "OL767"),
        (("--listen", "localhost:8090"), "OL767"),
        (("--listen", "127.0.0.1:70000"), "OL767"),
        (("--listen", "192.0.2.1:0", "--public"), "OL770"),
    ],
)
def test_only_this_machine_may_call_unless_it_is_said(shop, arguments, code):
    exit_code, told = orderloom(shop, "intake", "serve", *arguments)
    assert exit_code != 0
    assert code in json.dumps(told)
