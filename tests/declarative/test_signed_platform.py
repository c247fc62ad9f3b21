"""A platform with sorted-MD5 signatures, spans of time, pages and an error envelope."""

import hashlib
import json
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from tests.declarative.talking import NOW, call, declared, taken, talking

from orderloom.errors import DeliveryFailed
from orderloom_connectors.sandbox.http import answer, serving

SECRET = {"client_id": "app", "client_secret": "s3cret"}
CONNECTOR = """kind: connector
id: mall
path: /api/router
encoding: json
params: {client_id: =secret.client_id, timestamp: =1}
auth:
  kind: sign
  algorithm: md5
  over: '=join([secret.client_secret, params, secret.client_secret], "")'
  digest: HEX
  into: body sign
streams:
  orders:
    send: {type: order.list}
    records: "list_response.orders[*]"
    page: {kind: number, size: 2, param: page, size_param: page_size, more: list_response.has_next}
    cursor: {wire: epoch_s, step: 30m, param_from: begin, param_to: end}
operations:
  ship:
    send: {type: order.ship, order.no: =input.order_no, order.parcels: =input.parcels}
    answer: {done: ship_response.is_success}
    key: body request_id
    irreversible: true
errors:
  at: error_response.error_code
  text: error_response.error_msg
  10019: auth
  52101: throttled
"""


class Mall:
    """The platform, as its documents describe it; written without the connector in mind."""

    def __init__(self, orders=()):
        self.orders = orders
        self.asked = []
        self.shipped = []
        self.refusal = None

    def __call__(self, seen, wire):
        assert urlsplit(seen.target).path == "/api/router"
        sent = json.loads(seen.body)
        answer(200, json.dumps(self.answered(sent)).encode())(seen, wire)

    def answered(self, sent):
        if self.refusal:
            return {"error_response": {"error_code": self.refusal, "error_msg": "said no"}}
        sign = sent.pop("sign", "")
        flat = {
            name: value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
            for name, value in sent.items()
        }
        text = "".join(f"{name}{flat[name]}" for name in sorted(flat) if flat[name] != "")
        if (
            hashlib.md5(f"s3cret{text}s3cret".encode(), usedforsecurity=False).hexdigest().upper()
            != sign
        ):
            return {"error_response": {"error_code": 20004, "error_msg": "sign"}}
        if sent["type"] == "order.ship":
            self.shipped.append(sent)
            return {"ship_response": {"is_success": True}}
        return {"list_response": self.page(sent)}

    def page(self, sent):
        assert sent["end"] - sent["begin"] < 30 * 60
        self.asked.append((sent["begin"], sent["end"], sent["page"]))
        found = [each for each in self.orders if sent["begin"] <= each <= sent["end"]]
        start = (sent["page"] - 1) * sent["page_size"]
        some = found[start : start + sent["page_size"]]
        has_next = len(found) > start + sent["page_size"]
        return {"orders": [{"at": at} for at in some], "has_next": has_next}


@pytest.fixture
def mall(tmp_path):
    return declared(tmp_path, CONNECTOR)


def epoch(minutes):
    return int((NOW + timedelta(minutes=minutes)).timestamp())


def rows(bodies):
    return [row["at"] for body in bodies for row in json.loads(body)["list_response"]["orders"]]


def test_every_row_is_read_once_over_spans_and_pages(mall):
    wanted = [epoch(-60), epoch(-45), epoch(-31), epoch(-30), epoch(-1) + 59]
    platform = Mall([*wanted, epoch(0)])  # the last is not over yet

    with serving(platform) as server, talking(server, SECRET) as session:
        found = rows(taken(mall, session, "orders"))

    assert found == wanted
    spans = [(begin, end) for begin, end, page in platform.asked if page == 1]
    assert spans == [(epoch(-60), epoch(-30) - 1), (epoch(-30), epoch(0) - 1)]


def test_the_next_poll_goes_on_where_the_last_ended_and_reads_the_overlap_again(mall):
    platform = Mall([epoch(-10), epoch(3)])

    with serving(platform) as server, talking(server, SECRET) as session:
        assert rows(taken(mall, session, "orders")) == [epoch(-10)]
        session.clock.advance(timedelta(minutes=5))
        assert rows(taken(mall, session, "orders")) == [epoch(3)]
        session.again = timedelta(minutes=20)
        session.clock.advance(timedelta(minutes=5))
        assert rows(taken(mall, session, "orders")) == [epoch(-10), epoch(3)]


def test_a_span_whose_last_page_was_not_taken_is_read_again(mall):
    platform = Mall([epoch(-50), epoch(-40)])

    with serving(platform) as server, talking(server, SECRET) as session:
        next(mall.poll(session, "orders"))  # and the process dies
        assert rows(taken(mall, session, "orders")) == [epoch(-50), epoch(-40)]


def test_an_operation_sends_nested_values_and_its_key_under_the_signature(mall):
    platform = Mall()

    with serving(platform) as server, talking(server, SECRET) as session:
        done = mall.perform(session, call("ship", order_no="P-1", parcels=["A", "B"]))

    assert done == {"done": True}
    (sent,) = platform.shipped
    assert sent["order"] == {"no": "P-1", "parcels": ["A", "B"]}
    assert sent["request_id"] == "key-1"


@pytest.mark.parametrize(
    ("code", "klass"), [(10019, "auth"), (52101, "throttled"), (70000, "rejected")]
)
def test_a_refusal_inside_a_good_status_has_its_class(mall, code, klass):
    platform = Mall()
    platform.refusal = code

    with (
        serving(platform) as server,
        talking(server, SECRET) as session,
        pytest.raises(DeliveryFailed) as found,
    ):
        mall.perform(session, call("ship", order_no="P-1"))

    assert found.value.error_class == klass
    assert found.value.facts["text"] == "said no"


@pytest.mark.parametrize(
    ("status", "klass"), [(429, "throttled"), (503, "transient"), (404, "rejected")]
)
def test_a_status_has_its_class(mall, status, klass):
    with (
        serving(answer(status, b"<html>down</html>")) as server,
        talking(server, SECRET) as session,
        pytest.raises(DeliveryFailed) as found,
    ):
        mall.perform(session, call("ship", order_no="P-1"))

    assert found.value.error_class == klass


def test_the_secret_is_never_sent_as_it_is(mall):
    platform = Mall()

    with serving(platform) as server, talking(server, SECRET) as session:
        mall.perform(session, call("ship", order_no="P-1"))

    assert all(b"s3cret" not in seen.body for seen in server.seen)
    assert not parse_qsl(urlsplit(server.seen[0].target).query)
