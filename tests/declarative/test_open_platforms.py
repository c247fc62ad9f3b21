"""Platforms with tokens, links and cursors; each written from how such platforms behave."""

import hashlib
import hmac
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from tests.declarative.talking import call, declared, taken, talking

from orderloom.errors import DeliveryFailed
from orderloom_connectors.sandbox.http import answer, serving

LINKED = """kind: connector
id: linked
path: /admin/api
auth: {kind: bearer, token: =secret, into: header X-Token}
streams:
  orders:
    path: /orders.json
    send: {status: any}
    records: "orders[*]"
    page: {kind: link, size: 2, size_param: limit}
"""
TOKENED = """kind: connector
id: tokened
encoding: json
auth:
  kind: oauth2
  token_url: /token
  client: =secret.id
  password: =secret.password
  refresh_before: 5m
operations:
  put:
    path: /things
    send: {name: =input.name}
    answer: {id: data.id}
    key: Idempotency-Key
"""
HASHED = """kind: connector
id: hashed
path: /api/v2
auth:
  kind: sign
  algorithm: hmac_sha256
  key: =secret.key
  over: '=join([secret.partner, path, digits(text(now, "yyyy-MM-dd HH:mm:ss"))], "")'
  into: query sign
params: {partner_id: =secret.partner}
streams:
  orders:
    path: /order/get_order_list
    records: "response.order_list[*]"
    page:
      kind: cursor
      size: 2
      size_param: page_size
      param: cursor
      next: response.next_cursor
      more: response.more
    detail:
      ids: order_sn
      each: 2
      path: /order/get_order_detail
      send: {order_sn_list: '=join(ids, ",")'}
errors: {at: error, text: message, error_auth: auth}
"""


def query(seen):
    return dict(parse_qsl(urlsplit(seen.target).query, keep_blank_values=True))


def test_pages_are_followed_by_their_links(tmp_path):
    connector = declared(tmp_path, LINKED)

    def reply(seen, wire):
        assert seen.headers["x-token"] == "t0ken"
        at = int(query(seen).get("page_info", "0"))
        base = f"http://127.0.0.1:{port}/admin/api/orders.json"
        link = f'<{base}?limit=2&page_info={at + 1}>; rel="next"'
        rows = [{"id": at * 2}, {"id": at * 2 + 1}]
        answer(200, json.dumps({"orders": rows}).encode(), {"Link": link} if at < 2 else {})(
            seen, wire
        )

    with serving(reply) as server, talking(server, "t0ken") as session:
        port = server.port
        bodies = taken(connector, session, "orders")

    assert [row["id"] for body in bodies for row in json.loads(body)["orders"]] == list(range(6))
    assert [sorted(query(seen)) for seen in server.seen] == [
        ["limit", "status"], ["limit", "page_info"], ["limit", "page_info"],
    ]  # fmt: skip


class Tokens:
    """Gives tokens that run out after an hour, and takes no other."""

    def __init__(self):
        self.given = 0
        self.seen = []

    def __call__(self, seen, wire):
        if seen.target == "/token":
            form = parse_qs(seen.body.decode())
            assert form["client_secret"] == ["pw"]
            self.given += 1
            body = {"access_token": f"t{self.given}", "expires_in": 3600}
        elif seen.headers.get("authorization") != f"Bearer t{self.given}":
            answer(401)(seen, wire)
            return
        else:
            self.seen.append(seen)
            body = {"data": {"id": len(self.seen)}}
        answer(200, json.dumps(body).encode())(seen, wire)


def test_a_token_is_fetched_once_also_when_many_need_it_at_once(tmp_path):
    connector, platform = declared(tmp_path, TOKENED), Tokens()

    with (
        serving(platform) as server,
        talking(server, {"id": "me", "password": "pw"}) as session,
        ThreadPoolExecutor(8) as pool,
    ):
        calls = [pool.submit(connector.perform, session, call("put", name="x")) for _ in range(8)]
        found = sorted(each.result()["id"] for each in calls)

    assert found == list(range(1, 9))
    assert platform.given == 1


def test_a_token_is_refreshed_ahead_of_time(tmp_path):
    connector, platform = declared(tmp_path, TOKENED), Tokens()

    with serving(platform) as server, talking(server, {"id": "me", "password": "pw"}) as session:
        connector.perform(session, call("put", name="x"))
        session.clock.advance(timedelta(minutes=54, seconds=59))
        connector.perform(session, call("put", name="x"))
        assert platform.given == 1
        session.clock.advance(timedelta(seconds=1))
        connector.perform(session, call("put", name="x"))

    assert platform.given == 2


def test_a_token_that_is_not_believed_any_more_is_replaced_once(tmp_path):
    connector, platform = declared(tmp_path, TOKENED), Tokens()

    with serving(platform) as server, talking(server, {"id": "me", "password": "pw"}) as session:
        connector.perform(session, call("put", name="x"))
        platform.given += 1  # somebody else fetched one: ours is void
        assert connector.perform(session, call("put", name="x")) == {"id": 2}


def test_a_wrong_password_is_an_auth_error_and_asks_twice_at_most(tmp_path):
    connector = declared(tmp_path, TOKENED)

    with (
        serving(answer(401, b'{"error": "invalid_client"}')) as server,
        talking(server, {"id": "me", "password": "no"}) as session,
        pytest.raises(DeliveryFailed) as found,
    ):
        connector.perform(session, call("put", name="x"))

    assert found.value.error_class == "auth"
    assert len(server.seen) <= 2


def test_the_idempotency_key_travels_in_its_header(tmp_path):
    connector, platform = declared(tmp_path, TOKENED), Tokens()

    with serving(platform) as server, talking(server, {"id": "me", "password": "pw"}) as session:
        connector.perform(session, call("put", name="x"))

    assert platform.seen[0].headers["idempotency-key"] == "key-1"


def test_details_are_asked_for_in_groups_behind_a_cursor(tmp_path):
    connector = declared(tmp_path, HASHED)
    names = [f"SN{number}" for number in range(5)]

    def reply(seen, wire):
        parts, sent = urlsplit(seen.target), query(seen)
        text = f"77{parts.path}20260301040000"
        sign = hmac.new(b"k3y", text.encode(), hashlib.sha256).hexdigest()
        if sent["sign"] != sign:
            body = {"error": "error_sign", "message": "Wrong sign"}
        elif parts.path.endswith("detail"):
            body = {"error": "", "response": {"order_list": sent["order_sn_list"].split(",")}}
        else:
            start = int(sent.get("cursor") or "0")
            some = [{"order_sn": name} for name in names[start : start + 2]]
            more = start + 2 < len(names)
            following = str(start + 2) if more else ""
            body = {
                "error": "",
                "response": {"more": more, "next_cursor": following, "order_list": some},
            }
        answer(200, json.dumps(body).encode())(seen, wire)

    with serving(reply) as server, talking(server, {"key": "k3y", "partner": "77"}) as session:
        bodies = taken(connector, session, "orders")

    assert [json.loads(body)["response"]["order_list"] for body in bodies] == [
        ["SN0", "SN1"], ["SN2", "SN3"], ["SN4"],
    ]  # fmt: skip


def test_one_changed_byte_of_the_key_is_refused(tmp_path):
    connector = declared(tmp_path, HASHED)

    with (
        serving(answer(200, b'{"error": "error_sign", "message": "Wrong sign"}')) as server,
        talking(server, {"key": "k3z", "partner": "77"}) as session,
        pytest.raises(DeliveryFailed) as found,
    ):
        taken(connector, session, "orders")

    assert found.value.error_class == "rejected"
