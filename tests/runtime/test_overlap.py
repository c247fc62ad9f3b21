"""Groups that are decided while the one before is written end as if there had been no hurry."""

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.runtime.shop import FLOW, START, counts, opened, orders_file, take, write_shop
from tests.runtime.test_worker import CRASH

from orderloom.app.application import Application
from orderloom.app.inputs import Inputs, messages
from orderloom.app.running import run
from orderloom.errors import StoreUnusable
from orderloom.flow.decision import Batch
from orderloom.flow.message import MappedItem, Message, SplitItem, message_id
from orderloom.flow.record import Record
from orderloom.ports import Committer, Writing
from orderloom.runtime.item import ItemDecider
from orderloom.runtime.worker import Worker
from orderloom.store.engine import Database

EAGER = (
    FLOW.replace("when_absent: park\n", "")
    .replace("lane: text}", "lane: text, phone: {type: phone, sensitive: true}}")
    .replace("  amount: amount\n", "  amount: amount\n  phone: phone\n")
)
LOOKING = (
    EAGER
    + """
---
kind: rule
id: look
on: order.amount.changed
do:
  - for_each: {record: order, where: amount > CNY 900}
    do: [{tag: seen}]
"""
)
SPREADING = (
    EAGER
    + """
---
kind: rule
id: spread
on: order.amount.changed
when: amount > CNY 90
do:
  - for_each: {record: order, where: amount < CNY 20, order_by: no, take: 2}
    do: [{set: {lane: =this.no}}]
"""
)


def orders(number: int) -> list[dict[str, object]]:
    """Give orders of which most come several times, with another amount or phone each time."""
    return [
        {
            "no": f"N{place * place % (number // 3)}",
            "amount": f"CNY {place * 37 % 130 + 1}.00",
            "status": "unpaid",
            "phone": f"1380000{place * 7919 % 10_000:04d}",
        }
        for place in range(number)
    ]


def ended(folder: Path, flow: str, given: Sequence[dict[str, object]]) -> list[object]:
    """Take a file in a folder of its own, and give all that is left of it."""
    folder.mkdir()
    write_shop(folder, flow)
    path = orders_file(folder, "a.json", list(given))
    with opened(folder) as app:
        summary = take(app, path)
        return [counts(summary), *left(app, folder)]


def message_of(app: Application, path: Path) -> Message:
    """Give a file as the message that it makes."""
    (message,) = messages(app.flow, Inputs(files=[path], mapping="orders"), app.clock)
    return message


def left(app: Application, folder: Path) -> tuple[list[Record], list[str]]:
    """Give the records as they are and what the journal tells, wherever that was."""
    with app.stores.reader() as reader:
        records = list(reader.all("order"))
    told = [str(entry).replace(str(folder), "") for entry in app.stores.journal.all()]
    return records, told


@pytest.mark.parametrize("flow", [EAGER, LOOKING, SPREADING], ids=["plain", "looking", "jobs"])
@pytest.mark.parametrize("size", [1, 7, 40])
def test_it_ends_as_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flow: str, size: int
) -> None:
    given = orders(120)
    monkeypatch.setattr("orderloom.runtime.groups.GROUP", size)
    eager = ended(tmp_path / "eager", flow, given)
    monkeypatch.setattr(Database, "is_readable_meanwhile", False)
    assert eager == ended(tmp_path / "serial", flow, given)


class Meddling:
    """A committer whose second group meets what another process wrote a moment before.

    ``begun`` holds the commits that were begun.
    """

    def __init__(self, committer: Committer, meddle: "Iterator[None]") -> None:
        self._committer = committer
        self._meddle = meddle
        self.begun: list[Writing] = []

    def commit(self, batches: Sequence[Batch]) -> None:
        self._committer.commit(batches)

    def commit_alone(self, prepare: Callable[[], Batch]) -> None:
        self._committer.commit_alone(prepare)

    def begin(self, batches: Sequence[Batch]) -> Writing:
        next(self._meddle, None)
        self.begun.append(self._committer.begin(batches))
        return self.begun[-1]


@pytest.mark.parametrize("at", [1, 2, 3])
def test_what_another_process_wrote_is_decided_upon_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    monkeypatch.setattr("orderloom.runtime.groups.GROUP", 5)
    write_shop(tmp_path, EAGER)
    same = [{"no": f"N{n % 5}", "amount": f"CNY {n}.00", "status": "unpaid"} for n in range(20)]
    path = orders_file(tmp_path, "a.json", same)
    other = [{"no": "N2", "amount": "CNY 77.00", "status": "paid"}]
    others = orders_file(tmp_path, "b.json", other)
    with opened(tmp_path) as app, opened(tmp_path) as elsewhere:

        def meddle() -> Iterator[None]:
            for _ in range(at - 1):
                yield
            elsewhere.worker(elsewhere.live_desk()).take(message_of(elsewhere, others))
            yield

        meddling = Meddling(app.stores.committer, meddle())
        with monkeypatch.context() as patch:
            patch.setattr(app.stores, "committer", meddling)
            assert counts(take(app, path)) == {"accepted": 20, "applied": 20}
        failed = [each for each in meddling.begun if each.exception() is not None]  # type: ignore[attr-defined]
        assert len(failed) == 1
        with app.stores.reader() as reader:
            record = reader.find("order", "N2")
        assert record is not None
        assert str(record.values["amount"]) == "CNY 17.00"
        told = [entry.revision for entry in app.stores.journal.story(record.id)]
        assert told == [1, 2, 3, 4, 5]
        assert app.stores.inbox.unfinished() == []


