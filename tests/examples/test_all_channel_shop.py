"""The demo shop does with real orders what an independent count says."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SHOP = Path(__file__).parents[2] / "examples" / "all-channel-shop"
FILES = {
    "shopify_orders.json": "shopify",
    "pdd_orders.json": "pdd",
    "trade_desk_orders.csv": "csv_channel",
}
EXPECTED = json.loads((SHOP / "data" / "expected.json").read_text("utf-8"))


@pytest.fixture
def shop(tmp_path):
    shutil.copytree(SHOP, tmp_path / "shop")
    return tmp_path / "shop"


def run(shop, file):
    line = [sys.executable, "-m", "orderloom.cli.main", "run", shop]
    line += ["--input", shop / "data" / file, "--mapping", FILES[file]]
    line += ["--store", f"sqlite:///{shop.parent / 'shop.sqlite'}", "--format", "json"]
    done = subprocess.run(line, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("file", FILES)
def test_a_channel_file_leads_to_what_was_counted_without_the_engine(shop, file):
    expected = EXPECTED[file]
    bad = {name: expected[name] for name in ("duplicate", "stale", "quarantined")}
    applied = expected["items"] - sum(bad.values())
    summary = run(shop, file)
    assert summary["messages"] == bad | {
        "accepted": expected["items"],
        "applied": applied,
        "parked": 0,
    }
    assert summary["records"]["order"] == expected["orders"]
    assert summary["states"]["order.status"] == expected["status"]
    assert summary["states"]["order.payment"] == expected["payment"]
    assert summary["cases"] == sum(expected["cases"].values())
    assert summary["alerts"] == expected["alerts"]


def test_the_files_stay_below_two_megabytes_and_hold_over_a_thousand_orders():
    assert sum((SHOP / "data" / file).stat().st_size for file in FILES) < 2_000_000
    assert sum(EXPECTED[file]["orders"] for file in FILES) > 1000
