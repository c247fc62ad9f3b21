"""What every store must do with calls and the journal (see contract.py)."""

from datetime import timedelta

import pytest
from tests.store.decisions import (
    batch,
    call,
    case,
    decision,
    effects,
    item,
    message,
    order,
)
from tests.store.flows import AT, CAUSE

from orderloom.errors import RevisionConflict
from orderloom.flow.command import Origin
from orderloom.flow.decision import Batch, Settlement
from orderloom.flow.effect import Kept, Refused, Why
from orderloom.ports import OutboxRow

MINUTE = timedelta(minutes=1)


CAUSE_TOLD = {
    "definition": "rule/late",
    "path": "do[0]",
    "file": "rules/late.yaml",
    "line": 7,
    "column": 5,
}


class OutboxContract:
    def test_a_call_is_read_as_it_was_decided(self, store):
        made = call("k")
        store.committer.commit([batch(decision(order(1), calls=[made]))])
        assert store.outbox.due(AT, 10) == [OutboxRow(call=made, attempts=0)]
        assert store.outbox.due(AT - MINUTE, 10) == []

    def test_a_call_without_connection_is_unroutable(self, store):
        lost = call("k", connection=None)
        store.committer.commit([batch(decision(order(1), calls=[lost]))])
        assert store.outbox.due(AT, 10) == []
        assert store.outbox.counts() == {"waiting": 0, "sent": 0, "failed": 0, "unroutable": 1}

    def test_one_records_calls_to_one_connection_leave_in_order(self, store):
        calls = [
            call("a"),
            call("b"),
            call("c", connection="erp"),
            call("d", record_id="order-2"),
            call("e", record_id=None),
            call("f", record_id=None),
        ]
        store.committer.commit([batch(decision(order(1), calls=calls))])

        def due(at=AT):
            return [row.call.key for row in store.outbox.due(at, 10)]

        assert due() == ["a", "c", "d", "e", "f"]
        store.outbox.failed("call-a", AT, "503", AT + MINUTE)
        assert due() == ["c", "d", "e", "f"]
        assert [row.attempts for row in store.outbox.due(AT + MINUTE, 1)] == [1]
        store.outbox.failed("call-a", AT + MINUTE, "503", None)
        assert due() == ["b", "c", "d", "e", "f"]
        assert [row.call.key for row in store.outbox.due(AT, 2)] == ["b", "c"]

    def test_what_was_not_delivered_of_a_record_is_told_with_what_stands_before_it(self, store):
        calls = [call("a"), call("b"), call("c", connection="erp"), call("d", connection=None)]
        other = call("e", record_id="order-2")
        store.committer.commit([batch(decision(order(1), calls=[*calls, other]))])
        store.outbox.failed("call-a", AT, "OL901", AT + MINUTE)
        store.outbox.sent("call-c", AT, {})

        def told():
            return [
                (each.id, each.status, each.attempts, each.error, each.behind)
                for each in store.outbox.unsent("order-1")
            ]

        assert told() == [
            ("call-a", "waiting", 1, "OL901", False),
            ("call-b", "waiting", 0, None, True),
            ("call-d", "unroutable", 0, None, False),
        ]
        assert store.outbox.unsent("order-1")[0].next_at == AT + MINUTE
        store.outbox.failed("call-a", AT + MINUTE, "OL901", None)
        assert told()[:2] == [
            ("call-a", "failed", 2, "OL901", False),
            ("call-b", "waiting", 0, None, False),
        ]

    def test_how_much_waits_is_counted_from_the_oldest_on(self, store):
        empty = store.depths(AT)
        assert (empty.unfinished, empty.oldest_message, empty.oldest_call) == (0, None, None)
        assert (empty.timers, empty.due, empty.oldest_due, empty.jobs) == (0, 0, None, 0)
        store.inbox.accept(message("late.json", b"[1]", AT + MINUTE))
        store.inbox.accept(message("early.json", b"[2]", AT))
        calls = [call("a", at=AT + MINUTE), call("b", at=AT + 2 * MINUTE)]
        store.committer.commit([batch(decision(order(1), calls=calls))])
        store.outbox.sent("call-a", AT, {})
        told = store.depths(AT + 3 * MINUTE)
        assert (told.unfinished, told.oldest_message) == (2, AT)
        assert told.oldest_call == AT + 2 * MINUTE

    def test_of_two_that_take_a_call_one_has_it_and_what_follows_waits(self, store):
        calls = [call("a"), call("b")]
        store.committer.commit([batch(decision(order(1), calls=calls))])
        [row] = store.outbox.due(AT, 10)
        taken = store.outbox.take(row, AT + MINUTE)
        assert (taken.attempts, taken.held_until) == (0, AT + MINUTE)
        assert store.outbox.take(row, AT + MINUTE * 2) is None
        assert store.outbox.due(AT + MINUTE / 2, 10) == []
        assert store.outbox.due(AT + MINUTE, 10) == [taken]
        kept = store.outbox.keep(taken, AT + MINUTE * 2)
        assert store.outbox.due(AT + MINUTE, 10) == []
        assert store.outbox.keep(taken, AT + MINUTE * 3) is None
        store.outbox.leave(kept)
        assert store.outbox.due(AT, 10) == [row]

    def test_whoever_takes_what_was_begun_counts_it_and_the_first_has_no_say(self, store):
        store.committer.commit([batch(decision(order(1), calls=[call("a")]))])
        first = store.outbox.take(*store.outbox.due(AT, 10), AT + MINUTE)
        then = store.outbox.take(*store.outbox.due(AT + MINUTE, 10), AT + MINUTE * 2)
        assert (then.attempts, then.held_until) == (1, AT + MINUTE * 2)
        store.outbox.failed("call-a", AT, "503", None, first.held_until)
        store.outbox.failed("call-a", AT, "503", None)
        store.outbox.leave(first)
        assert store.outbox.due(AT + MINUTE * 2, 10) == [then]
        store.outbox.failed("call-a", AT, "503", AT + MINUTE * 2, then.held_until)
        [again] = store.outbox.due(AT + MINUTE * 2, 10)
        assert (again.attempts, again.held_until) == (2, None)
        assert store.outbox.take(then, AT + MINUTE * 4) is None

    def test_what_somebody_sends_gives_way_to_nothing(self, store):
        store.committer.commit([batch(decision(order(1), calls=[call("a")]))])
        taken = store.outbox.take(*store.outbox.due(AT, 10), AT + MINUTE)
        late = decision(order(2), calls=[call("b")])
        late.superseded.append("call-a")
        store.committer.commit([batch(late)])
        assert store.outbox.due(AT, 10) == []
        assert store.outbox.due(AT + MINUTE, 10) == [taken]

    def test_a_call_that_gives_way_is_gone_unless_it_left(self, store):
        store.committer.commit([batch(decision(order(1), calls=[call("a"), call("b")]))])
        store.outbox.sent("call-a", AT, {})
        late = decision(order(2), calls=[call("c")])
        late.superseded += ["call-a", "call-b"]
        store.committer.commit([batch(late)])
        assert [row.call.key for row in store.outbox.due(AT, 10)] == ["c"]
        assert store.outbox.counts() == {"waiting": 1, "sent": 1, "failed": 0, "unroutable": 0}

    def test_an_answer_is_settled_with_its_decision_once(self, store):
        store.committer.commit([batch(decision(order(1), calls=[call("k")]))])
        over = Settlement(call="call-k", state="sent", at=AT, answer={"number": "W1"})
        store.committer.commit([Batch(decisions=[decision(order(2))], settled=[over])])
        assert store.outbox.counts()["sent"] == 1
        with pytest.raises(RevisionConflict) as raised:
            store.committer.commit([Batch(decisions=[decision(order(3))], settled=[over])])
        assert raised.value.code == "OL653"
        with store.reader() as reader:
            assert reader.get("order-3") is None

    def test_a_settled_call_stays_as_it_is(self, store):
        store.committer.commit([batch(decision(order(1), calls=[call("k")]))])
        store.outbox.sent("call-k", AT, {"number": "W1"})
        store.outbox.failed("call-k", AT, "late news", AT)
        assert store.outbox.due(AT + MINUTE, 10) == []
        assert store.outbox.counts() == {"waiting": 0, "sent": 1, "failed": 0, "unroutable": 0}


