"""A7 and A8 over real sockets: strict couriers and channels take what the flows send."""

import json
import shutil
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
from tests.scenarios.conftest import EXAMPLES

from orderloom.app.application import open_application
from orderloom.app.inputs import Inputs
from orderloom.app.running import deliver, run
from orderloom.testing.clock import FrozenClock
from orderloom_connectors.sandbox.couriers import Node, Parcel
from orderloom_connectors.sandbox.douyin import Douyin
from orderloom_connectors.sandbox.http import serving
from orderloom_connectors.sandbox.kuaidi100 import Kuaidi100
from orderloom_connectors.sandbox.pinduoduo import Pinduoduo
from orderloom_connectors.sandbox.sf import SF
from orderloom_connectors.sandbox.taobao import Taobao

NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
SHIPPING = {8801: SF, 8802: Pinduoduo, 8803: Taobao, 8804: Douyin}
ORDERS = {"pinduoduo": "P-1", "taobao": "4781320682406083640", "douyin": "4920000000000000001"}
PERSON = {"receiver": "张三", "phone": "13800000000", "address": "杭州市 2 号 ~*&"}


@pytest.fixture
def at_work(tmp_path, monkeypatch):
    """Serve platforms, and give a flow's application over them with what serves."""
    with ExitStack() as stack:

        def open_flow(scenario, served):
            folder, clock = tmp_path / "flow", FrozenClock(NOW)
            shutil.copytree(EXAMPLES / "scenarios" / scenario, folder)
            text = (folder / "flow.yaml").read_text("utf-8")
            platforms = []
            for port, platform_type in served.items():
                platform = platform_type(clock)
                name = f"ORDERLOOM_SECRET_{platform.connector.upper()}_TEST"
                monkeypatch.setenv(name, json.dumps(dict(platform.secret)))
                server = stack.enter_context(serving(platform))
                text = text.replace(f":{port}", f":{server.port}")
                platforms.append(platform)
            (folder / "flow.yaml").write_text(text, "utf-8")
            url = f"sqlite:///{tmp_path / 'store.db'}"
            app = stack.enter_context(open_application(folder, url, clock=clock))
            return app, clock, platforms, folder

        yield open_flow


def given(app, folder, mapping, name, text):
    (folder / name).write_text(text, "utf-8")
    run(app, [Inputs(mapping=mapping, files=[folder / name])])


def records(app, kind):
    with app.stores.reader() as reader:
        return [record.values for record in reader.all(kind)]


def test_a_number_is_asked_for_and_every_channel_is_told(at_work):
    app, clock, platforms, folder = at_work("a7_ship_and_write_back", SHIPPING)
    courier, *shops = platforms
    for shop in shops:
        no = ORDERS[shop.connector]
        shop.orders[no] = (NOW, {"order_sn": no, "tid": no, "order_id": no})
    rows = [{"channel": name, "no": no, **PERSON} for name, no in ORDERS.items()]
    given(app, folder, "orders", "orders.json", json.dumps({"orders": rows}))
    courier.down = True
    scans = [f"{name},{no},2026-01-05 20:00:00" for name, no in ORDERS.items()]
    given(app, folder, "scans", "scans.csv", "channel,no,at\n" + "\n".join(scans) + "\n")

    deliver(app)
    assert [shop.shipped for shop in shops] == [[], [], []]
    courier.down = False
    clock.advance(timedelta(minutes=1))
    deliver(app)

    numbers = {record["order_no"]: record["waybill"] for record in records(app, "order")}
    assert sorted(numbers.values()) == sorted(courier.booked.values())
    assert [shop.shipped for shop in shops] == [
        [(ORDERS[shop.connector], numbers[ORDERS[shop.connector]])] for shop in shops
    ]
    assert all(
        record["shown_at"] - record["scanned_at"] < timedelta(minutes=3)
        for record in records(app, "order")
    )
    assert [shop.refused for shop in shops] == [[], [], []]


def test_a_courier_that_stays_down_is_a_case_and_no_channel_is_told(at_work):
    app, clock, platforms, folder = at_work("a7_ship_and_write_back", SHIPPING)
    platforms[0].down = True
    row = {"channel": "taobao", "no": "1", **PERSON}
    given(app, folder, "orders", "orders.json", json.dumps({"orders": [row]}))
    given(app, folder, "scans", "scans.csv", "channel,no,at\ntaobao,1,2026-01-05 20:00:00\n")
    for _ in range(8):
        deliver(app)
        clock.advance(timedelta(minutes=2))
    assert platforms[0].refused == ["down"] * 5
    assert [case["type"] for case in records(app, "case")] == ["no_waybill"]
    assert platforms[2].shipped == []


def test_each_node_is_told_once_in_order_and_a_delivered_parcel_is_not_asked_for(at_work):
    app, clock, [courier], folder = at_work("a8_traces", {8805: Kuaidi100})

    def node(hours, code, text):
        return Node(at=NOW + timedelta(hours=hours), code=code, text=text, place="沪")

    courier.parcels["N-1"] = Parcel([node(-1, "0", "已发出"), node(-2, "1", "已揽收")])
    run(app, [])
    row = "carrier,tracking_no,phone,language\nyunda,N-1,13800000000,zh\n"
    given(app, folder, "parcels", "parcels.csv", row)

    def two_hours_later():
        clock.advance(timedelta(hours=2))
        run(app, [])
        deliver(app)
        deliver(app)

    two_hours_later()
    courier.parcels["N-1"].nodes.append(node(3, "3", "已签收"))
    for _ in range(4):
        two_hours_later()

    lines = (folder / "outbox" / "outbox.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["text"][-3:] for line in lines] == ["已揽收", "已发出", "已签收"]
    assert courier.parcels["N-1"].asked == 2
    [parcel] = records(app, "parcel")
    assert (parcel["status"], len(parcel["nodes"])) == ("signed", 3)
