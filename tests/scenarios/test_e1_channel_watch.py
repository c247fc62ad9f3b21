"""E1 over sockets: tokens renewed ahead, trouble told once, nothing lost meanwhile."""

import json
import shutil
from datetime import UTC, datetime, timedelta

from tests.scenarios.conftest import EXAMPLES

from orderloom.app.application import open_application
from orderloom.app.keeping import Keeper
from orderloom.testing.clock import FrozenClock
from orderloom_connectors.sandbox.http import answer, serving

NOW = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class TokenShop:
    """Gives tokens for half an hour, and orders by the span of time that is asked for."""

    def __init__(self, clock):
        self.clock = clock
        self.tokens = {}
        self.orders = {}
        self.is_down = False

    def __call__(self, seen, wire):
        now = self.clock.now()
        if self.is_down:
            answer(503)(seen, wire)
        elif seen.target.startswith("/token"):
            token = f"t{len(self.tokens)}"
            self.tokens[token] = now + 30 * MINUTE
            document = {"access_token": token, "expires_in": 1800}
            answer(200, json.dumps(document).encode())(seen, wire)
        else:
            token = seen.headers["authorization"].removeprefix("Bearer ")
            assert now < self.tokens[token]
            sent = json.loads(seen.body)
            rows = [
                {"no": no}
                for no, at in self.orders.items()
                if sent["begin"] <= at.timestamp() <= sent["end"]
            ]
            answer(200, json.dumps({"orders": rows}).encode())(seen, wire)


def test_trouble_is_told_once_and_nothing_is_lost(tmp_path, monkeypatch):
    monkeypatch.setenv("ORDERLOOM_SECRET_TOKEN_SHOP", '{"id": "client-1", "password": "s3cret"}')
    clock = FrozenClock(NOW)
    shop = TokenShop(clock)
    folder = tmp_path / "flow"
    shutil.copytree(EXAMPLES / "scenarios" / "e1_channel_watch", folder)
    with serving(shop) as server:
        file = folder / "flow.yaml"
        text = file.read_text("utf-8").replace(":8902", f":{server.port}")
        file.write_text(text, "utf-8")
        with open_application(folder, f"sqlite:///{tmp_path / 's.db'}", clock=clock) as app:
            keeper = Keeper(app)
            for minute in range(60):
                # Orders come all the time, but for half an hour; the shop fails for ten minutes.
                if not 30 <= minute < 58:
                    shop.orders[f"N-{minute}"] = clock.now()
                shop.is_down = 15 <= minute < 26
                keeper.tick()
                clock.advance(MINUTE)
            clock.advance(5 * MINUTE)
            keeper.tick()
            with app.stores.reader() as reader:
                orders = {each.values["order_no"] for each in reader.all("order")}
                troubles = sorted(each.values["what"] for each in reader.all("trouble"))
    assert orders == set(shop.orders)
    assert troubles == ["down", "empty", "up"]
    assert len(shop.tokens) <= 4
    assert server.faults == []
