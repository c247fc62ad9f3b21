"""A token that cannot be refreshed is told of while there is time, and used until it runs out."""

import json
from datetime import timedelta

from tests.connecting.shops import NOW, opened, write

from orderloom.app.inputs import Inputs
from orderloom.app.keeping import Keeper
from orderloom.app.polling import Rounds
from orderloom.app.running import run
from orderloom.errors import DeliveryFailed
from orderloom.testing.clock import FrozenClock
from orderloom_connectors.sandbox.http import answer, serving

MORE = """kind: connector
id: token_shop
auth:
  kind: oauth2
  token_url: /token
  client: =secret.id
  password: =secret.password
  refresh_before: 10m
streams: {orders: {path: /orders, records: "rows[*]"}}
---
kind: record
id: trouble
identity: [until]
fields: {until: time, error: text}
---
kind: rule
id: runs_out
on: connection.mall.expiring
do: [{create: trouble, exists: refuse, with: {until: =event.until, error: =event.error}}]
"""


class Shop:
    """Gives tokens for half an hour, or none."""

    def __init__(self, clock):
        self.clock = clock
        self.gives = True
        self.tokens = {}

    def __call__(self, seen, wire):
        now = self.clock.now()
        if not seen.target.startswith("/token"):
            is_good = now < self.tokens[seen.headers["authorization"].removeprefix("Bearer ")]
            answer(200 if is_good else 401, b'{"rows": []}')(seen, wire)
        elif self.gives:
            token = f"t{len(self.tokens)}"
            self.tokens[token] = now + timedelta(minutes=30)
            document = {"access_token": token, "expires_in": 1800}
            answer(200, json.dumps(document).encode())(seen, wire)
        else:
            answer(400, b'{"error": "invalid_client"}')(seen, wire)


def test_it_is_told_once_and_the_token_is_used_to_its_end(tmp_path, monkeypatch):
    monkeypatch.setenv("ORDERLOOM_SECRET_MALL_SECRET", '{"id": "c", "password": "p"}')
    clock = FrozenClock(NOW)
    shop, failed = Shop(clock), []
    with serving(shop) as server:
        write(tmp_path, server.port, connector="token_shop", rows="rows[*]", more=MORE)
        for minute in range(0, 65, 5):
            shop.gives = minute in (0, 40)
            with opened(tmp_path, clock) as app:  # each time another process
                try:
                    Rounds(app).poll("mall")
                except DeliveryFailed:
                    failed.append(minute)
                Rounds(app).look("mall")
                with app.stores.reader() as reader:
                    told = sorted(
                        (each.values["until"] - NOW, each.values["error"])
                        for each in reader.all("trouble")
                    )
            if minute == 15:
                assert told == []
            if minute in (20, 35):
                assert told == [(timedelta(minutes=30), "OL870")]
            clock.advance(timedelta(minutes=5))
    assert failed == [30, 35]
    assert [after for after, _ in told] == [timedelta(minutes=30), timedelta(minutes=70)]


def test_one_that_is_refreshed_is_not_told_of(tmp_path, monkeypatch):
    monkeypatch.setenv("ORDERLOOM_SECRET_MALL_SECRET", '{"id": "c", "password": "p"}')
    clock = FrozenClock(NOW)
    shop = Shop(clock)
    with serving(shop) as server:
        write(tmp_path, server.port, connector="token_shop", rows="rows[*]", more=MORE)
        with opened(tmp_path, clock) as app:
            for _ in range(13):
                Rounds(app).poll("mall")
                clock.advance(timedelta(minutes=5))
            with app.stores.reader() as reader:
                assert list(reader.all("trouble")) == []
    assert len(shop.tokens) == 4


def test_it_is_told_of_a_connection_that_is_never_polled(tmp_path, monkeypatch):
    monkeypatch.setenv("ORDERLOOM_SECRET_MALL_SECRET", '{"id": "c", "password": "p"}')
    clock = FrozenClock(NOW)
    shop = Shop(clock)
    with serving(shop) as server:
        more = MORE.replace("streams:", "operations: {do: {path: /do, send: {}}}\nstreams:")
        more += "---\n{kind: rule, id: do_it, on: order.created, do: [{call: mall.do}]}\n"
        flow = write(tmp_path, server.port, connector="token_shop", rows="rows[*]", more=more)
        file = flow / "flow.yaml"
        text = file.read_text("utf-8").replace("streams: {orders: {mapping: orders}}\n", "")
        file.write_text(text, "utf-8")
        with opened(tmp_path, clock) as app:
            keeper = Keeper(app)
            for minute in range(0, 30, 5):
                shop.gives = minute == 0
                rows = [{"no": f"N-{minute}", "amount": "1"}]
                (tmp_path / "orders.json").write_text(json.dumps({"rows": rows}), "utf-8")
                run(app, [Inputs(files=[tmp_path / "orders.json"], mapping="orders")])
                keeper.tick()
                clock.advance(timedelta(minutes=5))
            with app.stores.reader() as reader:
                (told,) = reader.all("trouble")
    assert told.values["until"] == NOW + timedelta(minutes=30)
