"""A year of invoice lines becomes the orders that a count without the engine gives."""

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

WHOLESALE = Path(__file__).parents[2] / "examples" / "wholesale"
PUBLISHED = Path("data", "orders_datasets", "uci_online_retail_2010_2011")
SLICE = PUBLISHED / "slice_2010-12_no_invoice_no.csv"
YEAR = PUBLISHED / "online_retail_2010_2011_no_invoice_no.parquet"
HEADER = ("Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country")


@pytest.fixture
def example(tmp_path):
    return shutil.copytree(WHOLESALE, tmp_path / "wholesale")


def made(example, published, *more):
    """What the script says is to be expected of the file that it makes."""
    line = [sys.executable, example / "make_data.py", published, *more]
    subprocess.run(line, check=True, stdout=subprocess.DEVNULL)
    return json.loads((example / "expected.json").read_text("utf-8"))


def run(example):
    """The summary, and the most memory that the run took, in MB."""
    line = [sys.executable, "-m", "orderloom.cli.main", "run", example, "--format", "json"]
    line += ["--store", f"sqlite:///{example.parent / 'store.sqlite'}"]
    line += ["--input", example / "online_retail.csv"]
    with (example.parent / "summary.json").open("w+", encoding="utf-8") as out:
        process = subprocess.Popen(line, stdout=out, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        return json.load(out), usage.ru_maxrss / 1024


def check(summary, expected):
    orders = {"booked": expected["orders"] - expected["credited"], "credited": expected["credited"]}
    assert summary["messages"] == {
        "accepted": expected["orders"] + expected["too_long"],
        "applied": expected["orders"],
        "duplicate": 0,
        "stale": 0,
        "quarantined": expected["too_long"],
        "parked": 0,
    }
    assert summary["states"]["order.status"] == {name: n for name, n in orders.items() if n}
    assert summary["cases"] == expected["runaway"]


def test_lines_of_one_customer_minute_and_country_are_one_order(example, tmp_path):
    noon, later = "2010-12-01 12:00:00", "2010-12-01 12:01:00"
    rows = [
        ("LANTERN", 6, noon, 3.39, "17850.0", "France"),
        ("LANTERN", 1, noon, 3.39, "", "France"),
        ("CANDLE", -12, later, 0.85, "17850.0", "France"),
        (" CANDLE", 5000, noon, 0.001, "17850.0", "France"),
        ("LANTERN", 1, noon, 3.39, "17850.0", "EIRE"),
    ]
    published = tmp_path / "published.csv"
    with published.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])
    expected = made(example, published)
    assert expected == {
        "lines": 5, "orders": 4, "too_long": 0, "credited": 1, "runaway": 1, "total": "16.92",
    }  # fmt: skip
    check(run(example)[0], expected)


@pytest.mark.shared
def test_a_slice_gives_the_orders_that_were_counted(example, shared):
    expected = made(example, shared / SLICE, "6000")
    assert (expected["lines"], expected["orders"]) == (6000, 321)
    check(run(example)[0], expected)


@pytest.mark.shared
@pytest.mark.nightly
@pytest.mark.timeout(600)
def test_the_year_is_streamed_in_less_than_300_mb(example, shared):
    pytest.importorskip("pyarrow", reason="reading the published Parquet file needs pyarrow")
    expected = made(example, shared / YEAR)
    assert (expected["lines"], expected["orders"]) == (541_909, 25_195)
    summary, megabytes = run(example)
    check(summary, expected)
    assert megabytes < 300
