"""D5 and C15 over real sockets: every node is kept once, every shop's day is its own."""

import json
import re
import shutil
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

import pytest
from tests.scenarios.systems import SCENARIOS, House

from orderloom.testing.clock import FrozenClock
from orderloom_connectors.sandbox.couriers import Node, Parcel
from orderloom_connectors.sandbox.http import answer, serving
from orderloom_connectors.sandbox.zto import ZTO

HOUR = timedelta(hours=1)


@pytest.fixture
def at_work(tmp_path, monkeypatch):
    """Give a scenario's house whose systems are served on this machine."""
    with ExitStack() as stack:

        def open_house(scenario, now, serve, **secrets):
            folder = tmp_path / "flow"
            shutil.copytree(SCENARIOS / scenario, folder)
            for name, secret in secrets.items():
                monkeypatch.setenv(f"ORDERLOOM_SECRET_{name.upper()}", secret)
            home = House(folder, {})
            home.clock = FrozenClock(now)
            text = (folder / "flow.yaml").read_text("utf-8")
            for connection, reply in serve(home.clock).items():
                port = stack.enter_context(serving(reply)).port
                text = re.sub(
                    rf"(id: {connection}\n(?:.+\n)*?.*127\.0\.0\.1:)\d+", rf"\g<1>{port}", text
                )
            (folder / "flow.yaml").write_text(text, "utf-8")
            return home

        yield open_house


NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def test_d5_every_node_is_kept_once_as_it_came_and_in_order_of_its_own_time(at_work):
    couriers = {}

    def serve(clock):
        couriers["zto"] = ZTO(clock)
        return couriers

    secret = json.dumps(dict(ZTO.secret))
    home = at_work("d5_trace_archive", NOON, serve, zto=secret)

    def node(hours, code, text, place="沪", operator="张三"):
        at = NOON + hours * HOUR
        return Node(at=at, code=code, text=text, place=place, operator=operator)

    parcels = couriers["zto"].parcels
    parcels["7001"] = Parcel([node(-1, "派件", "派送中"), node(-9, "收件", "已收件")])
    parcels["7002"] = Parcel([node(-2, "??", "~*&")])
    with home.open() as (app, _):
        from orderloom.app.inputs import Inputs
        from orderloom.app.running import run

        file = home.folder / "parcels.csv"
        file.write_text("tracking_no\n7001\n7002\n", "utf-8")
        run(app, [Inputs(mapping="parcels", files=[file])])
    home.pass_time(3 * HOUR, timedelta(minutes=30))
    # One that was late, beside all that was told before.
    parcels["7001"].nodes.append(node(-5, "发件", "已发出"))
    home.pass_time(2 * HOUR, timedelta(minutes=30))
    parcels["7001"].nodes.append(node(4, "签收", "已签收", "杭州", "李四"))
    home.pass_time(6 * HOUR, timedelta(minutes=30))

    kept = {each["tracking_no"]: each for each in home.records("parcel")}
    assert kept["7001"]["trace"] == "picked_up in_transit out_for_delivery signed"
    assert kept["7002"]["trace"] == "unknown"
    nodes = [each for each in home.records("node") if each["tracking_no"] == "7001"]
    assert [(each["at"], each["place"], each["operator"]) for each in sorted(
        nodes, key=lambda each: each["at"]
    )] == [
        (NOON - 9 * HOUR, "沪", "张三"), (NOON - 5 * HOUR, "沪", "张三"),
        (NOON - HOUR, "沪", "张三"), (NOON + 4 * HOUR, "杭州", "李四"),
    ]  # fmt: skip
    for each in nodes:
        assert json.loads(each["as_it_came"])["scanDate"] == each["at"].timestamp() * 1000
    asked = parcels["7001"].asked
    home.pass_time(5 * HOUR, timedelta(minutes=30))
    assert parcels["7001"].asked == asked, "what was signed for is not asked for again"
    assert parcels["7002"].asked > asked
    assert couriers["zto"].refused == []


