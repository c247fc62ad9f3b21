"""Several processes on one store work each message once, whoever of them dies."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.runtime.shop import FLOW, counts, opened, orders_file, write_shop

from orderloom.app.application import Application
from orderloom.app.running import run

NUMBERED = FLOW.replace(
    "lane: text}", 'lane: text, receipt: {type: serial, pattern: "R{yyyy}-{n:3}"}}'
)
"""Whose orders draw numbers from one row."""
PARKLESS = NUMBERED.replace("when_absent: park\n", "")
"""Whose groups are decided while the one before is written."""
FILES = 8
ORDERS = 42


def fill(folder: Path) -> None:
    """Write files of orders, no two of them alike."""
    (folder / "files").mkdir()
    for number in range(FILES):
        given: list[dict[str, object]] = [
            {"no": f"N{number}-{place}", "amount": "CNY 120.00", "status": "unpaid"}
            for place in range(ORDERS)
        ]
        orders_file(folder / "files", f"{number:02}.json", given)


@contextmanager
def worker(folder: Path, files: str = "files") -> Iterator[subprocess.Popen[str]]:
    """Start a process that has the store open, and waits for ``go`` to work the files there."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.runtime.two_workers", str(folder), files],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "committed\n"
            yield process
        finally:
            process.kill()


def go(process: subprocess.Popen[str]) -> None:
    """Let it work."""
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def ended(process: subprocess.Popen[str]) -> dict[str, int]:
    """Give what a process counted, once it has ended by itself."""
    told, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    counted: dict[str, int] = json.loads(told.splitlines()[-1])
    return counted


def places(app: Application) -> Counter[tuple[str, int]]:
    """Count the lines that the journal has of each item."""
    return Counter((entry.message, entry.position) for entry in app.stores.journal.all())


def assert_each_once(folder: Path) -> None:
    """Hold the journal, the records and the inbox against what was given, each item once."""
    with opened(folder) as app:
        told = places(app)
        assert len(told) == FILES * ORDERS
        assert set(told.values()) == {1}
        assert app.stores.inbox.counts()["applied"] == FILES * ORDERS
        assert not app.stores.inbox.unfinished()
        assert counts(run(app, [])) == {}
        with app.stores.reader() as reader:
            receipts = sorted(record.values["receipt"] for record in reader.all("order"))
    assert receipts == [f"R2026-{number:03}" for number in range(1, FILES * ORDERS + 1)]


@pytest.mark.parametrize("flow", [PARKLESS, NUMBERED], ids=["overlapping", "serial"])
def test_two_runs_at_once_work_each_item_once(anywhere: Path, flow: str) -> None:
    write_shop(anywhere, flow)
    fill(anywhere)
    with worker(anywhere) as one, worker(anywhere) as other:
        go(one)
        go(other)
        counted = [ended(one), ended(other)]
    assert_each_once(anywhere)
    # Each was given all of them: what the other works counts as known, or as done before. Whoever
    # begins later may find one file under way, and goes on with that before what it was given.
    for each in counted:
        assert each["accepted"] in {FILES * ORDERS, (FILES + 1) * ORDERS}


@pytest.mark.parametrize("after", [1, 9, 20])
def test_one_that_is_killed_leaves_the_rest_to_the_other(anywhere: Path, after: int) -> None:
    write_shop(anywhere, PARKLESS)
    fill(anywhere)
    with worker(anywhere) as one, worker(anywhere) as other:
        go(one)
        go(other)
        assert one.stdout is not None
        for _ in range(after):
            one.stdout.readline()
        one.kill()
        ended(other)
    assert_each_once(anywhere)
