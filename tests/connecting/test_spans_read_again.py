"""An answer that is no answer is never taken for one that has nothing."""

import json
from datetime import timedelta

import pytest
from tests.connecting.shops import NOW, numbers, opened, write

from orderloom.app.inputs import Inputs
from orderloom.app.running import run
from orderloom.errors import DeliveryFailed
from orderloom.testing.clock import FrozenClock
from orderloom_connectors.sandbox.http import answer, serving

# It has no envelope: nothing but the body tells a page for people from a list without rows.
BARE = """kind: connector
id: bare
auth: {kind: none}
streams:
  orders:
    path: /orders
    records: "rows[*]"
    cursor: {wire: epoch_s, granularity: 1s, param_from: begin, param_to: end}
"""
POLL = [Inputs(connection="mall")]
ROWS = json.dumps({"rows": [{"no": "A-1", "amount": "1"}]}).encode()


class Shop:
    """Sold one order when it began; says what it is told to."""

    def __init__(self):
        self.says = None

    def __call__(self, seen, wire):
        begin, end = (int(each.split("=")[1]) for each in seen.target.split("?")[1].split("&"))
        rows = ROWS if begin <= NOW.timestamp() - 60 <= end else b'{"rows": []}'
        (self.says or answer(200, rows))(seen, wire)


@pytest.mark.parametrize("body", [b"<html>Please wait</html>", b'{"rows": [', b"\xff", b""])
def test_the_span_is_read_again(tmp_path, monkeypatch, body):
    monkeypatch.setenv("ORDERLOOM_SECRET_MALL_SECRET", "s3cret")
    shop, clock = Shop(), FrozenClock(NOW)
    with serving(shop) as server:
        write(tmp_path, server.port, connector="bare", rows="rows[*]", more=BARE)
        with opened(tmp_path, clock) as app:
            shop.says = answer(200, body)
            with pytest.raises(DeliveryFailed) as refused:
                run(app, POLL)
            shop.says = None
            clock.advance(timedelta(minutes=5))
            run(app, POLL)
            assert numbers(app) == ["A-1"]
    assert (refused.value.code, refused.value.error_class) == ("OL871", "transient")


def test_no_content_is_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("ORDERLOOM_SECRET_MALL_SECRET", "s3cret")
    with serving(answer(204)) as server:
        write(tmp_path, server.port, connector="bare", rows="rows[*]", more=BARE)
        with opened(tmp_path) as app:
            assert run(app, POLL).tally.accepted == 0