class PlainShop:
    """A shop that speaks its own wall clock, to the second, at most a day a request."""

    def __init__(self, clock, zone, placed):
        self.clock = clock
        self.zone = ZoneInfo(zone)
        self.placed = placed
        self.asked = 0
        self.faults = []

    def __call__(self, seen, wire):
        self.asked += 1
        sent = dict(parse_qsl(urlsplit(seen.target).query)) or json.loads(seen.body)
        begin, end = (datetime.fromisoformat(sent[name]) for name in ("begin", "end"))
        if seen.headers.get("authorization") != "Bearer s3cret" or not begin <= end:
            self.faults.append(sent)
        there = {no: at for no, at in self.placed.items() if at <= self.clock.now()}
        told = {no: at.astimezone(self.zone).replace(tzinfo=None) for no, at in there.items()}
        rows = [{"no": no, "at": str(at)} for no, at in told.items() if begin <= at <= end]
        answer(200, json.dumps({"orders": rows}).encode())(seen, wire)


ZONES = {"china": "Asia/Shanghai", "berlin": "Europe/Berlin", "new_york": "America/New_York"}


@pytest.mark.parametrize(
    "change",
    [
        datetime(2025, 12, 31, 23, 0, tzinfo=UTC),  # the end of a year, somewhere
        datetime(2026, 3, 29, 1, 0, tzinfo=UTC),  # Berlin skips an hour
        datetime(2026, 10, 25, 1, 0, tzinfo=UTC),  # Berlin has an hour twice
        datetime(2026, 11, 1, 6, 0, tzinfo=UTC),  # New York has an hour twice
    ],
    ids=str,
)
def test_c15_no_order_is_lost_or_doubled_where_days_and_clocks_change(at_work, change):
    begin = change - 3 * HOUR
    placed = {f"N{n}": begin + timedelta(minutes=7 * n, seconds=n) for n in range(1, 44)}
    shops = {}

    def serve(clock):
        shops.update({f"{n}_shop": PlainShop(clock, zone, placed) for n, zone in ZONES.items()})
        return shops

    home = at_work("c15_zones", begin, serve, plain_shop="s3cret")
    home.pass_time(timedelta(hours=2, minutes=30), timedelta(minutes=5))
    home.clock.advance(timedelta(minutes=45))  # nobody is at work when it happens
    home.pass_time(2 * HOUR, timedelta(minutes=5))
    orders = home.records("order")
    with home.open() as (app, _):
        waiting = [fault for row in app.stores.journal.quarantine(500) for fault in row["faults"]]
    # What a wall clock says twice is not guessed at: it waits, with the words, for a person.
    unclear = {
        (name, no): str(at.astimezone(zone).replace(tzinfo=None))
        for name, zone in ((name, ZoneInfo(zone)) for name, zone in ZONES.items())
        for no, at in placed.items()
        if at.astimezone(zone).replace(fold=0).utcoffset()
        != at.astimezone(zone).replace(fold=1).utcoffset()
    }
    assert {fault["value"] for fault in waiting} == set(unclear.values())
    assert {fault["code"] for fault in waiting} <= {"OL564"}
    read = [(each["shop"], each["order_no"]) for each in orders]
    assert sorted(read) == sorted({(name, no) for name in ZONES for no in placed} - set(unclear))
    for each in orders:
        assert each["placed_at"] == placed[each["order_no"]]
        assert each["day"] == each["placed_at"].astimezone(ZoneInfo("Asia/Shanghai")).date()
    assert [shop.faults for shop in shops.values()] == [[], [], []]


def test_c15_five_pulls_in_a_row_that_bring_nothing_are_told_once(at_work):
    def serve(clock):
        return {f"{name}_shop": PlainShop(clock, zone, {}) for name, zone in ZONES.items()}

    home = at_work("c15_zones", NOON, serve, plain_shop="s3cret")
    home.pass_time(timedelta(minutes=19), timedelta(minutes=1))
    assert home.sent() == []
    home.pass_time(timedelta(minutes=30), timedelta(minutes=1))
    assert [text[:1] for text in home.sent()] == ["连", "连", "连"]
