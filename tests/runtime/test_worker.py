"""The worker: groups, repetition, poison, parking, crashes."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.runtime.shop import FLOW, START, counts, opened, orders_file, take, write_shop

from orderloom.app.inputs import Inputs
from orderloom.app.running import preview, run
from orderloom.flow.decision import Batch
from orderloom.flow.message import MappedItem, Message, SplitItem, message_id
from orderloom.runtime.item import ItemDecider
from orderloom.runtime.worker import Worker
from orderloom.testing.clock import FrozenClock


def order(number: int, **more: object) -> dict[str, object]:
    return {"no": f"N{number}", "amount": f"CNY {number}.00", "status": "unpaid"} | more


def test_one_bad_row_leaves_all_others_complete(tmp_path: Path) -> None:
    write_shop(tmp_path)
    orders = [order(number) for number in range(1000)]
    orders[500]["amount"] = "a lot"
    with opened(tmp_path) as app:
        summary = take(app, orders_file(tmp_path, "a.json", orders))
        assert counts(summary) == {"accepted": 1000, "applied": 999, "quarantined": 1}
        assert summary.records == {"order": 999}
        (row,) = app.stores.journal.quarantine(10)
        assert row["where"] == "orders[500]"


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    write_shop(tmp_path)
    path = orders_file(tmp_path, "a.json", [order(1), order(2), order(3, amount="x")])
    with opened(tmp_path) as app:
        take(app, path)
        before = list(app.stores.journal.all())
        summary = take(app, path)
        assert counts(summary) == {"accepted": 3, "duplicate": 3}
        assert list(app.stores.journal.all()) == before


def test_quarantined_rows_are_tried_again_under_other_definitions(tmp_path: Path) -> None:
    write_shop(tmp_path)
    path = orders_file(tmp_path, "a.json", [order(1), order(2, status="odd")])
    with opened(tmp_path) as app:
        assert counts(take(app, path)) == {"accepted": 2, "applied": 1, "quarantined": 1}
    mended = FLOW.replace("paid: paid}", "paid: paid, odd: paid}")
    write_shop(tmp_path, mended)
    with opened(tmp_path) as app:
        assert counts(take(app, path)) == {"accepted": 2, "applied": 1, "duplicate": 1}
        assert counts(take(app, path)) == {"accepted": 2, "duplicate": 2}


def test_bytes_that_make_no_sense_are_kept_and_quarantined(tmp_path: Path) -> None:
    write_shop(tmp_path)
    path = tmp_path / "a.json"
    path.write_bytes(b'{"orders": [')
    with opened(tmp_path) as app:
        assert counts(take(app, path)) == {"accepted": 1, "quarantined": 1}
        (row,) = app.stores.journal.quarantine(10)
        message, _ = app.stores.inbox.read(str(row["message"]))
        assert message.body == b'{"orders": ['
        assert counts(take(app, path)) == {"accepted": 1, "duplicate": 1}


def test_a_rejected_file_is_read_whole_once_the_mapping_can(tmp_path: Path) -> None:
    write_shop(tmp_path, FLOW.replace('each: "orders[*]"', 'each: "list[*]"'))
    path = orders_file(tmp_path, "a.json", [order(number) for number in range(3)])
    with opened(tmp_path) as app:
        assert counts(take(app, path)) == {"accepted": 1, "quarantined": 1}
    write_shop(tmp_path)
    with opened(tmp_path) as app:
        assert counts(take(app, path)) == {"accepted": 3, "applied": 3}
        assert app.stores.journal.quarantine(10) == []
        assert counts(take(app, path)) == {"accepted": 3, "duplicate": 3}


class WithPoison:
    """Splits into three items of which the second cannot be stored."""

    parks = False
    ranks = frozenset[str]()

    def split(self, message: Message, start: int) -> Iterator[SplitItem]:
        for position in range(start, 3):
            amount = object() if position == 1 else None
            values = {"no": str(position)} | ({"lane": amount} if amount else {})
            yield MappedItem(position, f"row {position}", "order", str(position), values)


def test_a_poison_item_is_quarantined_alone(tmp_path: Path) -> None:
    write_shop(tmp_path)
    with opened(tmp_path) as app:
        worker = Worker(app.live_desk(), ItemDecider(app.program), WithPoison(), "digest")
        worker.take(Message(message_id("orders", None, "p", b"x"), "orders", "p", b"x", START))
        assert worker.tally.messages()["applied"] == 2
        assert worker.tally.messages()["quarantined"] == 1
        (row,) = app.stores.journal.quarantine(10)
        assert row["where"] == "row 1"
        with app.stores.reader() as reader:
            assert dict(reader.types()) == {"order": 2}


def test_a_parked_item_waits_for_its_record(tmp_path: Path) -> None:
    write_shop(tmp_path)
    (tmp_path / "w.csv").write_text("no,weight\nP1,2.5\nP2,1\n")
    (tmp_path / "p.csv").write_text("no\nP1\n")
    with opened(tmp_path) as app:
        assert counts(take(app, tmp_path / "w.csv", "weights")) == {"accepted": 2, "parked": 2}
        take(app, tmp_path / "p.csv", "parcels")
        with app.stores.reader() as reader:
            parcel = reader.find("parcel", "P1")
            assert parcel is not None
            assert str(parcel.values["weight"]) == "2.5"


def test_a_process_that_dies_before_it_releases_leaves_that_to_the_next(tmp_path: Path) -> None:
    write_shop(tmp_path)
    (tmp_path / "w.csv").write_text("no,weight\nP1,1.5\nP2,2.5\n", encoding="utf-8")
    parcels = tmp_path / "p.csv"
    parcels.write_text("no\nP1\n", encoding="utf-8")

    def dies(_: Batch) -> None:
        raise KeyboardInterrupt

    with opened(tmp_path) as app:
        take(app, tmp_path / "w.csv", "weights")
        with pytest.raises(KeyboardInterrupt):
            run(app, [Inputs(files=[parcels], mapping="parcels")], dies)
        assert app.stores.inbox.counts()["parked"] == 2
    with opened(tmp_path) as app:
        assert len(app.stores.inbox.releasable()) == 1
        told = [len(batch.decisions) for batch in preview(app, []).batches]
        batches: list[Batch] = []
        run(app, [], batches.append)
        assert sum(told) == sum(len(batch.decisions) for batch in batches) == 1
        assert app.stores.inbox.counts()["parked"] == 1
        assert app.stores.inbox.releasable() == []
        with app.stores.reader() as reader:
            parcel = reader.find("parcel", "P1")
        assert parcel is not None
        assert str(parcel.values["weight"]) == "1.5"


def test_a_parked_item_is_given_up_after_a_day(tmp_path: Path) -> None:
    write_shop(tmp_path)
    (tmp_path / "w.csv").write_text("no,weight\nP1,2.5\n")
    clock = FrozenClock(START)
    with opened(tmp_path, clock) as app:
        take(app, tmp_path / "w.csv", "weights")
        clock.advance(timedelta(hours=24))
        assert counts(run(app, [])) == {}
        clock.advance(timedelta(seconds=1))
        assert counts(run(app, [])) == {"accepted": 1, "quarantined": 1}
        (row,) = app.stores.journal.quarantine(10)
        assert row["faults"][0]["code"] == "OL723"


CRASH = """
import os, sys
from pathlib import Path
from orderloom.app.inputs import Inputs
from orderloom.app.running import run
from tests.runtime.shop import opened
folder, after = Path(sys.argv[1]), int(sys.argv[2])
seen = 0
def die(_):
    global seen
    seen += 1
    if seen == after:
        os.kill(os.getpid(), 9)
with opened(folder) as app:
    run(app, [Inputs(files=[folder / "a.json"], mapping="orders")], die)
"""


@pytest.mark.parametrize("after", [1, 3])
def test_a_killed_run_is_finished_by_the_next_as_if_nothing_had_been(
    tmp_path: Path, after: int
) -> None:
    write_shop(tmp_path)
    path = orders_file(tmp_path, "a.json", [order(number) for number in range(450)])
    killed = subprocess.run(
        [sys.executable, "-c", CRASH, str(tmp_path), str(after)], check=False, timeout=60
    )
    assert killed.returncode == -9
    with opened(tmp_path) as app:
        assert len(app.stores.inbox.unfinished()) == 1
        summary = run(app, [])
        assert counts(summary) == {"accepted": 450, "applied": 450}
        assert summary.records == {"order": 450}
        assert counts(take(app, path)) == {"accepted": 450, "duplicate": 450}
        entries = [entry.record_id for entry in app.stores.journal.all()]
        assert len(entries) == len(set(entries)) == 450
