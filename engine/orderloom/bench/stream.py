"""How much memory a long file takes: a child process runs it, and its peak is read."""

import os
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from subprocess import DEVNULL, Popen
from tempfile import TemporaryDirectory

from orderloom.bench.timing import agree
from orderloom.store.engine import sqlite_driver

FLOW = Path(__file__).parent / "stream_flow"
_HEAD = "order_no,placed_at,sku,quantity,price,channel,town\n"
_TOWNS = ("Ningbo", "Xiamen", "Beijing", "Haikou", "Guiyang")


def stream_rss_mb(lines: int) -> list[float]:
    """Give the peak memory, in MB, of ``run`` over a CSV file of so many lines, an order each."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        with (place / "orders.csv").open("w", encoding="utf-8") as file:
            file.writelines(_lines(lines))
        peak = _peak_of_run(place)
        agree(_orders_in(place / "store.db"), lines)
    return [peak]


def _lines(number: int) -> Iterator[str]:
    yield _HEAD
    for line in range(number):
        at = f"2026-01-{1 + line % 28:02d} {line % 24:02d}:{line % 60:02d}:00"
        price = f"{5 + line % 90}.{line % 100:02d}"
        yield f"W{line:09d},{at},SKU-{line % 4000},{1 + line % 12},{price},web,{_TOWNS[line % 5]}\n"


def _peak_of_run(place: Path) -> float:
    command = [
        *(sys.executable, "-m", "orderloom.cli.main", "run", str(FLOW)),
        *("--input", str(place / "orders.csv"), "--mapping", "orders"),
        *("--store", str(place / "store.db")),
    ]
    child = Popen(command, stdout=DEVNULL)  # noqa: S603 - this very program
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    agree(child.returncode, 0)
    per_mb = 2**20 if sys.platform == "darwin" else 2**10
    return usage.ru_maxrss / per_mb


def _orders_in(database: Path) -> int:
    with closing(sqlite_driver().connect(str(database))) as connection:
        found = connection.execute("SELECT count(*) FROM records WHERE type = 'order'")
        return int(found.fetchone()[0])
