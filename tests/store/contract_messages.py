"""What every store must do with messages and their items (see contract.py)."""

from datetime import timedelta

import pytest
from tests.store.decisions import (
    batch,
    decision,
    item,
    message,
    order,
)
from tests.store.flows import AT

from orderloom.errors import MessageRejected, Overtaken
from orderloom.flow.message import ItemFault
from orderloom.ports import Standing

MINUTE = timedelta(minutes=1)


def standing(store, sent):
    return store.inbox.read(sent.id)[1]


class InboxContract:
    def test_a_message_accepted_twice_is_one_row(self, store):
        sent = message()
        first = store.inbox.accept(sent)
        second = store.inbox.accept(sent)
        fresh = Standing(new=True, finished=False, cursor=0, digest="", outcomes={})
        assert first == fresh
        assert second == Standing(new=False, finished=False, cursor=0, digest="", outcomes={})
        assert store.inbox.unfinished() == [sent.id]

    def test_a_message_is_read_as_it_was_accepted(self, store):
        sent = message(body=b"\x00\xff not text")
        store.inbox.accept(sent)
        assert store.inbox.read(sent.id)[0] == sent

    def test_an_unknown_message_is_refused(self, store):
        with pytest.raises(MessageRejected) as caught:
            store.inbox.read("m_nowhere")
        assert (caught.value.code, caught.value.facts) == ("OL626", {"message": "m_nowhere"})

    def test_unfinished_messages_come_oldest_first(self, store):
        late, early, done = (
            message("late", at=AT + MINUTE),
            message("early"),
            message("done"),
        )
        for each in (late, early, done):
            store.inbox.accept(each)
        store.committer.commit([batch(message=done.id, cursor=0, finished=True)])
        assert store.inbox.unfinished() == [early.id, late.id]

    def test_a_commit_moves_the_cursor_and_counts_outcomes(self, store):
        sent = message()
        store.inbox.accept(sent)
        first = [item(sent, 0), item(sent, 1, "quarantined")]
        store.committer.commit(
            [
                batch(message=sent.id, cursor=2, items=first),
                batch(message=sent.id, cursor=3, items=[item(sent, 2)]),
            ]
        )
        half = Standing(
            new=False,
            finished=False,
            cursor=3,
            digest="",
            outcomes={"applied": 2, "quarantined": 1},
        )
        assert standing(store, sent) == half
        store.committer.commit([batch(message=sent.id, cursor=3, finished=True)])
        assert standing(store, sent) == Standing(
            new=False,
            finished=True,
            cursor=3,
            digest="d1",
            outcomes={"applied": 2, "quarantined": 1},
        )

    def test_an_item_worked_again_replaces_its_outcome(self, store):
        sent = message()
        store.inbox.accept(sent)
        items = [item(sent, 0, "parked"), item(sent, 1)]
        store.committer.commit([batch(message=sent.id, cursor=2, finished=True, items=items)])
        store.committer.commit([batch(message=sent.id, items=[item(sent, 0), item(sent, 2)])])
        after = standing(store, sent)
        assert (after.finished, after.cursor, after.digest) == (True, 2, "d1")
        assert after.outcomes == {"applied": 3}
        assert store.inbox.positions(sent.id, "parked") == []
        assert store.inbox.positions(sent.id, "applied") == [0, 1, 2]

    def test_whoever_does_not_stand_where_it_began_has_written_nothing(self, store):
        sent = message()
        store.inbox.accept(sent)
        store.committer.commit([batch(message=sent.id, began=0, cursor=1, items=[item(sent, 0)])])
        for began, late in ((0, 0), (2, 2)):
            with pytest.raises(Overtaken) as caught:
                store.committer.commit(
                    [
                        batch(
                            decision(order(1)),
                            message=sent.id,
                            began=began,
                            cursor=began + 1,
                            items=[item(sent, late)],
                        )
                    ]
                )
            assert (caught.value.code, caught.value.facts) == ("OL930", {"message": sent.id})
        assert standing(store, sent).outcomes == {"applied": 1}
        assert standing(store, sent).cursor == 1
        assert list(store.journal.all()) == []

    def test_an_item_that_another_has_tried_again_is_not_worked_twice(self, store):
        sent = message()
        store.inbox.accept(sent)
        store.committer.commit(
            [batch(message=sent.id, began=0, cursor=1, items=[item(sent, 0, "parked")])]
        )
        store.committer.commit([batch(message=sent.id, items=[item(sent, 0)])])
        with pytest.raises(Overtaken):
            store.committer.commit(
                [batch(decision(order(1)), message=sent.id, items=[item(sent, 0)])]
            )
        assert standing(store, sent).outcomes == {"applied": 1}
        assert list(store.journal.all()) == []

    def test_parked_items_are_found_by_what_they_wait_for_and_by_age(self, store):
        sent = message()
        store.inbox.accept(sent)
        items = [
            item(sent, 0, "parked", key="A", at=AT + MINUTE),
            item(sent, 1, "parked", key="B"),
            item(sent, 2, "applied", key="A"),
            item(sent, 3, "parked", key="C"),
        ]
        store.committer.commit([batch(message=sent.id, cursor=4, items=items)])
        assert store.inbox.parked("order", ["A", "B"]) == [(sent.id, 1), (sent.id, 0)]
        assert store.inbox.parked("case", ["A"]) == []
        assert store.inbox.expired(AT) == []
        assert store.inbox.expired(AT + MINUTE) == [(sent.id, 1), (sent.id, 3)]

    def test_what_was_not_taken_of_a_record_is_found_newest_first(self, store):
        sent = message()
        store.inbox.accept(sent)
        fault = ItemFault("OL547", "[2]", facts={"wanted": "a number"})
        items = [
            item(sent, 0, "parked", key="A"),
            item(sent, 1, "parked", key="B"),
            item(sent, 2, "quarantined", key=None, at=AT + MINUTE, faults=(fault,)),
            item(sent, 3, "quarantined", key="A", at=AT + 2 * MINUTE),
            item(sent, 4, "applied", key="A"),
        ]
        store.committer.commit([batch(message=sent.id, cursor=5, items=items)])
        found = store.inbox.untaken("order", "A", 10)
        assert [(each.position, each.outcome, each.is_sure) for each in found] == [
            (3, "quarantined", True),
            (2, "quarantined", False),
            (0, "parked", True),
        ]
        assert [each["code"] for each in found[1].faults] == ["OL547"]
        assert (found[0].name, found[0].source) == (sent.name, sent.source)
        assert [each.position for each in store.inbox.untaken("order", "A", 1)] == [3]
        assert store.inbox.untaken("case", "A", 10) == []

    def test_a_message_that_cannot_be_read_is_one_quarantined_item(self, store):
        sent = message("bad.json", b"{")
        store.inbox.accept(sent)
        store.inbox.reject(sent.id, "OL800", {"line": "1"})
        assert standing(store, sent) == Standing(
            new=False,
            finished=True,
            cursor=0,
            digest="d1",
            outcomes={"quarantined": 1},
            rejected=True,
        )
        fault = {"code": "OL800", "where": "", "field": None, "value": None, "facts": {"line": "1"}}
        place = {"mapping": sent.mapping, "position": 0, "where": ""}
        assert store.journal.quarantine(5) == [
            {"message": sent.id, "name": "bad.json", **place, "faults": [fault]}
        ]

    def test_a_reopened_message_stands_as_before_the_rejection(self, store):
        sent = message("bad.json", b"{")
        store.inbox.accept(sent)
        store.inbox.reject(sent.id, "OL800", {"line": "1"})
        store.inbox.reopen(sent.id)
        assert standing(store, sent) == Standing(
            new=False, finished=False, cursor=0, digest="", outcomes={}
        )
        assert store.journal.quarantine(5) == []

    def test_a_message_rejected_again_keeps_the_newest_reason(self, store):
        sent = message("bad.json", b"{")
        store.inbox.accept(sent)
        store.inbox.reject(sent.id, "OL800", {"line": "1"})
        store.inbox.reject(sent.id, "OL802", {})
        assert standing(store, sent).outcomes == {"quarantined": 1}
        (told,) = store.journal.quarantine(5)
        assert [fault["code"] for fault in told["faults"]] == ["OL802"]

    def test_the_newest_quarantined_items_come_first(self, store):
        sent = message()
        store.inbox.accept(sent)
        fault = ItemFault("OL801", "row 2", "amount", "x", {"expected": "money"})
        items = [
            item(sent, 0, "quarantined", faults=(fault,)),
            item(sent, 1, "quarantined", at=AT + MINUTE),
            item(sent, 2),
        ]
        store.committer.commit([batch(message=sent.id, cursor=3, items=items)])
        newest, oldest = store.journal.quarantine(5)
        assert (newest["position"], newest["faults"]) == (1, [])
        assert oldest["faults"] == [
            {
                "code": "OL801",
                "where": "row 2",
                "field": "amount",
                "value": "x",
                "facts": {"expected": "money"},
            }
        ]
        assert store.journal.quarantine(1) == [newest]