class JournalContract:
    def test_a_record_tells_what_happened_to_it_and_why(self, store):
        new = order(1)
        origin = Origin(message="m_1", position=4, where="[4]", source="shop")
        made = decision(
            new, origin=origin, effects=effects(new), events=["order.created"], captured={"x": 1}
        )
        store.committer.commit([batch(made)])
        (told,) = store.journal.story("order-1")
        assert (told.at, told.record_id, told.revision) == (AT, "order-1", 1)
        assert (told.message, told.position) == ("m_1", 4)
        assert (told.command, told.outcome) == ("observe", "applied")
        created, changed, moved = told.entry["effects"]
        assert {**told.entry, "effects": []} == {
            "command": "observe",
            "outcome": "applied",
            "origin": {
                "message": "m_1",
                "position": 4,
                "where": "[4]",
                "source": "shop",
                "actor": None,
            },
            "mapping": "orders",
            "effects": [],
            "events": ["order.created"],
            "captured": {"x": 1},
        }
        assert created == {
            "effect": "created",
            "cause": None,
            "key": "1",
            "case": None,
            "about": None,
        }
        assert changed == {
            "effect": "set",
            "cause": CAUSE_TOLD,
            "field": "lane",
            "was": None,
            "value": "rush",
        }
        assert moved["cause"] == CAUSE_TOLD

    def test_each_touched_record_tells_its_own_part(self, store):
        first, opened = order(1), case(1, "order-1")
        told = [*effects(opened), *effects(first)]
        untouched = Kept(record="order", record_id="order-7", key="7")
        made = decision(first, opened, effects=[*told, untouched], events=["order.created"])
        store.committer.commit([batch(made)])
        rows = list(store.journal.all())
        assert [(row.record_id, row.revision) for row in rows] == [
            ("order-1", 1),
            ("case-1", 1),
            ("order-7", None),
        ]
        kinds = [[each["effect"] for each in row.entry["effects"]] for row in rows]
        assert kinds == [["created", "set", "moved"], ["created", "set", "moved"], ["kept"]]
        assert [row.entry.get("events") for row in rows] == [["order.created"], None, None]

    def test_a_refusal_is_told_with_its_reasons(self, store):
        why = Why("OL701", {"condition": "x"}, cause=CAUSE)
        refused = Refused(
            record="order", record_id="order-1", cause=CAUSE, action="fire", reasons=(why,)
        )
        made = decision(
            outcome="refused",
            command="fire",
            record_id="order-1",
            reasons=(why,),
            effects=[refused],
        )
        store.committer.commit([batch(made)])
        (told,) = store.journal.story("order-1")
        reason = {
            "code": "OL701",
            "facts": {"condition": "x"},
            "title": None,
            "values": None,
            "cause": CAUSE_TOLD,
        }
        assert told.revision is None
        assert told.entry["reasons"] == [reason]
        assert told.entry["effects"] == [
            {"effect": "refused", "cause": CAUSE_TOLD, "action": "fire", "reasons": [reason]}
        ]

    def test_a_decision_about_no_record_is_told_all_the_same(self, store):
        store.committer.commit([batch(decision(outcome="refused", command="announce"))])
        (told,) = store.journal.all()
        assert (told.record_id, told.command, told.outcome) == (None, "announce", "refused")

    def test_a_duplicate_without_effects_leaves_an_item_and_no_entry(self, store):
        sent = message()
        store.inbox.accept(sent)
        nothing = decision(outcome="duplicate", record_id="order-1")
        store.committer.commit(
            [batch(nothing, message=sent.id, cursor=1, items=[item(sent, outcome="duplicate")])]
        )
        assert list(store.journal.all()) == []
        assert store.inbox.positions(sent.id, "duplicate") == [0]

    def test_all_entries_come_in_order(self, store):
        store.committer.commit([batch(*(decision(order(n)) for n in range(1100)))])
        told = [entry.record_id for entry in store.journal.all()]
        assert told == [f"order-{n}" for n in range(1100)]
