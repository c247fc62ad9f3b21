"""``demo``: the example shop, the same at every run."""

import json
import re
import signal
from urllib.request import urlopen

import pytest
from tests.cli.program import CHECKOUT, SHOP, call, start
from tests.cli.test_outputs import assert_valid

from orderloom.cli import demo_shop
from orderloom.settings import FOLDER

# Of twelve orders of each channel two are unpaid and two were shipped before.
CHANNELS = ("taobao", "pdd", "douyin", "shopee", "shopify", "woocommerce")
LIVE = {f"{name}_live": (12, 8) for name in CHANNELS} | {
    "sf": (0, 24),
    "zto": (0, 24),
    "tracking": (0, 48),
}


def traffic(received, sent):
    return {"received": received, "quarantined": 0, "sent": sent, "waiting": 0, "failed": 0}


@pytest.fixture(autouse=True)
def demo_at_work():
    """Be another demo, so that those under test leave the checkout's own place alone."""
    lock = demo_shop.lock_place(CHECKOUT / FOLDER)
    yield
    if lock is not None:
        lock.close()


def test_the_demo_takes_more_than_a_thousand_real_orders_the_same_every_time():
    before = sorted(SHOP.rglob("*"))
    once = call("demo", "--once", "--format", "json").document
    again = call("demo", "--once", "--format", "json").document
    assert once.pop("orders_per_s") > 0
    assert again.pop("orders_per_s") > 0
    assert once == again
    counts = once["messages"]
    assert counts["accepted"] > 1_000
    assert counts["quarantined"] > 0
    assert counts["accepted"] == sum(
        counts[name] for name in ("applied", "duplicate", "stale", "quarantined", "parked")
    )
    expected = json.loads((SHOP / "data" / "expected.json").read_text(encoding="utf-8"))
    assert counts["accepted"] == sum(each["items"] for each in expected.values()) + 72
    assert once["records"]["order"] == sum(each["orders"] for each in expected.values()) + 72
    live = {name: numbers for name, numbers in once["connections"].items() if name in LIVE}
    assert live == {name: traffic(received, sent) for name, (received, sent) in LIVE.items()}
    assert once["states"]["order.status"]["shipped"] == 930 + 48
    assert_valid(once | {"orders_per_s": 1}, "demo")
    assert sorted(SHOP.rglob("*")) == before


def test_the_demo_serves_its_page_until_it_is_stopped(tmp_path):
    program = start("demo", "--port", "18500", "--store", tmp_path / "demo.db")
    address = ""
    while not address:
        line = program.stderr.readline().decode()
        assert line
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        address = found[0] if found else ""
    with urlopen(f"{address}/status.json", timeout=10) as answer:  # noqa: S310 - our own
        status = json.load(answer)
    program.send_signal(signal.SIGINT)
    out, err = program.communicate()
    assert (program.returncode, err) == (0, b"")
    assert b"1,446 items" in out
    assert status["items"]["applied"] > 1_000
    assert status["troubles"] == []
