"""What every store must do where a record is erased, and with files (see contract.py)."""

import pytest
from tests.store.contract_jobs import NEW
from tests.store.decisions import batch, call, decision, item, message, order, revised
from tests.store.erasing import erase
from tests.store.flows import AT, flow

from orderloom.errors import MessageRejected, OrderloomError, RevisionConflict
from orderloom.flow.command import Origin
from orderloom.flow.file import FileContent
from orderloom.ports import Erased


def brought(store, record, name, *, finished=True, **parts):
    """A message that brought a record."""
    sent = message(name, body=b"raw " + name.encode())
    store.inbox.accept(sent)
    made = decision(record, origin=Origin(message=sent.id), **parts)
    results = [item(sent, key=record.key)]
    store.committer.commit([batch(made, message=sent.id, finished=finished, items=results)])
    return sent


def get(store, record_id):
    with store.reader() as reader:
        return reader.get(record_id)


class ErasureContract:
    def test_what_is_sensitive_goes_and_the_rest_stands(self, store):
        first, other = order(1, email="a@example.com"), order(2)
        sent, kept = brought(store, first, "a"), brought(store, other, "b")
        found = erase(store, flow(), first.id, AT)
        assert found == Erased(fields=("phone", "email"), messages=(sent.id,))
        assert get(store, first.id) == revised(first, phone=None, email=None)
        assert get(store, other.id) == other
        with pytest.raises(MessageRejected) as caught:
            store.inbox.read(sent.id)
        assert caught.value.code == "OL633"
        assert store.inbox.read(kept.id)[0] == kept
        entry = store.journal.story("order-1")[-1]
        assert (entry.command, entry.outcome, entry.revision) == ("erase", "applied", 2)

    def test_what_waits_to_be_said_is_given_up_and_what_waits_in_it_is_quarantined(self, store):
        sent = brought(store, order(1), "a", calls=[call("told"), call("waiting")])
        store.outbox.sent("call-told", AT, {"id": 1})
        waiting = item(sent, 1, outcome="parked", key="2")
        store.committer.commit([batch(message=sent.id, items=[waiting])])
        erase(store, flow(), "order-1", AT)
        assert store.outbox.due(AT, 9) == []
        assert store.outbox.answered("call-told") is None
        assert store.outbox.counts() == {"waiting": 0, "sent": 1, "failed": 1, "unroutable": 0}
        assert store.inbox.parked("order", ["2"]) == []
        assert store.inbox.standing(sent.id).outcomes == {"applied": 1, "quarantined": 1}

    def test_a_decision_can_erase_and_files_go_with_it(self, store):
        first = order(1)
        brought(store, first, "a", calls=[call("waiting")])
        file = FileContent(record_id="order-1", hash="f" * 64, body=b"bytes")
        store.committer.commit([batch(decision(order(2)), files=[file])])
        assert store.files.read("f" * 64) == b"bytes"
        gone = decision((first, revised(first, phone=None)), erases=["order-1"])
        store.committer.commit([batch(gone)])
        assert "phone" not in get(store, "order-1").values
        assert store.files.read("f" * 64) is None
        assert store.outbox.due(AT, 9) == []

    @pytest.mark.parametrize("what", ["message", "job"])
    def test_what_is_still_worked_stands_in_the_way(self, store, what):
        first = order(1)
        sent = brought(store, first, "a", finished=what != "message")
        if what == "job":
            store.committer.commit([batch(decision(jobs=[NEW]))])
        told = {"message": ("OL634", {"message": sent.id}), "job": ("OL619", {"job": NEW.job.name})}
        decided = batch(decision((first, revised(first)), erases=["order-1"]))
        for again in (
            lambda: erase(store, flow(), first.id, AT),
            lambda: store.committer.commit([decided]),
        ):
            with pytest.raises(OrderloomError) as caught:
                again()
            assert (caught.value.code, caught.value.facts) == told[what]
        assert get(store, first.id) == first

    def test_an_erasure_that_clashes_takes_nothing(self, store):
        first = order(1)
        sent = brought(store, first, "a")
        store.committer.commit([batch(decision((first, revised(first))))])
        late = decision((first, revised(first)), erases=["order-1"])
        with pytest.raises(RevisionConflict):
            store.committer.commit([batch(late)])
        assert store.inbox.read(sent.id)[0] == sent
        assert get(store, "order-1").values["phone"] == "13800138000"
