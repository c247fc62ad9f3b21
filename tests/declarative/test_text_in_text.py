"""JSON inside JSON, fields that are JSON text, pages from the end, and requests without proof."""

import json
from hashlib import md5
from urllib.parse import parse_qs

import pytest
from tests.declarative.talking import call, declared, taken, talking

from orderloom.errors import DeliveryFailed
from orderloom_connectors.sandbox.http import answer, serving

NESTED = """kind: connector
id: nested
encoding: form
auth: {kind: sign, algorithm: md5, over: '=join([sent.param, secret], "")', into: body sign}
opened: [data, data.inner.text]
streams:
  orders:
    send: {param.type: changed, method: list}
    records: "data.rows[*]"
operations:
  ask:
    send: {param.com: =input.company, param.who.phone: =input.phone, method: ask}
    answer: {no: data.inner.text.no, raw: data.odd}
  plain:
    proof: false
    send: {param.com: =input.company}
errors: {at: [code, data.code], text: [msg, data.msg], ok: ["A1", "S0"], S9: throttled}
"""
BACKWARDS = """kind: connector
id: backwards
auth: {kind: none}
streams:
  orders:
    path: /orders
    records: "rows[*]"
    page: {kind: backwards, size: 2, param: page, size_param: size, total: total}
"""


def saying(**data):
    return answer(200, json.dumps({"code": "A1", "data": json.dumps(data)}).encode())


def test_what_stands_below_a_name_of_a_form_is_one_field_of_json(tmp_path):
    connector = declared(tmp_path, NESTED)
    with serving(saying(code="S0")) as server, talking(server, "s3cret") as session:
        connector.perform(session, call("ask", company="顺丰", phone="138"))
    form = parse_qs(server.seen[0].body.decode())
    param = '{"com":"顺丰","who":{"phone":"138"}}'
    assert form == {
        "param": [param],
        "method": ["ask"],
        "sign": [md5((param + "s3cret").encode(), usedforsecurity=False).hexdigest()],
    }


def test_a_missing_value_below_a_name_stays_away(tmp_path):
    connector = declared(tmp_path, NESTED)
    with serving(saying(code="S0")) as server, talking(server, "s3cret") as session:
        connector.perform(session, call("ask", company="sf"))
    assert parse_qs(server.seen[0].body.decode())["param"] == ['{"com":"sf"}']


def test_text_that_is_json_is_opened_where_it_says_so_and_nowhere_else(tmp_path):
    connector = declared(tmp_path, NESTED)
    inner = {"text": '{"no": 4781320682406083640}'}
    with (
        serving(saying(code="S0", inner=inner, odd='{"a": 1}')) as server,
        talking(server, "s3cret") as session,
    ):
        found = connector.perform(session, call("ask", company="sf"))
    assert found == {"no": 4781320682406083640, "raw": '{"a": 1}'}


@pytest.mark.parametrize("text", ['"no object"', "{broken", "", "null"])
def test_text_that_is_no_object_is_left_as_it_is(tmp_path, text):
    connector = declared(tmp_path, NESTED)
    reply = answer(200, json.dumps({"code": "A1", "data": text}).encode())
    with serving(reply) as server, talking(server, "s3cret") as session:
        assert connector.perform(session, call("ask", company="sf")) == {"no": None, "raw": None}


def test_a_mapping_reads_the_opened_answer(tmp_path):
    connector = declared(tmp_path, NESTED)
    with (
        serving(saying(rows=[{"no": 4781320682406083640, "price": 0.1}])) as server,
        talking(server, "s3cret") as session,
    ):
        [body] = taken(connector, session, "orders")
    assert json.loads(body)["data"] == {"rows": [{"no": 4781320682406083640, "price": 0.1}]}


def test_of_two_codes_each_must_mean_success(tmp_path):
    connector = declared(tmp_path, NESTED)
    with (
        serving(saying(code="S9", msg="too fast")) as server,
        talking(server, "s3cret") as session,
        pytest.raises(DeliveryFailed) as found,
    ):
        connector.perform(session, call("ask", company="sf"))
    assert (found.value.error_class, found.value.facts["text"]) == ("throttled", "too fast")


def test_an_operation_without_proof_carries_none(tmp_path):
    connector = declared(tmp_path, NESTED)
    with serving(saying(code="S0")) as server, talking(server, "s3cret") as session:
        connector.perform(session, call("plain", company="sf"))
    assert parse_qs(server.seen[0].body.decode()) == {"param": ['{"com":"sf"}']}


@pytest.mark.parametrize("leaves", [False, True])
@pytest.mark.parametrize("total", [0, 1, 2, 3, 4, 5])
def test_pages_from_the_end_miss_nothing_even_when_a_row_leaves_meanwhile(tmp_path, total, leaves):
    connector = declared(tmp_path, BACKWARDS)
    rows = [{"no": number} for number in range(total)]

    def reply(seen, wire):
        asked = parse_qs(seen.target.partition("?")[2])
        page, size = int(asked["page"][0]), int(asked["size"][0])
        some = rows[(page - 1) * size : page * size]
        answer(200, json.dumps({"rows": some, "total": len(rows)}).encode())(seen, wire)
        if leaves and len(server.seen) == 2 and rows:
            del rows[0]

    with serving(reply) as server, talking(server, None) as session:
        read = [r["no"] for b in taken(connector, session, "orders") for r in json.loads(b)["rows"]]
    missed = set(range(total)) - set(read)
    assert missed <= ({0} if leaves and total > 2 else set())  # what left had been on no page yet
    assert len(server.seen) == (1 if total <= 2 else 1 + -(-total // 2))
