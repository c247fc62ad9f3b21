"""Raw messages: packed, purged when their time is over, replayed while they are there."""

import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.runtime.shop import FLOW, START, counts, opened, orders_file, take, write_shop

from orderloom.app.application import Application
from orderloom.app.inputs import Inputs
from orderloom.app.raw import purge, replay
from orderloom.app.running import run
from orderloom.errors import MessageRejected, OrderloomError
from orderloom.store.open import SqlStores
from orderloom.testing.clock import FrozenClock

WEEK = FLOW.replace(
    "streams: {orders: {mapping: orders}}", "streams: {orders: {mapping: orders}}\nkeep_raw: 7d"
)
MENDED = WEEK.replace("paid: paid}", "paid: paid, odd: paid}")


def order(number: int, **more: object) -> dict[str, object]:
    return {"no": f"N{number}", "amount": f"CNY {number}.00", "status": "unpaid"} | more


def poll(app: Application, folder: Path, name: str, orders: list[dict[str, object]]) -> None:
    """Bring orders in by the connection."""
    (folder / "shop" / "inbox").mkdir(exist_ok=True)
    path = orders_file(folder / "shop" / "inbox", name, orders)
    os.utime(path, (0, 0))  # nobody writes it any more
    run(app, [Inputs(connection="incoming")])


def kept(app: Application) -> list[tuple[str, int]]:
    """Give the names of the messages that still have bytes, and how many those are."""
    stores = app.stores
    assert isinstance(stores, SqlStores)
    with stores.database.reading.begin() as connection:
        rows = connection.execute(
            sa.text("SELECT name, length(body) FROM inbox JOIN bodies ON message_id = id")
        )
        return sorted((row[0], row[1]) for row in rows)


def numbers(found: Mapping[str, int]) -> int:
    return found["incoming"]


def test_bodies_are_packed_and_read_as_they_came(tmp_path: Path) -> None:
    write_shop(tmp_path)
    path = orders_file(tmp_path, "a.json", [order(number) for number in range(500)])
    with opened(tmp_path) as app:
        take(app, path)
        ((_, size),) = kept(app)
        assert size < len(path.read_bytes()) / 3
        (message,) = {entry.message for entry in app.stores.journal.all()}
        assert app.stores.inbox.read(message)[0].body == path.read_bytes()


def test_only_what_is_taken_whole_and_old_enough_goes(tmp_path: Path) -> None:
    write_shop(tmp_path, WEEK)
    clock = FrozenClock(START)
    with opened(tmp_path, clock) as app:
        poll(app, tmp_path, "good.json", [order(1)])
        poll(app, tmp_path, "odd.json", [order(2), order(3, status="odd")])
        take(app, orders_file(tmp_path, "by_hand.json", [order(4)]))
        clock.advance(timedelta(days=7))
        assert numbers(purge(app, for_real=True)) == 0
        clock.advance(timedelta(seconds=1))
        assert numbers(purge(app, for_real=False)) == 1
        assert numbers(purge(app, for_real=True)) == 1
        assert numbers(purge(app, for_real=True)) == 0
        assert [Path(name).name for name, _ in kept(app)] == ["by_hand.json", "odd.json"]
        (gone,) = {each.message for each in app.stores.journal.all() if "N1" in str(each.entry)}
        with pytest.raises(MessageRejected) as caught:
            app.stores.inbox.read(gone)
        assert caught.value.code == "OL633"
        assert app.stores.inbox.counts()["applied"] == 3


def test_what_is_not_worked_to_its_end_stays(tmp_path: Path) -> None:
    write_shop(tmp_path, WEEK)
    clock = FrozenClock(START)
    with opened(tmp_path, clock) as app:
        poll(app, tmp_path, "good.json", [order(1)])
        assert isinstance(app.stores, SqlStores)
        with app.stores.database.transaction() as connection:
            connection.execute(sa.text("UPDATE inbox SET finished = 0"))
        clock.advance(timedelta(days=100))
        assert numbers(purge(app, for_real=True)) == 0


def test_a_run_purges_once_a_day(tmp_path: Path) -> None:
    write_shop(tmp_path, WEEK)
    clock = FrozenClock(START)
    with opened(tmp_path, clock) as app:
        poll(app, tmp_path, "good.json", [order(1)])
        clock.advance(timedelta(days=7))
        run(app, [])
        assert len(kept(app)) == 1
        clock.advance(timedelta(hours=23))
        run(app, [])
        assert len(kept(app)) == 1
        clock.advance(timedelta(hours=1))
        run(app, [])
        assert kept(app) == []


def test_a_purged_message_that_comes_again_is_known(tmp_path: Path) -> None:
    write_shop(tmp_path, WEEK)
    clock = FrozenClock(START)
    with opened(tmp_path, clock) as app:
        poll(app, tmp_path, "good.json", [order(1)])
        before = list(app.stores.journal.all())
        clock.advance(timedelta(days=8))
        purge(app, for_real=True)
        poll(app, tmp_path, "good.json", [order(1)])
        assert list(app.stores.journal.all()) == before


def test_what_was_quarantined_is_replayed_once_and_nothing_else_is(tmp_path: Path) -> None:
    write_shop(tmp_path, WEEK)
    clock = FrozenClock(START)
    with opened(tmp_path, clock) as app:
        poll(app, tmp_path, "odd.json", [order(2), order(3, status="odd")])
        again = replay(app, message=None, connection=None, for_real=True)
        assert again.tally.messages()["quarantined"] == 1
    write_shop(tmp_path, MENDED)
    clock.advance(timedelta(days=90))
    with opened(tmp_path, clock) as app:
        dry = replay(app, message=None, connection="incoming", for_real=False)
        before = list(app.stores.journal.all())
        for_real = replay(app, message=None, connection="incoming", for_real=True)
        told = list(app.stores.journal.all())
        assert dry.tally == for_real.tally
        assert for_real.tally.messages()["applied"] == for_real.tally.accepted == 1
        assert told[: len(before)] == before
        news = [entry for entry in told[len(before) :] if entry.command != "deploy"]
        assert [entry.position for entry in news] == [1]
        assert replay(app, message=None, connection=None, for_real=True).tally.accepted == 0
        assert counts(run(app, [])) == {}


def test_a_message_that_could_not_be_read_is_replayed_from_where_it_broke(tmp_path: Path) -> None:
    write_shop(tmp_path, WEEK)
    path = tmp_path / "a.json"
    path.write_text('{"list": [{"no": "N1", "amount": "CNY 1.00", "status": "unpaid"}]}', "utf-8")
    with opened(tmp_path) as app:
        take(app, path)
    write_shop(tmp_path, WEEK.replace('each: "orders[*]"', 'each: "list[*]"'))
    with opened(tmp_path) as app:
        assert replay(app, message=None, connection=None, for_real=True).tally.accepted == 1
        assert app.stores.inbox.counts()["quarantined"] == 0


def test_nobody_replays_what_is_not_there(tmp_path: Path) -> None:
    write_shop(tmp_path, WEEK)
    with opened(tmp_path) as app:
        with pytest.raises(MessageRejected) as caught:
            replay(app, message="m_nowhere", connection=None, for_real=True)
        assert caught.value.code == "OL626"
        with pytest.raises(OrderloomError):
            replay(app, message=None, connection="nowhere", for_real=True)
