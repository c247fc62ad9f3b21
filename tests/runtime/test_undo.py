"""Taking a decision back: what it did goes back, or every reason why not is told."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.runtime.shop import FLOW, START, opened, orders_file, take, write_shop

from orderloom.app import acting
from orderloom.app.application import Application
from orderloom.app.running import deliver
from orderloom.app.undoing import Undoing
from orderloom.app.undoing import undo as take_back
from orderloom.errors import OrderloomError
from orderloom.flow.decision import Decision
from orderloom.testing.clock import FrozenClock
from orderloom_connectors.sandbox.http import answer, serving

SHOP = (
    FLOW.replace(
        "fields: {no: text, amount: money, lane: text}",
        "fields: {no: text, amount: money, lane: {type: text, edit: [lead]}, due: time,\n"
        "  wait: duration, weight: decimal, phone: {type: phone, sensitive: true},\n"
        "  parts: {type: list, of: {sku: text, price: money}},\n"
        "  double: {type: money, compute: amount * 2}}",
    )
    .replace(
        "transitions: {pay: {from: unpaid, to: paid}}",
        "transitions:\n"
        "  pay: {from: unpaid, to: paid, by: [lead], undo: unpay,\n"
        "    do: [{tag: paid_once}, {set: {lane: fast, due: =now, wait: 90m, weight: 2.50,\n"
        "      amount: CNY 7.00}}]}\n"
        "  unpay: {from: paid, to: unpaid, by: [boss]}\n",
    )
    .replace("states: {unpaid: {}, paid: {final: true}}", "states: {unpaid: {}, paid: {}}")
    + """
---
{kind: role, id: boss, includes: [lead], see: {order: {fields: all}}}
---
kind: playbook
id: stop
record: order
by: [lead]
do:
  - {hold: stopped, blocks: [pay], by: [boss], why: {zh: 停, en: stop}}
  - {open_case: asked, with: {owner: lead}}
