"""What every store must do with records (see contract.py)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from tests.store import flows
from tests.store.decisions import (
    batch,
    call,
    case,
    decision,
    item,
    message,
    order,
    revised,
)
from tests.store.flows import AT

from orderloom.errors import RevisionConflict
from orderloom.expression.values import Money
from orderloom.flow.record import HoldDetail, Record

MINUTE = timedelta(minutes=1)


def get(store, record_id):
    with store.reader() as reader:
        return reader.get(record_id)


class CommitContract:
    def test_a_record_is_read_as_it_was_committed(self, store):
        detail = HoldDetail(("ship",), ("service",), {"zh": "待确认"}, "playbook/change_phone")
        new = order(1, tags=["vip", "rush"], holds=["phone_change"])
        new = Record(new.id, new.type, new.key, 1, new.values, {"phone_change": detail})
        store.committer.commit([batch(decision(new))])
        with store.reader() as reader:
            assert reader.find("order", "1") == new
            assert reader.get("order-1") == new
            assert reader.find("order", "2") is None
            assert reader.get("order-2") is None

    def test_a_change_replaces_the_record(self, store):
        first = order(1)
        store.committer.commit([batch(decision(first))])
        second = revised(first, AT + MINUTE, quantity=None, phone=None, status="shipped")
        store.committer.commit([batch(decision((first, second)))])
        assert get(store, "order-1") == second

    def test_changes_of_one_record_in_one_group_end_as_the_last(self, store):
        first = order(1)
        second = revised(first, quantity=4)
        third = revised(second, quantity=5)
        store.committer.commit(
            [batch(decision(first), decision((first, second))), batch(decision((second, third)))]
        )
        assert get(store, "order-1") == third
        assert [entry.revision for entry in store.journal.story("order-1")] == [1, 2, 3]

    @pytest.mark.parametrize("failing", ["call", "item", "record"])
    def test_a_commit_is_all_or_nothing(self, store, integrity_error, failing):
        sent = message()
        store.inbox.accept(sent)
        store.committer.commit([batch(decision(order(1), calls=[call("k")]))])
        bad = {
            "call": batch(decision(order(9), calls=[call("k")])),
            "item": batch(decision(order(9)), items=[item(message("unknown"), 0)]),
            "record": batch(decision(order(9, id="order-9"), order(1))),
        }[failing]
        good = batch(
            decision(order(2), calls=[call("l")]), message=sent.id, cursor=1, items=[item(sent)]
        )
        expected = RevisionConflict if failing == "record" else integrity_error
        with pytest.raises(expected):
            store.committer.commit([good, bad])
        assert get(store, "order-2") is None
        assert store.inbox.read(sent.id)[1].cursor == 0
        assert store.inbox.positions(sent.id, "applied") == []
        assert store.outbox.counts()["waiting"] == 1
        assert len(list(store.journal.all())) == 1

    def test_a_record_changed_meanwhile_is_a_conflict(self, store):
        first, other = order(1), order(2)
        store.committer.commit([batch(decision(first, other))])
        winner, loser = revised(first, quantity=4), revised(first, quantity=5)
        store.committer.commit([batch(decision((first, winner)))])
        with pytest.raises(RevisionConflict) as caught:
            store.committer.commit(
                [batch(decision((other, revised(other))), decision((first, loser)))]
            )
        assert (caught.value.code, caught.value.facts) == ("OL630", {"record": "order-1"})
        assert get(store, "order-1") == winner
        assert get(store, "order-2") == other

    def test_two_decisions_on_one_revision_are_a_conflict(self, store):
        first = order(1)
        store.committer.commit([batch(decision(first))])
        twice = [decision((first, revised(first))), decision((first, revised(first)))]
        with pytest.raises(RevisionConflict) as caught:
            store.committer.commit([batch(*twice)])
        assert (caught.value.code, caught.value.facts) == ("OL630", {"record": "order-1"})

    def test_a_second_record_of_one_identity_is_a_conflict(self, store):
        store.committer.commit([batch(decision(order(1)))])
        twin = order(2)
        twin = Record("order-2", "order", "1", 1, twin.values)
        with pytest.raises(RevisionConflict) as caught:
            store.committer.commit([batch(decision(twin))])
        assert (caught.value.code, caught.value.facts) == ("OL631", {"type": "order", "key": "1"})

    def test_a_record_created_twice_is_a_conflict(self, store):
        store.committer.commit([batch(decision(order(1)))])
        with pytest.raises(RevisionConflict) as caught:
            store.committer.commit([batch(decision(order(1)))])
        assert (caught.value.code, caught.value.facts) == ("OL630", {"record": "order-1"})

    def test_a_read_record_that_changed_meanwhile_is_a_conflict(self, store):
        store.committer.commit([batch(decision(order(1)))])
        store.committer.commit([batch(decision(order(2), reads={"order-1": 1}))])
        with pytest.raises(RevisionConflict) as caught:
            store.committer.commit([batch(decision(order(3), reads={"order-1": 2}))])
        assert (caught.value.code, caught.value.facts) == ("OL630", {"record": "order-1"})
        assert get(store, "order-3") is None

    def test_reads_are_held_against_what_the_same_group_wrote_before(self, store):
        first = order(1)
        second = revised(first)
        store.committer.commit([batch(decision(first))])
        reads_second = decision(order(2), reads={"order-1": 2})
        store.committer.commit([batch(decision((first, second)), reads_second)])
        reads_first = decision(order(3), reads={"order-1": 2})
        third = decision((second, revised(second)))
        store.committer.commit([batch(reads_first, third)])
        assert get(store, "order-1").revision == 3

    def test_cases_are_linked_to_their_subject(self, store):
        first, other = case(1, "order-1"), case(2, "order-1")
        store.committer.commit([batch(decision(first, other))])
        moved = revised(first, record="order-2")
        store.committer.commit([batch(decision((first, moved)))])
        with store.reader() as reader:
            assert reader.linked("case", "record", "order-1") == [other]
            assert reader.linked("case", "record", "order-2") == [moved]
            assert reader.linked("order", "record", "order-1") == []


class ReaderContract:
    def test_prefetched_records_are_found_and_absent_ones_are_known_to_be(self, store):
        orders = [order(number) for number in range(7)]
        store.committer.commit([batch(decision(*orders))])
        with store.reader() as reader:
            reader.prefetch("order", [str(number) for number in range(1100)])
            assert [reader.find("order", str(number)) for number in range(8)] == [*orders, None]

    def test_all_streams_a_type_by_id(self, store):
        orders = [order(number) for number in range(1200)]
        store.committer.commit([batch(decision(*orders, case(1, "order-1")))])
        with store.reader() as reader:
            ids = [record.id for record in reader.all("order")]
        assert ids == sorted(record.id for record in orders)

    def test_records_are_counted_by_type_and_state(self, store):
        new = [order(1), order(2), order(3, status="shipped"), order(4, status=None)]
        store.committer.commit([batch(decision(*new, case(1, "order-1")))])
        with store.reader() as reader:
            assert reader.types() == {"order": 4, "case": 1}
            assert reader.states() == {
                "order.status": {"paid": 2, "shipped": 1},
                "case.status": {"open": 1},
            }

    def test_nothing_stored_gives_no_counts(self, store):
        with store.reader() as reader:
            assert reader.types() == {}
            assert reader.states() == {"order.status": {}, "case.status": {}}


class VersionContract:
    """A flow changes its fields; ``reopen`` is given the changed flow."""

    def test_fields_that_a_flow_does_not_know_survive_its_writes(self, store, reopen):
        first = order(1, weight=Decimal("2.50"), words=["a", "b"])
        store.committer.commit([batch(decision(first))])
        narrow = reopen(flows.without("weight", "email", "phone", "words"))
        seen = get(narrow, "order-1")
        assert {"weight", "phone", "words"} & set(seen.values) == set()
        assert seen.values["amount"] == Money(Decimal("120.00"), "CNY")
        changed = revised(seen, quantity=9)
        narrow.committer.commit([batch(decision((seen, changed)))])
        again = get(narrow, "order-1")
        narrow.committer.commit([batch(decision((again, revised(again, quantity=10))))])
        wide = get(store, "order-1")
        assert dict(wide.values) == {
            **first.values,
            "quantity": 10,
            "version": 3,
        }

    def test_a_field_that_changed_its_type_is_missing_and_its_old_value_is_kept(
        self, store, reopen
    ):
        first = order(1, order_no="A-1")
        store.committer.commit([batch(decision(first))])
        numbered = reopen(flows.with_type("order_no", "integer"))
        seen = get(numbered, "order-1")
        assert "order_no" not in seen.values
        numbered.committer.commit([batch(decision((seen, revised(seen, quantity=9))))])
        assert get(store, "order-1").values["order_no"] == "A-1"
        seen = get(numbered, "order-1")
        numbered.committer.commit([batch(decision((seen, revised(seen, order_no=7))))])
        assert get(numbered, "order-1").values["order_no"] == 7

    def test_a_field_that_became_sensitive_is_read_and_moves(self, store, reopen):
        store.committer.commit([batch(decision(order(1)))])
        discreet = reopen(flows.with_sensitive("phone", "order_no"))
        seen = get(discreet, "order-1")
        assert (seen.values["order_no"], seen.values["phone"]) == ("1", "13800138000")
        changed = revised(seen)
        discreet.committer.commit([batch(decision((seen, changed)))])
        assert get(discreet, "order-1").values == changed.values

    def test_a_record_of_a_type_that_the_flow_lost_is_not_given(self, store, reopen):
        store.committer.commit([batch(decision(case(1, "order-1")))])
        assert get(reopen(flows.without_case()), "case-1") is None

    def test_writing_without_what_was_kept_aside_is_a_conflict(self, store, reopen):
        store.committer.commit([batch(decision(order(1)))])
        narrow = reopen(flows.without("weight"))
        seen = get(narrow, "order-1")
        stripped = Record(seen.id, seen.type, seen.key, seen.revision, seen.values)
        with pytest.raises(RevisionConflict) as caught:
            narrow.committer.commit([batch(decision((stripped, revised(stripped))))])
        assert (caught.value.code, caught.value.facts) == ("OL630", {"record": "order-1"})
