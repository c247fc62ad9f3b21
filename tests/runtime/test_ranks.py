"""Which of what waits is worked first; the order of one record's messages never changes."""

import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.runtime.shop import FLOW, START, counts, opened, orders_file, take, write_shop

from orderloom.app.application import Application
from orderloom.app.inputs import Inputs
from orderloom.app.running import preview, run
from orderloom.flow.message import FailedItem, MappedItem, Message, SplitItem, message_id
from orderloom.runtime.ranks import order_of
from orderloom.testing.clock import FrozenClock

RANKED = FLOW.replace('each: "orders[*]"}', 'each: "orders[*]"}\nrank: raw.urgent')
TIMED = RANKED.replace(
    "states: {unpaid: {}, ",
    "states: {unpaid: {later: [{after: 10m, do: [{fire: pay, when: amount < CNY 5}]}]}, ",
)


def order(number: int, urgent: int = 0, **more: object) -> dict[str, object]:
    return {"no": f"N{number}", "amount": "CNY 9", "status": "unpaid", "urgent": urgent} | more


def worked(app: Application) -> list[str]:
    """Name the records in the order in which they were written, timers and versions apart."""
    with app.stores.reader() as reader:
        keys = {each.id: each.key for each in reader.all("order")}
    told = (each for each in app.stores.journal.all() if each.command not in {"ring", "deploy"})
    return [keys[each.record_id] for each in told]


def accept(
    app: Application, folder: Path, minute: int, orders: Sequence[dict[str, object]], **more: str
) -> None:
    path = orders_file(folder, "a.json", list(orders))
    name, body = f"m{minute}{more}", path.read_bytes()
    made = message_id("orders", None, name, body)
    at = START + timedelta(minutes=minute)
    app.stores.inbox.accept(
        Message(made, "orders", name, body, at, more.get("source"), "Asia/Shanghai")
    )


def later(app_minutes: int) -> FrozenClock:
    return FrozenClock(START + timedelta(minutes=app_minutes))


def test_of_one_file_the_higher_rank_is_worked_first(tmp_path: Path) -> None:
    write_shop(tmp_path, RANKED)
    orders = [order(1), order(2, 5), order(3, -1), order(4, 5), order(1, 7, amount="CNY 8")]
    with opened(tmp_path) as app:
        take(app, orders_file(tmp_path, "a.json", orders))
        assert worked(app) == ["N1", "N1", "N2", "N4", "N3"]
        with app.stores.reader() as reader:
            record = reader.find("order", "N1")
        assert record is not None
        assert str(record.values["amount"]) == "CNY 8.00"


def test_a_preview_goes_in_the_same_order(tmp_path: Path) -> None:
    write_shop(tmp_path, RANKED)
    low = orders_file(tmp_path, "low.json", [order(1), order(2, 2)])
    high = orders_file(tmp_path, "high.json", [order(3, 9)])
    inputs = [Inputs(files=[low, high], mapping="orders")]
    with opened(tmp_path) as app:
        rehearsal = preview(app, inputs)
        expected = [item.key for batch in rehearsal.batches for item in batch.items]
        assert rehearsal.tally.messages()["applied"] == 3
        assert counts(run(app, inputs)) == {"accepted": 3, "applied": 3}
        assert worked(app) == expected == ["N3", "N2", "N1"]


def test_a_rank_that_cannot_be_judged_is_told_and_one_that_is_missing_is_none(
    tmp_path: Path,
) -> None:
    write_shop(tmp_path, RANKED.replace("rank: raw.urgent", "rank: 10 / raw.urgent + 1"))
    orders = [order(1), order(2, 5), order(3, urgent="much")]  # type: ignore[arg-type]
    with opened(tmp_path) as app:
        summary = take(app, orders_file(tmp_path, "a.json", orders))
        assert counts(summary) == {"accepted": 3, "applied": 2, "quarantined": 1}
        assert worked(app) == ["N2", "N1"]
        (row,) = app.stores.journal.quarantine(10)
        assert (row["where"], row["faults"][0]["field"]) == ("orders[2]", "rank")


def test_of_several_waiting_messages_the_higher_rank_is_worked_first(tmp_path: Path) -> None:
    write_shop(tmp_path, RANKED)
    with opened(tmp_path, later(9)) as app:
        accept(app, tmp_path, 1, [order(1)])
        accept(app, tmp_path, 2, [order(2, 3)])
        accept(app, tmp_path, 3, [order(3, 9), order(4)])
        run(app, [])
        assert worked(app) == ["N3", "N4", "N2", "N1"]


