"""The law for bulks: what is told before for many records is what is then committed."""

from datetime import timedelta
from itertools import count
from json import dumps
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.foresight.test_preview_equals_run import (
    _calls_are_as_previewed,
    _effects_committed,
    _effects_previewed,
    _records_are_as_previewed,
    _timers_previewed,
    _waiting,
)
from tests.runtime.shop import START, opened, write_shop

from orderloom.app.acting import actor, origin_of
from orderloom.app.application import Application
from orderloom.app.bulk import Outlook, Wish, play_at
from orderloom.app.checking import check_folder
from orderloom.app.inputs import Inputs
from orderloom.app.running import run
from orderloom.compiler.asking import Question, selection
from orderloom.foresight.dry_desk import DryDesk
from orderloom.testing.clock import FrozenClock

FLOW = """
kind: flow
id: many
zone: Asia/Shanghai
currency: CNY
languages: [zh, en]
brake: {records: 2, within: 10m}
environments: {test: {hosts: [], publish: [lead]}}
---
{kind: role, id: lead, see: {order: {fields: all}}}
---
kind: record
id: order
identity: [no]
contact: {phone: =phone}
fields:
  no: text
  amount: money
  lane: text
  phone: {type: phone, sensitive: true}
---
{kind: record, id: slip, identity: [lane], fields: {lane: text, count: integer}}
---
kind: machine
id: order_status
record: order
field: status
initial: unpaid
states:
  unpaid: {}
  paid:
    later:
      - {at: =created_at, when: amount > CNY 40, do: [{tag: at_once}]}
      - {after: 5m, do: [{tag: slow}]}
transitions:
  pay: {from: unpaid, to: paid, when: amount > CNY 10}
  unpay: {from: paid, to: unpaid}
---
kind: playbook
id: settle
record: order
by: [lead]
bulk: true
input: {lane: {type: text, required: true}}
do:
  - {set: {lane: =event.lane}}
  - {create: slip, with: {lane: =no}, exists: refuse, else: [{tag: twice}]}
  - {notify: told}
  - {fire: pay}
---
kind: rule
id: spreading
on: order.status.paid
when: amount > CNY 60
do:
  - {for_each: {record: order, where: status == "paid"}, do: [{tag: spread}]}
  - {open_case: big, with: {owner: lead}}
---
{kind: record, id: big, extends: case, fields: {note: text}}
---
{kind: message, id: told, record: order, media: {sms: {zh: "{{ no }}", en: "{{ no }}"}}}
---
kind: connection
id: log
connector: json_lines
zone: Asia/Shanghai
environments: {test: {folder: outbox}}
---
kind: mapping
id: orders
record: order
read: {format: json, each: "orders[*]"}
zone: Asia/Shanghai
fields: {no: no, amount: amount, phone: phone}
"""
ORDERS = st.lists(
    st.fixed_dictionaries(
        {
            "no": st.integers(0, 8).map("N{}".format),
            "amount": st.sampled_from(["CNY 5.00", "CNY 20.00", "CNY 50.00", "CNY 70.00"]),
            "phone": st.sampled_from(["13812345678", "13900000000"]),
        }
    ),
    min_size=1,
    max_size=9,
)
WHERE = st.sampled_from(["", "amount > CNY 15", 'status == "unpaid"', '"spread" not in tags'])
QUESTIONS = st.lists(
    st.builds(
        Question,
        record=st.just("order"),
        where=WHERE,
        order_by=st.sampled_from([(), ("-no",), ("amount", "no")]),
        take=st.sampled_from([None, 1, 3]),
        sample=st.sampled_from([None, 2]),
        seed=st.sampled_from(["", "a"]),
    ),
    min_size=1,
    max_size=3,
)


@pytest.mark.timeout(900)
def test_a_bulk_does_what_it_was_foreseen_to_do(tmp_path: Path) -> None:
    numbers = count()
    seen: dict[str, int] = {"refused": 0, "parked": 0, "worked": 0}

    @settings(
        max_examples=3,
        phases=[Phase.generate],
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(ORDERS, QUESTIONS)
    def law(orders: list[dict[str, Any]], questions: list[Question]) -> None:
        folder = tmp_path / str(next(numbers))
        folder.mkdir()
        checked = check_folder(write_shop(folder, FLOW))
        clock = FrozenClock(START)
        with opened(folder, clock) as app:
            path = folder / "orders.json"
            path.write_text(dumps({"orders": orders}), encoding="utf-8")
            run(app, [Inputs(files=[path], mapping="orders")])
            for question in questions:
                clock.advance(timedelta(minutes=3))
                select = selection(checked, question)
                wish = Wish(playbook="settle", select=select, inputs={"lane": "fast"})
                _same(app, wish, seen)

    law()
    assert seen["worked"] >= 5, f"too few to prove anything: {seen}"


def _same(app: Application, wish: Wish, seen: dict[str, int]) -> None:
    waiting = _waiting(app)
    entries = sum(1 for _ in app.stores.journal.all())
    origin = origin_of(app, actor(app, "lead"), "bulk", wish.playbook)
    desk = DryDesk(app.stores)
    expected = play_at(app, desk, wish, origin)
    assert sum(1 for _ in app.stores.journal.all()) == entries, "looking ahead wrote"
    done = play_at(app, app.live_desk(), wish, origin)
    assert _numbers(expected) == _numbers(done)
    assert app.stores.jobs.every() == ()
    assert _effects_committed(app, entries) == _effects_previewed(desk.batches)
    _records_are_as_previewed(app, desk.batches)
    _calls_are_as_previewed(app, desk.batches)
    for timer, state in _timers_previewed(desk.batches):
        waiting.pop(timer.id, None)
        if state == "waiting":
            waiting[timer.id] = timer
    assert _waiting(app) == waiting
    seen["refused"] += sum(each.number for each in done.reckoning.refused)
    seen["parked"] += done.reckoning.parked
    seen["worked"] += done.reckoning.worked


def _numbers(outlook: Outlook) -> tuple[object, ...]:
    reckoning = outlook.reckoning
    return (
        outlook.chosen,
        outlook.job,
        reckoning.worked,
        reckoning.parked,
        reckoning.refused,
        reckoning.costs,
        [each.effects for each in reckoning.samples],
    )