---
kind: playbook
id: tell
record: order
by: [lead]
do: [{set: {lane: told}}, {notify: big, to: lead}]
---
kind: playbook
id: call_back
record: order
by: [lead]
input: {phone: phone}
do: [{set: {phone: =event.phone}}]
"""
)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Application]:
    write_shop(tmp_path, SHOP)
    clock = FrozenClock(START)
    with opened(tmp_path, clock) as app:
        order = {"no": "N1", "amount": "CNY 1.00", "status": "unpaid"}
        take(app, orders_file(tmp_path, "a.json", [order]))
        clock.advance(timedelta(minutes=1))
        yield app


def values(app: Application, record_type: str = "order") -> dict[str, Any]:
    with app.stores.reader() as reader:
        (record,) = reader.all(record_type)
        kept = ("status", "lane", "due", "wait", "weight", "amount", "double", "tags", "holds")
        return {name: record.values[name] for name in kept if record.values.get(name)}


def undo(app: Application, who: str = "boss", **more: Any) -> Decision:
    return take_back(app, "N1", acting.actor(app, who), Undoing(**more))


def codes(decision: Decision) -> list[str]:
    return [reason.code for reason in decision.reasons]


def test_a_fired_transition_goes_back_with_all_that_it_did(app: Application) -> None:
    before = values(app)
    acting.fire(app, "N1", "pay", {}, acting.actor(app, "lead"))
    assert values(app)["lane"] == "fast"
    dry = undo(app, for_real=False)
    assert values(app)["lane"] == "fast"
    assert dry.effects == undo(app).effects
    assert values(app) == before


def test_only_who_may_go_back_may_take_back(app: Application) -> None:
    acting.fire(app, "N1", "pay", {}, acting.actor(app, "lead"))
    decision = undo(app, "lead")
    assert (decision.outcome, codes(decision)) == ("refused", ["OL721"])
    assert values(app)["status"] == "paid"


def test_what_changed_since_is_left_and_told(app: Application) -> None:
    acting.fire(app, "N1", "pay", {}, acting.actor(app, "lead"))
    paid = app.stores.journal.newest(1)[0].seq
    acting.change(app, "N1", {"lane": "slow"}, acting.actor(app, "lead"))
    refused = undo(app, entry=paid)
    assert codes(refused) == ["OL933"]
    assert values(app)["status"] == "paid"
    undo(app, entry=paid, partly=True)
    assert values(app)["status"] == "unpaid"
    assert values(app)["lane"] == "slow"


def test_a_playbook_goes_back_with_its_hold_and_its_case(app: Application) -> None:
    acting.play(app, "N1", "stop", {}, acting.actor(app, "lead"))
    assert values(app)["holds"] == ["stopped"]
    assert undo(app, "lead").outcome == "applied"
    assert "holds" not in values(app)
    assert values(app, "case")["status"] == "withdrawn"


def test_what_went_out_cannot_be_taken_back(app: Application) -> None:
    acting.play(app, "N1", "tell", {}, acting.actor(app, "lead"))
    assert codes(undo(app)) == ["OL932"]
    assert values(app)["lane"] == "told"
    assert undo(app, partly=True).outcome == "applied"
    assert "lane" not in values(app)


def test_an_undoing_is_not_taken_back_by_the_next(app: Application) -> None:
    acting.change(app, "N1", {"lane": "a"}, acting.actor(app, "lead"))
    acting.change(app, "N1", {"lane": "b"}, acting.actor(app, "lead"))
    undo(app)
    assert values(app)["lane"] == "a"
    assert codes(undo(app)) == ["OL933"]
    assert values(app)["lane"] == "a"


def test_a_sensitive_value_that_was_replaced_is_not_known(app: Application) -> None:
    for phone in ("13800138000", "13900139000"):
        acting.play(app, "N1", "call_back", {"phone": phone}, acting.actor(app, "lead"))
    assert codes(undo(app)) == ["OL935"]


def test_a_record_that_came_to_be_stays(app: Application) -> None:
    assert "OL932" in codes(undo(app))


def test_a_decision_of_another_record_is_not_its_own(app: Application) -> None:
    with pytest.raises(OrderloomError) as caught:
        undo(app, entry=99)
    assert caught.value.code == "OL936"


def test_a_call_goes_back_by_its_operations_undo(tmp_path: Path) -> None:
    carrier = """
---
kind: connector
id: courier
auth: {kind: none}
encoding: json
operations:
  book: {path: /book, send: {ref: =input.ref}, answer: {number: number}, undo: cancel}
  cancel: {path: /cancel, send: {number: =input.number}}
---
{kind: connection, id: sf, connector: courier, zone: UTC, environments: {test: {url: "URL"}}}
---
kind: playbook
id: book
record: order
by: [lead]
do: [{call: sf.book, with: {ref: =no}}]
"""
    heard: list[tuple[str, object]] = []

    def courier(seen: Any, wire: Any) -> None:
        heard.append((seen.target, json.loads(seen.body)))
        answer(200, b'{"number": "W1"}')(seen, wire)

    with serving(courier) as server:
        write_shop(tmp_path, SHOP + carrier.replace("URL", f"http://127.0.0.1:{server.port}"))
        clock = FrozenClock(START)
        with opened(tmp_path, clock) as app:
            order = {"no": "N1", "amount": "CNY 1.00", "status": "unpaid"}
            take(app, orders_file(tmp_path, "a.json", [order]))
            acting.play(app, "N1", "book", {}, acting.actor(app, "lead"))
            booked = app.stores.journal.newest(1)[0].seq
            assert codes(undo(app, entry=booked)) == ["OL932"]  # nobody knows what it answers
            assert deliver(app)["sent"] == 1
            clock.advance(timedelta(minutes=1))
            assert undo(app, entry=booked).outcome == "applied"
            deliver(app)
    assert heard == [("/book", {"ref": "N1"}), ("/cancel", {"number": "W1"})]