def test_nothing_overtakes_an_older_message_about_the_same_record(tmp_path: Path) -> None:
    write_shop(tmp_path, RANKED)
    with opened(tmp_path, later(9)) as app:
        accept(app, tmp_path, 1, [order(1)])
        accept(app, tmp_path, 2, [order(2)])
        accept(app, tmp_path, 3, [order(2, 9, amount="CNY 8"), order(3, 9)])
        run(app, [])
        assert worked(app) == ["N1", "N2", "N2", "N3"]


def test_nothing_overtakes_a_timer(tmp_path: Path) -> None:
    """A message of before a timer's instant is worked before that timer, whatever waits."""
    write_shop(tmp_path, TIMED)
    with opened(tmp_path, later(0)) as app:
        take(app, orders_file(tmp_path, "a.json", [order(1, amount="CNY 1")]))
    with opened(tmp_path, later(30)) as app:
        accept(app, tmp_path, 9, [order(1, amount="CNY 7")])
        accept(app, tmp_path, 20, [order(2, 9)])
        run(app, [])
        with app.stores.reader() as reader:
            record = reader.find("order", "N1")
        assert record is not None
        assert record.values["status"] == "unpaid"
        assert worked(app) == ["N1", "N1", "N2"]


def test_a_low_rank_waits_longer_and_never_for_ever(tmp_path: Path) -> None:
    write_shop(tmp_path, RANKED)
    with opened(tmp_path, later(60)) as app:
        for number in range(1, 4):
            accept(app, tmp_path, number, [order(number)])
        for number in range(11, 21):
            accept(app, tmp_path, number, [order(number, 9)])
        run(app, [])
        assert [worked(app).index(f"N{number}") for number in (1, 2, 3)] == [3, 7, 11]


def test_connections_take_turns_at_the_same_rank(tmp_path: Path) -> None:
    write_shop(tmp_path, RANKED)
    with opened(tmp_path, later(60)) as app:
        for number in range(1, 7):
            accept(app, tmp_path, number, [order(number)], source="incoming")
        for number in range(11, 13):
            accept(app, tmp_path, number, [order(number)], source="out")
        run(app, [])
        assert worked(app)[:4] == ["N1", "N11", "N2", "N3"]
        assert worked(app)[4] == "N12"


CRASH = """
import os, sys
from pathlib import Path
from orderloom.app.inputs import Inputs
from orderloom.app.running import run
from tests.runtime.shop import opened
folder, seen = Path(sys.argv[1]), []
def die(_):
    seen.append(1)
    if len(seen) == 2:
        os.kill(os.getpid(), 9)
with opened(folder) as app:
    run(app, [Inputs(files=[folder / "a.json"], mapping="orders")], die)
"""


@pytest.mark.parametrize("rank", ["raw.urgent", "0 - raw.urgent", None])
def test_a_file_goes_on_in_the_order_in_which_it_began(tmp_path: Path, rank: str | None) -> None:
    """Also where the definitions that go on rank otherwise: nothing is lost or worked twice."""
    write_shop(tmp_path, RANKED)
    orders_file(tmp_path, "a.json", [order(number, number % 7) for number in range(450)])
    killed = subprocess.run([sys.executable, "-c", CRASH, str(tmp_path)], check=False, timeout=60)
    assert killed.returncode == -9
    write_shop(
        tmp_path, FLOW if rank is None else RANKED.replace("rank: raw.urgent", f"rank: {rank}")
    )
    with opened(tmp_path) as app:
        assert counts(run(app, [])) == {"accepted": 450, "applied": 450}
        keys = worked(app)
    numbers = [int(key.removeprefix("N")) for key in keys]
    assert numbers == sorted(range(450), key=lambda number: -(number % 7))


ITEMS = st.lists(st.tuples(st.sampled_from("abc"), st.integers(-2, 2), st.booleans()), max_size=12)


@given(ITEMS)
def test_ranks_order_records_and_never_what_is_said_of_one(
    told: list[tuple[str, int, bool]],
) -> None:
    items: list[SplitItem] = [
        FailedItem(position, "", "order", (), key)
        if failed
        else MappedItem(position, "", "order", key, {}, None, rank)
        for position, (key, rank, failed) in enumerate(told)
    ]
    order = order_of(items)
    assert sorted(order) == list(range(len(items)))
    for key in "abc":
        own = [index for index in order if told[index][0] == key]
        assert own == sorted(own)
    highest = [max(items[one].rank for one in order if told[one][0] == told[at][0]) for at in order]
    assert highest == sorted(highest, reverse=True)
