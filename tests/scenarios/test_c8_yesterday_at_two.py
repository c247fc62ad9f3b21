"""C8 over sockets: asked once a night, whatever clocks do; a missed night is made good once."""

import json
import shutil
from contextlib import ExitStack
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.scenarios.conftest import EXAMPLES

from orderloom.app.application import open_application
from orderloom.app.polling import Rounds
from orderloom.app.standing import standing_of
from orderloom.testing.clock import FrozenClock
from orderloom_connectors.sandbox.http import serving
from orderloom_connectors.sandbox.registry import platforms
from orderloom_connectors.sandbox.samples import Samples

BERLIN = ZoneInfo("Europe/Berlin")
CHANNELS = ("taobao", "pinduoduo", "douyin", "shopee", "own_shop")
HOUR = timedelta(hours=1)


class Nights:
    """Five channels where somebody buys every hour, and when each was asked."""

    def __init__(self, folder, monkeypatch, stack, begin):
        self.folder = folder
        self.clock = FrozenClock(begin)
        self.shops = {}
        self.asked = {name: set() for name in CHANNELS}
        shutil.copytree(EXAMPLES / "scenarios" / "c8_yesterday_at_two", folder / "flow")
        file = folder / "flow" / "flow.yaml"
        text = file.read_text("utf-8")
        for port, name in enumerate(CHANNELS, 8921):
            shop = platforms()[name](self.clock)
            self.shops[name] = (shop, Samples("zh", name))
            server = stack.enter_context(serving(shop))
            text = text.replace(f":{port}", f":{server.port}")
            monkeypatch.setenv(f"ORDERLOOM_SECRET_{name.upper()}", json.dumps(dict(shop.secret)))
        file.write_text(text, "utf-8")

    def pass_time(self, until, *, is_up=True):
        """Let hours pass, with the application at work or not."""
        with ExitStack() as stack:
            app = stack.enter_context(self.opened()) if is_up else None
            rounds = app and Rounds(app)
            while self.clock.now() < until:
                for shop, buyers in self.shops.values():
                    shop.place(buyers.next(self.clock.now()))
                self.clock.advance(HOUR)
                for name in CHANNELS if app else ():
                    rounds.poll(name)
                for each in standing_of(app) if app else ():
                    self.asked[each.connection.id] |= {each.polled_at} - {None}

    def opened(self):
        url = f"sqlite:///{self.folder / 'store.db'}"
        return open_application(self.folder / "flow", url, clock=self.clock)


def at(day, hour="02:00", *, fold=0):
    return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=BERLIN, fold=fold)


@pytest.mark.parametrize(
    ("days", "down", "asked"),
    [
        # The clocks go forward at two, and a month ends.
        (
            ("2026-03-28", "2026-04-01"),
            None,
            (
                "2026-03-29T03:00+02:00",
                "2026-03-30T02:00+02:00",
                "2026-03-31T02:00+02:00",
                "2026-04-01T02:00+02:00",
            ),
        ),
        # They go back at three: two comes twice, and counts once.
        (
            ("2026-10-24", "2026-10-26"),
            None,
            ("2026-10-25T02:00+02:00", "2026-10-26T02:00+01:00"),
        ),
        # Two nights are missed, the end of a year among them, and made good at once.
        (
            ("2026-12-30", "2027-01-03"),
            ("2026-12-31T20:00", "2027-01-02T09:00"),
            ("2026-12-31T02:00+01:00", "2027-01-02T10:00+01:00", "2027-01-03T02:00+01:00"),
        ),
    ],
)
def test_each_night_once_and_nothing_lost(tmp_path, monkeypatch, days, down, asked):
    begin, end = (at(day, "12:00") for day in days)
    with ExitStack() as stack:
        nights = Nights(tmp_path, monkeypatch, stack, begin)
        if down is not None:
            off, on = (at(*each.split("T")) for each in down)
            nights.pass_time(off)
            nights.pass_time(on, is_up=False)
        nights.pass_time(end)
        with nights.opened() as app, app.stores.reader() as reader:
            found = {name: [] for name in CHANNELS}
            for order in reader.all("order"):
                found[order.values["channel"]].append(order)
            created = {
                name: counts["applied"]
                for name, counts in app.stores.inbox.counts_by_source().items()
            }
    wanted = {datetime.fromisoformat(each) for each in asked}
    for each in nights.asked.values():
        each.discard(begin + HOUR)  # the first look: nothing before is its own
    assert nights.asked == dict.fromkeys(CHANNELS, wanted)
    last = max(wanted)
    for name, (shop, _) in nights.shops.items():
        due = {number for number, (when, _) in shop.orders.items() if when < last}
        assert {order.values["channel_order_no"] for order in found[name]} == due
        assert created[name] == len(due)
        assert shop.refused == []
