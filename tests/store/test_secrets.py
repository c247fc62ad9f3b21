"""What is sensitive stands nowhere in the files in the clear, and opens with the right key only."""

import stat
from dataclasses import replace

import pytest
from tests.store.decisions import batch, call, decision, item, message, order, revised
from tests.store.flows import AT, flow, order_type

from orderloom.errors import StoreUnusable
from orderloom.flow.record import Record
from orderloom.store.open import open_store
from orderloom.testing.clock import FrozenClock

PHONE = "13812345678"
KEY = "A" * 43 + "="
OTHER_KEY = "B" * 42 + "A="


@pytest.fixture
def opened(tmp_path):
    stores = []

    def opened(a_flow=None, master_key=None):
        url = f"sqlite:///{tmp_path / 'store.db'}"
        stores.append(open_store(url, a_flow or flow(), FrozenClock(AT), master_key))
        return stores[-1]

    yield opened
    for each in stores:
        each.close()


def by_phone():
    """The flow with orders that are known by their phone."""
    return flow(replace(order_type(), identity=("phone",)))


def known_by_phone(number, phone):
    record = order(number, phone=phone)
    return Record(record.id, record.type, phone, 1, record.values)


def everything_in(folder):
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.suffix != ".key")


def query(store, sql):
    with store.database.reading.begin() as connection:
        return connection.exec_driver_sql(sql).all()


def fill(store, record):
    """Bring the phone in by every way that there is."""
    sent = message(body=f"phone={PHONE}".encode())
    store.inbox.accept(sent)
    said = call("k", record.id)
    said.payload["text"] = PHONE
    results = [item(sent, key=record.key)]
    store.committer.commit([batch(decision(record, calls=[said]), message=sent.id, items=results)])
    store.outbox.sent(said.id, AT, {"echo": PHONE})
    return sent, said


@pytest.mark.parametrize("closed", [False, True])
def test_a_sensitive_value_stands_nowhere_in_the_files(opened, tmp_path, closed):
    store = opened(by_phone())
    record = known_by_phone(1, PHONE)
    fill(store, record)
    store.committer.commit([batch(decision((record, revised(record, quantity=9))))])
    if closed:
        store.close()
    assert PHONE.encode() not in everything_in(tmp_path)


def test_what_was_sealed_is_read_as_it_was(opened):
    first = opened(by_phone())
    record = known_by_phone(1, PHONE)
    sent, _ = fill(first, record)
    later = call("later", record.id)
    first.committer.commit([batch(decision(calls=[later]))])
    again = opened(by_phone())
    with again.reader() as reader:
        assert reader.get("order-1") == record
        assert reader.find("order", PHONE) == record
        assert list(reader.all("order")) == [record]
    assert again.inbox.read(sent.id)[0] == sent
    assert [row.call for row in again.outbox.due(AT, 9)] == [later]


def test_a_revision_is_sealed_with_the_key_that_its_record_has(opened):
    store = opened()
    first = order(1)
    store.committer.commit([batch(decision(first))])
    known = query(store, "SELECT sensitive_key_id FROM records")
    again = opened()
    again.committer.commit([batch(decision((first, revised(first, phone=PHONE))))])
    assert query(again, "SELECT sensitive_key_id FROM records") == known
    with opened().reader() as reader:
        assert reader.get("order-1").values["phone"] == PHONE


def test_a_flow_without_sensitive_fields_seals_messages_alone(opened):
    store = opened(flow(order_type(sensitive=())))
    fill(store, order(1))
    assert query(store, "SELECT count(*) FROM keys WHERE id <> 'lookup'") == [(1,)]
    assert query(store, "SELECT sensitive_key_id FROM records") == [(None,)]
    assert query(store, "SELECT payload_key_id FROM outbox") == [(None,)]


def test_an_item_waits_under_the_hash_of_its_identity(opened):
    store = opened(by_phone())
    sent = message()
    store.inbox.accept(sent)
    parked = item(sent, 3, outcome="parked", key=PHONE)
    store.committer.commit([batch(message=sent.id, items=[parked])])
    assert store.inbox.parked("order", [PHONE, "other"]) == [(sent.id, 3)]
    assert store.inbox.parked("order", ["other"]) == []


def test_an_identity_written_before_it_was_sensitive_is_still_found(opened):
    record = known_by_phone(1, PHONE)
    opened(flow(replace(order_type(sensitive=()), identity=("phone",)))).committer.commit(
        [batch(decision(record))]
    )
    store = opened(by_phone())
    with store.reader() as reader:
        found = reader.find("order", PHONE)
    assert found.values == record.values
    store.committer.commit([batch(decision((found, revised(found, quantity=7))))])
    with store.reader() as reader:
        assert reader.find("order", PHONE).values["quantity"] == 7


def test_the_key_file_is_made_once_for_its_owner_alone(opened, tmp_path):
    store = opened()
    path = tmp_path / "store.db.key"
    assert not path.exists()
    store.inbox.accept(message())
    assert store.notices() == [("OL632", {"path": str(path)})]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    made = path.read_bytes()
    again = opened()
    again.inbox.accept(message("b.json"))
    assert (again.notices(), path.read_bytes()) == ([], made)


def test_a_given_key_makes_no_file(opened, tmp_path):
    store = opened(master_key=KEY)
    sent = message()
    store.inbox.accept(sent)
    assert not (tmp_path / "store.db.key").exists()
    assert opened(master_key=KEY).inbox.read(sent.id)[0] == sent


@pytest.mark.parametrize("given", [OTHER_KEY, None])
def test_another_master_key_opens_nothing(opened, tmp_path, given):
    store = opened(master_key=KEY)
    sent = message()
    store.inbox.accept(sent)
    wrong = opened(master_key=given)
    for refused in (
        lambda: wrong.inbox.read(sent.id),
        lambda: wrong.inbox.accept(message("b.json")),
        lambda: wrong.committer.commit([batch(decision(order(1)))]),
    ):
        with pytest.raises(StoreUnusable) as caught:
            refused()
        facts = {"path": str(tmp_path / "store.db")}
        assert (caught.value.code, caught.value.facts) == ("OL628", facts)
    assert not (tmp_path / "store.db.key").exists()


@pytest.mark.parametrize("text", ["", "no base64!", "QUJD", KEY[:-4]])
def test_what_is_no_master_key_is_refused(opened, text):
    with pytest.raises(StoreUnusable) as caught:
        opened(master_key=text)
    expected = ("OL627", {"source": "ORDERLOOM_MASTER_KEY"})
    assert (caught.value.code, caught.value.facts) == expected


def test_a_secret_moved_to_another_row_does_not_open(opened):
    store = opened()
    store.committer.commit([batch(decision(order(1), order(2)))])
    with store.database.transaction() as connection:
        connection.exec_driver_sql(
            "UPDATE records SET (sensitive, sensitive_key_id) = "
            "(SELECT sensitive, sensitive_key_id FROM records WHERE id = 'order-1')"
        )
    with opened().reader() as reader, pytest.raises(StoreUnusable) as caught:
        reader.get("order-2")
    assert caught.value.code == "OL636"
