"""The first flow does what its README tells."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FIRST_FLOW = Path(__file__).parents[2] / "examples" / "first-flow"


@pytest.fixture
def flow(tmp_path):
    shutil.copytree(FIRST_FLOW, tmp_path / "flow")
    return tmp_path / "flow"


def orderloom(command, *args):
    line = [sys.executable, "-m", "orderloom.cli.main", command, *args]
    return subprocess.run(line, capture_output=True, encoding="utf-8", check=False)


def run(flow):
    store = f"sqlite:///{flow.parent / 'flowers.sqlite'}"
    inputs = ("--mapping", "web_shop", "--input", flow / "orders.json")
    done = orderloom("run", flow, "--store", store, *inputs, "--format", "json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_four_orders_are_taken_and_the_withered_one_is_quarantined(flow):
    summary = run(flow)
    assert summary["messages"] == {
        "accepted": 5,
        "applied": 4,
        "duplicate": 0,
        "stale": 0,
        "quarantined": 1,
        "parked": 0,
    }
    assert summary["states"]["order.status"] == {"done": 1, "new": 1, "paid": 2}


def test_a_preview_writes_no_store(flow):
    done = orderloom("preview", flow, "--mapping", "web_shop", "--input", flow / "orders.json")
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in flow.parent.iterdir()) == ["flow"]


def test_explain_names_the_rule_that_made_an_order_big(flow):
    run(flow)
    store = f"sqlite:///{flow.parent / 'flowers.sqlite'}"
    asked = ("order/F2", "--flow", flow, "--store", store, "--format", "json")
    done = orderloom("explain", *asked)
    assert done.returncode == 0, done.stderr
    (entry,) = json.loads(done.stdout)["story"]
    told = [
        (effect["effect"], (effect["cause"] or {}).get("definition")) for effect in entry["effects"]
    ]
    assert told == [
        ("created", None),
        ("moved", "machine/order_status"),
        ("judged", "rule/big_order"),
        ("tagged", "rule/big_order"),
    ]
