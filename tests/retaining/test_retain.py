"""Records whose time is over are archived or erased, by the engine's own timer."""

import sqlite3

import pytest
from tests.cli.program import call

PHONE = "13812345678"
ERASE = ("retain: {for: 30d, then: archive}", "retain: {for: 30d, then: erase}")
AFTER = ("retain: {for: 30d, then: archive}", "retain: {for: 30d, after: shipped, then: archive}")


def order(no, qty=1, **more):
    return {"no": no, "phone": PHONE, "qty": qty, **more}


def archived(shop):
    return {no for no, document in shop.documents().items() if "$archived" in document}


def seen(shop):
    return {no for no, document in shop.documents().items() if "seen" in document["tags"]}


def told(shop, no):
    answer = call("explain", no, "--flow", shop.folder, "--store", shop.store)
    assert answer.code == 0, answer.err
    return answer.out


def test_a_record_is_archived_when_its_time_is_over_and_no_selection_finds_it(shop):
    shop.take(order("A"), at="2026-01-01T00:00:00Z")
    shop.change(('where: not ("seen" in tags)', "where: qty > 0"), ("{tag: seen}", "{tag: again}"))
    shop.take(at="2026-01-30T23:59:59Z")
    assert archived(shop) == set()
    shop.take(at="2026-01-31T00:00:00Z")
    assert archived(shop) == {"A"}
    assert "was archived" in told(shop, "A")
    shop.take(order("B"), at="2026-02-01T00:00:00Z")
    tags = {no: document["tags"] for no, document in shop.documents().items()}
    assert tags == {"A": ["seen"], "B": ["again"]}


def test_the_last_change_is_counted_from_and_a_change_brings_back(shop):
    shop.take(order("A"), at="2026-01-01T00:00:00Z")
    shop.take(order("A", qty=2), at="2026-01-20T00:00:00Z")
    shop.take(at="2026-02-18T23:59:59Z")
    assert archived(shop) == set()
    shop.take(at="2026-02-19T00:00:00Z")
    assert archived(shop) == {"A"}
    shop.take(order("A", qty=3), at="2026-02-20T00:00:00Z")
    assert archived(shop) == set()
    assert "is no longer archived" in told(shop, "A")
    shop.take(at="2026-03-22T00:00:00Z")
    assert archived(shop) == {"A"}


def test_a_state_is_counted_from_while_the_record_stands_there(shop):
    shop.change(AFTER)
    shop.take(order("A"), order("B", state="shipped"), at="2026-01-01T00:00:00Z")
    shop.take(order("B", state="paid"), at="2026-01-20T00:00:00Z")
    shop.take(order("A", state="shipped"), at="2026-01-25T00:00:00Z")
    shop.take(order("A", qty=9), at="2026-01-30T00:00:00Z")
    shop.take(at="2026-02-24T00:00:00Z")
    assert archived(shop) == {"A"}
    shop.take(at="2026-12-24T00:00:00Z")
    assert archived(shop) == {"A"}


def test_what_is_sensitive_is_erased_wherever_it_is_kept(shop):
    shop.change(ERASE)
    shop.take(order("A", qty=9), at="2026-01-01T00:00:00Z")
    shop.take(at="2026-02-10T00:00:00Z")
    out = told(shop, "A")
    assert "what was sensitive was destroyed for ever" in out
    assert PHONE not in out
    with sqlite3.connect(shop.store) as database:
        rows = database.execute(
            "SELECT type, sensitive FROM records WHERE type IN ('order', 'case')"
        )
        assert sorted(rows) == [("case", None), ("order", None)]
        assert database.execute("SELECT count(*) FROM bodies").fetchone() == (1,)  # empty
        journal = [row[0] for row in database.execute("SELECT entry FROM journal")]
    assert not any(PHONE in entry for entry in journal)
    assert PHONE.encode() not in shop.store.read_bytes()
    before = shop.journal()
    shop.take(at="2026-12-10T00:00:00Z")
    assert shop.journal() == before


def test_an_erasure_waits_for_a_message_that_is_not_worked_to_its_end(shop):
    shop.change(ERASE)
    shop.take(order("A"), at="2026-01-01T00:00:00Z")
    with sqlite3.connect(shop.store) as database:
        database.execute("UPDATE inbox SET finished = 0 WHERE id IN (SELECT message_id FROM items)")
    answer = shop.take(at="2026-02-10T00:00:00Z")  # works it to its end, and tries later
    assert answer.code == 0, answer.err
    shop.take(at="2026-02-10T02:00:00Z")
    assert "what was sensitive was destroyed for ever" in told(shop, "A")


def test_records_that_were_there_before_have_their_time_counted(shop):
    kept = ("retain: {for: 30d, then: archive}\n", "")
    shop.change(kept)
    shop.take(order("A"), at="2026-01-01T00:00:00Z")
    shop.change(("identity: [no]\n", "identity: [no]\nretain: {for: 30d, then: archive}\n"))
    shop.take(at="2026-01-30T00:00:00Z")
    assert archived(shop) == set()
    shop.take(at="2026-01-31T00:00:00Z")
    assert archived(shop) == {"A"}


def test_records_long_over_their_time_are_erased_once_it_is_counted(shop):
    shop.change(("retain: {for: 30d, then: archive}\n", ""))
    shop.take(order("A"), at="2026-01-01T00:00:00Z")
    shop.change(("identity: [no]\n", "identity: [no]\nretain: {for: 30d, then: erase}\n"))
    answer = shop.take(order("B"), at="2026-03-01T00:00:00Z")
    assert (answer.code, answer.err) == (0, "")
    shop.take(at="2026-03-01T02:00:00Z")
    assert "what was sensitive was destroyed for ever" in told(shop, "A")
    assert "what was sensitive was destroyed for ever" not in told(shop, "B")


@pytest.mark.parametrize("state", ["shiped", "sent"])
def test_a_state_that_is_not_there_is_told(shop, state):
    shop.change(("then: archive}", f"after: {state}, then: archive}}"))
    answer = call("check", shop.folder, "--format", "json")
    assert "OL203" in [each["code"] for each in answer.document["diagnostics"]]
