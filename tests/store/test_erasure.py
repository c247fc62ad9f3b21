"""Erasing a record: its key is gone, its raw messages are gone, the rest stands."""

from base64 import b64decode

import pytest
from tests.store.contract_jobs import NEW
from tests.store.decisions import batch, call, decision, item, message, order, revised
from tests.store.erasing import erase as erased
from tests.store.flows import AT, flow
from tests.store.test_secrets import by_phone, known_by_phone

from orderloom.errors import MessageRejected, OrderloomError, RevisionConflict
from orderloom.flow.command import Origin
from orderloom.ports import Erased
from orderloom.store.open import open_store
from orderloom.testing.clock import FrozenClock


@pytest.fixture
def opened(tmp_path):
    stores = []

    def opened(a_flow=None):
        url = f"sqlite:///{tmp_path / 'store.db'}"
        stores.append(open_store(url, a_flow or flow(), FrozenClock(AT)))
        return stores[-1]

    yield opened
    for each in stores:
        each.close()


def taken(store, record, name, *, finished=True, **parts):
    """A message that brought a record."""
    sent = message(name, body=b"raw " + name.encode())
    store.inbox.accept(sent)
    origin = Origin(message=sent.id)
    made = decision(record, origin=origin, **parts)
    results = [item(sent, key=record.key)]
    store.committer.commit([batch(made, message=sent.id, finished=finished, items=results)])
    return sent


def erase(store, record_id):
    return erased(store, store.flow, record_id, AT)


def get(store, record_id):
    with store.reader() as reader:
        return reader.get(record_id)


def rows(store, sql):
    with store.database.reading.begin() as connection:
        return connection.exec_driver_sql(sql).all()


def test_sensitive_values_and_raw_bodies_are_gone_and_the_rest_stands(opened):
    store = opened()
    first, other = order(1, email="a@example.com"), order(2)
    sent, kept = taken(store, first, "a"), taken(store, other, "b")
    found = erase(store, first.id)
    assert found == Erased(fields=("phone", "email"), messages=(sent.id,))
    assert get(store, first.id) == revised(first, phone=None, email=None)
    assert get(store, other.id) == other
    with pytest.raises(MessageRejected) as caught:
        store.inbox.read(sent.id)
    assert (caught.value.code, caught.value.facts) == ("OL633", {"message": sent.id})
    assert store.inbox.read(kept.id)[0] == kept


def test_the_erasure_is_in_the_record_s_story(opened):
    store = opened()
    taken(store, order(1), "a")
    erase(store, "order-1")
    entry = store.journal.story("order-1")[-1]
    assert (entry.command, entry.outcome, entry.revision) == ("erase", "applied", 2)
    assert entry.entry["origin"]["actor"]["id"] == "zhou"
    told = {"effect": "set", "cause": None, "field": "phone", "was": "****", "value": None}
    assert entry.entry["effects"] == [told, {"effect": "erased", "cause": None}]


def test_the_destroyed_keys_are_in_no_file_any_more(opened, tmp_path):
    store = opened()
    taken(store, order(1), "a", calls=[call("k")])
    doomed = [row[0] for row in rows(store, "SELECT wrapped FROM keys WHERE id <> 'lookup'")]
    sealed = b64decode(rows(store, "SELECT sensitive FROM records")[0][0])
    assert len(doomed) == 3
    erase(store, "order-1")
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert [part in left for part in (*doomed, sealed)] == [False] * 4


def test_what_waits_to_be_said_about_it_is_given_up(opened):
    store = opened()
    told, waiting = call("told"), call("waiting")
    taken(store, order(1), "a", calls=[told, waiting])
    store.outbox.sent(told.id, AT, {"id": 1})
    erase(store, "order-1")
    assert store.outbox.due(AT, 9) == []
    assert rows(store, "SELECT status, payload, answer, error FROM outbox ORDER BY seq") == [
        ("sent", "{}", None, None),
        ("failed", "{}", None, "OL635"),
    ]


def test_an_item_that_waited_in_an_erased_message_is_quarantined(opened):
    store = opened()
    sent = taken(store, order(1), "a")
    waiting = item(sent, 1, outcome="parked", key="2")
    store.committer.commit([batch(message=sent.id, items=[waiting])])
    erase(store, "order-1")
    assert store.inbox.parked("order", ["2"]) == []
    assert store.inbox.standing(sent.id).outcomes == {"applied": 1, "quarantined": 1}
    fault = store.journal.quarantine(9)[0]["faults"][0]
    assert (fault["code"], fault["facts"]) == ("OL633", {"message": sent.id})


def test_a_message_that_is_still_worked_stands_in_the_way(opened):
    store = opened()
    first = order(1)
    sent = taken(store, first, "a", finished=False)
    with pytest.raises(OrderloomError) as caught:
        erase(store, first.id)
    assert (caught.value.code, caught.value.facts) == ("OL634", {"message": sent.id})
    assert get(store, first.id) == first


def test_a_job_that_is_still_worked_stands_in_the_way(opened, tmp_path):
    store = opened()
    first = order(1)
    taken(store, first, "a")
    waiting = NEW
    store.committer.commit([batch(decision(jobs=[waiting]))])
    doomed = rows(store, "SELECT wrapped, payload FROM jobs JOIN keys ON keys.id = payload_key_id")
    with pytest.raises(OrderloomError) as caught:
        erase(store, first.id)
    assert (caught.value.code, caught.value.facts) == ("OL619", {"job": waiting.job.name})
    while waiting.state == "waiting":
        waiting = waiting.moved(succeeded=True)
        store.committer.commit([batch(decision(jobs=[waiting]))])
    erase(store, first.id)
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    ((wrapped, payload),) = doomed
    assert [part in left for part in (wrapped, b64decode(payload), payload.encode())] == [False] * 3


def test_a_decision_made_before_the_erasure_clashes(opened):
    store = opened()
    first = order(1)
    taken(store, first, "a")
    erase(store, first.id)
    with pytest.raises(RevisionConflict):
        store.committer.commit([batch(decision((first, revised(first, quantity=9))))])


def test_what_a_channel_says_afterwards_has_a_new_key(opened):
    store = opened()
    taken(store, order(1), "a")
    erase(store, "order-1")
    erased = get(store, "order-1")
    said = revised(erased, phone="13900000000")
    store.committer.commit([batch(decision((erased, said)))])
    assert get(opened(), "order-1") == said


def test_a_sensitive_identity_is_forgotten(opened):
    store = opened(by_phone())
    first = known_by_phone(1, "13812345678")
    taken(store, first, "a")
    erase(store, first.id)
    assert get(store, first.id).key == "%erased/order-1"
    assert rows(store, "SELECT key FROM items") == [(None,)]
    with store.reader() as reader:
        assert reader.find("order", "13812345678") is None
    new = known_by_phone(2, "13812345678")
    store.committer.commit([batch(decision(new))])
    with store.reader() as reader:
        assert reader.find("order", "13812345678") == new
