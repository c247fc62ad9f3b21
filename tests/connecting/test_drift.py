"""A document with other members than those before is told once, with nobody's data."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.connecting.shops import NOW, opened, write
from tests.connecting.test_declared_in_a_flow import POLL

from orderloom.app.running import preview, run
from orderloom.runtime.drift import LEARNT, Change, compare, place_of, read_shape, write_shape
from orderloom.testing.clock import FrozenClock
from orderloom_connectors.sandbox.http import answer, serving

ROW = {"no": "A-1", "amount": "12.50", "buyer": {"phone": "13800001234", "note": None}}
CONNECTOR = """kind: connector
id: own_mall
auth: {kind: bearer, token: =secret}
encoding: json
streams: {orders: {path: /orders, records: "rows[*]"}}
"""
KEEPS = """kind: record
id: trouble
identity: [path, change]
fields: {path: text, change: text, sample: text, stream: text}
---
kind: rule
id: drifted
on: connection.mall.drifted
do:
  - create: trouble
    exists: refuse
    with: {path: =event.path, change: =event.change, sample: =event.sample, stream: =event.stream}
---
"""


def learnt(*rows):
    """Give what is known after enough rows alike."""
    known = {}
    for each in rows:
        known, changes = compare(known, json.dumps({"rows": [each] * LEARNT}).encode())
        assert changes == []
    return known


def told(known, *rows):
    known, changes = compare(known, json.dumps({"rows": list(rows)}).encode())
    return known, [(each.change, place_of(each.path), each.sample) for each in changes]


@pytest.mark.parametrize(
    ("row", "changes"),
    [
        (ROW, []),
        (ROW | {"vip": "Zoë 42"}, [("new", "rows[].vip", "xxx 00")]),
        (ROW | {"gift": {"to": "x"}}, [("new", "rows[].gift", "object")]),
        (ROW | {"amount": -12.5}, [("retyped", "rows[].amount", "-00.0")]),
        (ROW | {"amount": None}, []),
        ({"no": "A-1", "buyer": ROW["buyer"]}, [("missing", "rows[].amount", "")]),
        ({"no": "A-1", "amount": "1"}, [("missing", "rows[].buyer", "")]),
        (ROW | {"buyer": {"phone": 13800001234}}, [
            ("retyped", "rows[].buyer.phone", "00000000000"),
            ("missing", "rows[].buyer.note", ""),
        ]),
    ],
)  # fmt: skip
def test_a_change_is_told_once(row, changes):
    known, first = told(learnt(ROW), row)
    assert first == changes
    known, again = told(read_shape(write_shape(known)), row)
    assert again == []
    assert told(known, ROW)[1] == []


def test_what_is_missing_now_and_then_is_no_change():
    known = learnt(ROW)
    known, changes = told(known, ROW, {"no": "A-2", "amount": "1"})
    assert changes == []
    assert told(known, {"no": "A-3", "amount": "1"})[1] == []


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000, b"1", b'"x"', b"NaN"])
def test_what_is_no_document_changes_nothing(body):
    known = learnt(ROW)
    after, changes = compare(known, body)
    assert (after, changes) == (known, [])


def test_members_that_never_end_are_bounded():
    known = learnt(ROW)
    for part in range(30):
        row = ROW | {f"{part} {number} " + "x" * 300: 1 for number in range(100)}
        known, changes = told(known, row | {f"n{part} {number}": 1 for number in range(100)})
        assert len(changes) <= 100
    assert len(known) <= 2_000


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=10,
)


@given(st.lists(json_values, max_size=8))
def test_the_same_documents_again_tell_nothing_new(documents):
    known = {}
    for _ in range(3):
        for each in documents:
            known, _ = compare(known, json.dumps(each).encode())
    for each in documents:
        known, changes = compare(known, json.dumps(each).encode())
        assert [one for one in changes if one.change != "missing"] == list[Change]()


def test_a_flow_hears_of_it_and_a_preview_hears_the_same(tmp_path, monkeypatch):
    monkeypatch.setenv("ORDERLOOM_SECRET_MALL_SECRET", "s3cret")
    clock = FrozenClock(NOW)
    rows = [dict(ROW, no=f"A-{number}") for number in range(LEARNT)]
    reply = {"rows": rows}

    def platform(seen, wire):
        answer(200, json.dumps(reply).encode())(seen, wire)

    with serving(platform) as server:
        shop = write(tmp_path, server.port, connector="own_mall", rows="rows[*]", more=KEEPS)
        with (shop / "flow.yaml").open("a", encoding="utf-8") as file:
            file.write(CONNECTOR)
        text = (shop / "flow.yaml").read_text(encoding="utf-8")
        alarmed = text.replace("connector: own_mall", "connector: own_mall\nalarm: {drift: true}")
        (shop / "flow.yaml").write_text(alarmed, encoding="utf-8")
        with opened(tmp_path, clock) as app:
            run(app, POLL)
            reply["rows"] = [{"no": "B-1", "phone": "13800001234", **ROW, "amount": 3}]
            dry = preview(app, POLL).batches
            run(app, POLL)
            run(app, POLL)
            with app.stores.reader() as reader:
                found = [dict(each.values) for each in reader.all("trouble")]
    assert sorted((each["path"], each["change"], each["sample"]) for each in found) == [
        ("rows[].amount", "retyped", "0"),
        ("rows[].phone", "new", "00000000000"),
    ]
    made = [e for batch in dry for d in batch.decisions for e in d.effects if "trouble" in str(e)]
    assert len(made) >= 2
