"""The guide to a new channel: its example runs as it stands, channels are as short as it says."""

import base64
import hashlib
import hmac
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

import pytest
from tests.connecting.shops import opened

from orderloom.app.inputs import Inputs
from orderloom.app.running import deliver, run
from orderloom.testing.clock import FrozenClock
from orderloom_connectors.sandbox.http import serving
from orderloom_connectors.sandbox.platform import (
    Answer,
    Platform,
    demand,
    json_of,
    query_of,
    route_of,
)

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "connectors" / "README.md"
DEFINITIONS = ROOT / "definitions" / "orderloom_definitions"
NOW = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
MOST_LINES = 120


class Harbour(Platform):
    """Written from the guide's three lines about it."""

    connector = "harbour"
    secret = MappingProxyType({"app": "app-1", "secret": "hb-s3cret"})

    def __init__(self, clock, orders):
        super().__init__(clock)
        self.orders = orders
        self.shipped = {}

    def say(self, code, data=None):
        document = {"code": code, "msg": "", "data": data or {}}
        return self.refuse(code, document) if code else Answer(document=document)

    def malformed(self, why):
        return self.say(4000, {"why": why})

    def reply(self, seen):
        stamp = seen.headers["x-time"]
        text = f"{seen.method}\n{seen.target}\n{seen.body.decode()}\n{stamp}"
        made = hmac.new(self.secret["secret"].encode(), text.encode(), hashlib.sha256).digest()
        if seen.headers["x-sign"] != base64.b64encode(made).decode():
            return self.say(4001)
        at = datetime.fromtimestamp(int(stamp) / 1000, UTC)
        demand("the clock", abs(at - self.clock.now()) < timedelta(minutes=5))
        if route_of(seen) == "POST /open/ship":
            return self.ship(seen.headers["x-once"], json_of(seen))
        demand("a known address", route_of(seen) == "GET /open/orders")
        return self.listed(query_of(seen))

    def listed(self, sent):
        begin, end, start = int(sent["from"]), int(sent["to"]), int(sent.get("cursor", 0))
        limit = int(sent["limit"])
        demand("limit 1..50", 1 <= limit <= 50)
        demand("at most a day", 0 <= end - begin < 86_400)
        found = [each for each in self.orders if begin <= each["changed"] <= end]
        data = {"items": found[start : start + limit]}
        if start + limit < len(found):
            data["next"] = str(start + limit)
        return self.say(0, data)

    def ship(self, once, sent):
        [order] = [each for each in self.orders if str(each["id"]) == sent["orderId"]]
        demand("its goods", [each["id"] for each in order["goods"]] == [
            int(each["id"]) for each in sent["goods"]
        ])  # fmt: skip
        self.shipped[once] = (sent["orderId"], sent["number"])
        order |= {"state": 30, "changed": int(self.clock.now().timestamp())}
        return self.say(0, {"parcel": "1"})


def blocks():
    return re.findall(r"```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


def order(index, state):
    at = int((NOW - timedelta(minutes=3 * (index + 1))).timestamp())
    goods = [{"id": index * 10 + n, "code": "TEA", "count": 2, "price": 1050} for n in range(2)]
    return {
        "id": 4781320682406083000 + index, "created": at, "changed": at, "currency": "CNY",
        "total": 4200, "state": state, "goods": goods, "to": {"name": "张三", "phone": None},
    }  # fmt: skip


def records(app):
    with app.stores.reader() as reader:
        return {each.values["channel_order_no"]: each.values for each in reader.all("order")}


def test_the_example_of_the_guide_pulls_maps_ships_and_writes_back(tmp_path, monkeypatch):
    channel, flow = blocks()
    clock = FrozenClock(NOW)
    orders = [order(index, 20 if index % 2 else 10) for index in range(120)]
    platform = Harbour(clock, [*orders, order(120, 77)])
    monkeypatch.setenv("ORDERLOOM_SECRET_HARBOUR", json.dumps(dict(platform.secret)))
    shop = tmp_path / "shop"
    shop.mkdir()
    with serving(platform) as server:
        (shop / "harbour.yaml").write_text(channel, encoding="utf-8")
        text = flow.replace("127.0.0.1:8801", f"127.0.0.1:{server.port}")
        (shop / "flow.yaml").write_text(text, encoding="utf-8")
        with opened(tmp_path, clock) as app:
            summary = run(app, [Inputs(connection="shop")])
            assert summary.tally.items == {"applied": 120, "quarantined": 1}, "77 is no known state"
            first = records(app)["4781320682406083001"]
            assert str(first["amount"]) == "CNY 42.00"
            assert [str(line["price"]) for line in first["lines"]] == ["CNY 10.50", "CNY 10.50"]
            assert deliver(app) == {"sent": 60, "failed": 0}
            clock.advance(timedelta(minutes=5))
            run(app, [Inputs(connection="shop")])
            assert records(app)["4781320682406083001"]["status"] == "shipped"
    assert len(platform.shipped) == 60
    assert platform.refused == server.faults == []


def documents(file):
    """Give the texts of a file's documents, comments before them included."""
    return re.split(r"^---$\n?", file.read_text(encoding="utf-8"), flags=re.MULTILINE)


def lines(text):
    """Count the lines that say something to the engine: no evidence, no comment."""
    text = re.sub(r"^evidence:.*\n(?: +.*\n)*", "", text, flags=re.MULTILINE)
    return sum(not line.strip().startswith("#") for line in text.strip().splitlines())


def test_the_example_is_as_short_as_the_guide_says():
    connector, mapping = blocks()[0].split("---\n")
    assert lines(connector) + lines(mapping) <= MOST_LINES


# Older than the guide, and with more operations and error codes than a channel begins with.
LONGER = {"taobao": 130}
MAPPINGS = sorted((DEFINITIONS / "library" / "standard" / "mappings").glob("*.yaml"))


@pytest.mark.parametrize("file", MAPPINGS, ids=lambda file: file.stem)
def test_a_shipped_channel_with_any_of_its_mappings_is_as_short_as_the_guide_says(file):
    connector = DEFINITIONS / "connectors" / file.name
    assert connector.is_file(), "a file of mappings is called like its connector"
    longest = max(map(lines, documents(file)))
    most = LONGER.get(file.stem, MOST_LINES)
    assert lines(connector.read_text(encoding="utf-8")) + longest <= most
