"""Movements of goods go back as they came, once, and only while the goods are there."""

from datetime import timedelta

import pytest
from tests.runtime.shop import START, opened, orders_file, write_shop
from tests.stocks.shelf import FLOW, held_by_orders, on_shelves

from orderloom.app import acting
from orderloom.app.inputs import Inputs
from orderloom.app.running import run
from orderloom.app.undoing import Undoing, undo
from orderloom.testing.clock import FrozenClock

LINES = "lines: [{sku: A, place: SH, quantity: 2}]"
PLAYED = FLOW + "".join(
    f"---\n{{kind: playbook, id: {name}, record: order, by: [lead], do: [{{{what}}}]}}\n"
    for name, what in {
        "take": f"reserve: central, {LINES}",
        "freeze": f"move: central, {LINES}, from: available, to: frozen",
        "fetch": f"move: central, {LINES}, to: available",
        "send": "deduct: central",
        "free": "release: central",
    }.items()
)
FIVE = {("A", "SH", "available"): 5}


@pytest.fixture
def clock():
    return FrozenClock(START)


@pytest.fixture
def app(tmp_path, clock):
    write_shop(tmp_path, PLAYED)
    lines = [{"no": "1", "sku": "A", "place": "SH", "quantity": 5}]
    orders = [{"no": "B", "does": "bring", "lines": lines}, {"no": "1"}, {"no": "2"}]
    with opened(tmp_path, clock) as app:
        run(app, [Inputs(files=[orders_file(tmp_path, "1.json", orders)], mapping="orders")])
        yield app


def play(app, no, *names):
    """Run playbooks on an order; give the journal's number of the last."""
    for name in names:
        assert acting.play(app, no, name, {}, acting.actor(app, "lead")).outcome == "applied"
    with app.stores.reader() as reader:
        (record,) = [each for each in reader.all("order") if each.values["no"] == no]
    return app.stores.journal.story(record.id)[-1].seq


def back(app, entry):
    return undo(app, "1", acting.actor(app, "lead"), Undoing(entry=entry))


@pytest.mark.parametrize("done", [["take"], ["freeze"], ["fetch"], ["take", "send"]])
def test_a_movement_goes_back_once(app, clock, done):
    entry = play(app, "1", *done)
    assert back(app, entry).outcome == "applied"
    assert on_shelves(app) == FIVE
    assert held_by_orders(app) == {}
    clock.advance(timedelta(minutes=1))
    again = back(app, entry)
    assert [each.code for each in again.reasons] == ["OL933"]
    assert on_shelves(app) == FIVE


def test_goods_that_went_on_stay_where_they_are(app):
    entry = play(app, "1", "fetch")
    play(app, "2", "take")
    play(app, "B", "take", "freeze")
    before = on_shelves(app)
    assert before["A", "SH", "available"] == 1
    assert [each.code for each in back(app, entry).reasons] == ["OL933"]
    assert on_shelves(app) == before


def test_what_was_released_is_reserved_again_while_it_is_there(app, clock):
    entry = play(app, "1", "take", "free")
    assert on_shelves(app) == FIVE
    assert back(app, entry).outcome == "applied"
    assert on_shelves(app) == {("A", "SH", "available"): 3, ("A", "SH", "reserved"): 2}
    assert sum(held_by_orders(app).values()) == 2
    clock.advance(timedelta(minutes=1))
    assert [each.code for each in back(app, entry).reasons] == ["OL933"]
    play(app, "1", "send")
    assert on_shelves(app) == {("A", "SH", "available"): 3}


def test_what_was_released_and_went_to_others_stays_there(app):
    entry = play(app, "1", "take", "free")
    play(app, "2", "take")
    play(app, "B", "take")
    before = on_shelves(app)
    assert [each.code for each in back(app, entry).reasons] == ["OL933"]
    assert on_shelves(app) == before