class WithPoison:
    """Splits into forty items of which one cannot be stored."""

    parks = False
    ranks = frozenset[str]()

    def split(self, message: Message, start: int) -> Iterator[SplitItem]:
        for position in range(start, 40):
            values: dict[str, object] = {"no": str(position)}
            if position == 17:
                values["lane"] = object()
            yield MappedItem(position, f"row {position}", "order", str(position), values)


def test_a_poison_item_is_quarantined_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orderloom.runtime.groups.GROUP", 10)
    write_shop(tmp_path, EAGER)
    with opened(tmp_path) as app:
        worker = Worker(app.live_desk(), ItemDecider(app.program), WithPoison(), "digest")
        worker.take(Message(message_id("orders", None, "p", b"x"), "orders", "p", b"x", START))
        assert worker.tally.messages()["applied"] == 39
        (row,) = app.stores.journal.quarantine(10)
        assert row["where"] == "row 17"
        keys = [record.key for record in left(app, tmp_path)[0]]
        assert sorted(map(int, keys)) == [n for n in range(40) if n != 17]


def test_a_record_changed_while_it_is_written_keeps_its_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second key would outlive the erasure of the record."""
    monkeypatch.setattr("orderloom.runtime.groups.GROUP", 5)
    write_shop(tmp_path, EAGER)
    with opened(tmp_path) as app:
        take(app, orders_file(tmp_path, "a.json", orders(60)))
        with sa.create_engine(f"sqlite:///{tmp_path / 'store.db'}").connect() as connection:
            one = sa.text(
                "SELECT count(*) FROM keys WHERE id NOT IN"
                " (SELECT sensitive_key_id FROM records WHERE sensitive_key_id IS NOT NULL)"
                " AND id NOT IN (SELECT body_key_id FROM bodies WHERE body_key_id IS NOT NULL)"
                " AND id NOT IN (SELECT payload_key_id FROM outbox"
                " WHERE payload_key_id IS NOT NULL)"
                " AND id NOT IN (SELECT value_key_id FROM connection_notes)"
            )
            assert connection.scalar(one) == 1  # the one that hashes identities


def test_nothing_counts_before_it_is_written(tmp_path: Path) -> None:
    write_shop(tmp_path, EAGER)
    path = orders_file(tmp_path, "a.json", orders(450))
    with opened(tmp_path) as app:
        told: list[int] = []

        def progress(batch: Batch) -> None:
            stored = app.stores.inbox.counts()
            told.append(len(batch.items))
            assert sum(stored.values()) >= sum(told)

        worker = app.worker(app.live_desk(), progress)
        worker.take(message_of(app, path))
        assert sum(told) == 450


@pytest.mark.parametrize("after", [1, 3])
def test_a_killed_run_is_finished_by_the_next(tmp_path: Path, after: int) -> None:
    write_shop(tmp_path, EAGER)
    given = orders(450)
    orders_file(tmp_path, "a.json", given)
    killed = subprocess.run(
        [sys.executable, "-c", CRASH, str(tmp_path), str(after)], check=False, timeout=120
    )
    assert killed.returncode == -9
    with opened(tmp_path) as app:
        assert len(app.stores.inbox.unfinished()) == 1
        assert counts(run(app, [])) == {"accepted": 450, "applied": 450}
        found = left(app, tmp_path)
    assert found[0] == ended(tmp_path / "unharmed", EAGER, given)[1]


class Full:
    """A committer on a disk that is full from the second group on."""

    def __init__(self, committer: Committer) -> None:
        self._committer = committer
        self._number = 0

    def commit(self, batches: Sequence[Batch]) -> None:
        self._committer.commit(batches)

    def commit_alone(self, prepare: Callable[[], Batch]) -> None:
        self._committer.commit_alone(prepare)

    def begin(self, batches: Sequence[Batch]) -> Writing:
        self._number += 1
        if self._number == 1:
            return self._committer.begin(batches)
        failed: Future[None] = Future()
        failed.set_exception(StoreUnusable("OL621", path="store.db", reason="full"))
        return failed


def test_a_full_disk_stops_the_run_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_shop(tmp_path, EAGER)
    given = orders(450)
    path = orders_file(tmp_path, "a.json", given)
    with opened(tmp_path) as app:
        with monkeypatch.context() as patch:
            patch.setattr(app.stores, "committer", Full(app.stores.committer))
            with pytest.raises(StoreUnusable):
                take(app, path)
        assert sum(app.stores.inbox.counts().values()) == 100
        assert counts(run(app, [])) == {"accepted": 450, "applied": 450}
        found = left(app, tmp_path)
    assert found[0] == ended(tmp_path / "unharmed", EAGER, given)[1]
