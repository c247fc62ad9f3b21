"""A flow that declares its connector polls a platform over real sockets, for real and dry."""

import json
from datetime import timedelta

import pytest
from tests.connecting.shops import NOW, numbers, opened, write

from orderloom.app.inputs import Inputs
from orderloom.app.running import preview, run
from orderloom.codes.catalogue import lookup
from orderloom.errors import DeliveryFailed
from orderloom.testing.clock import FrozenClock
from orderloom_connectors.sandbox.http import answer, serving

MALL = """kind: connector
id: own_mall
auth: {kind: bearer, token: =secret}
encoding: json
streams:
  orders:
    path: /orders
    records: "rows[*]"
    cursor: {wire: epoch_s, step: 1h, param_from: begin, param_to: end}
errors: {at: code, text: said, 7: throttled}
"""
POLL = [Inputs(connection="mall")]


class Mall:
    """Gives the orders of a span of time."""

    def __init__(self, *orders):
        self.orders = dict(orders)
        self.asked = []

    def __call__(self, seen, wire):
        sent = json.loads(seen.body)
        if seen.headers.get("authorization") != "Bearer s3cret":
            said = {"code": 1, "said": f"who is {seen.headers.get('authorization')}"}
            answer(200, json.dumps(said).encode())(seen, wire)
            return
        self.asked.append((sent["begin"], sent["end"]))
        rows = [
            {"no": no, "amount": "12.50"}
            for no, at in self.orders.items()
            if sent["begin"] <= at.timestamp() <= sent["end"]
        ]
        answer(200, json.dumps({"rows": rows}).encode())(seen, wire)


@pytest.fixture
def secret(monkeypatch):
    monkeypatch.setenv("ORDERLOOM_SECRET_MALL_SECRET", "s3cret")


def begin(tmp_path, server, stream=", begin: 2h, overlap: 10m"):
    return write(
        tmp_path, server.port, connector="own_mall", rows="rows[*]", stream=stream, more=MALL
    )


@pytest.mark.usefixtures("secret")
def test_a_poll_takes_what_is_new_and_the_next_goes_on_after_a_restart(tmp_path):
    mall = Mall(("A", NOW - timedelta(minutes=90)), ("old", NOW - timedelta(hours=3)))
    clock = FrozenClock(NOW)

    with serving(mall) as server:
        begin(tmp_path, server)
        with opened(tmp_path, clock) as app:
            run(app, POLL)
            assert numbers(app) == ["A"]
        first = len(mall.asked)
        mall.orders["B"] = NOW + timedelta(minutes=1)
        clock.advance(timedelta(minutes=5))
        with opened(tmp_path, clock) as app:
            run(app, POLL)
            assert numbers(app) == ["A", "B"]

    assert first == 2
    [(again_from, _)] = mall.asked[first:]
    assert again_from == int((NOW - timedelta(minutes=10)).timestamp())


@pytest.mark.usefixtures("secret")
def test_a_dry_run_sees_the_same_and_changes_nothing(tmp_path):
    mall = Mall(("A", NOW - timedelta(minutes=90)))

    with serving(mall) as server:
        begin(tmp_path, server)
        with opened(tmp_path) as app:
            for _ in range(2):
                foreseen = preview(app, POLL)
                assert foreseen.tally.items["applied"] == 1
                assert app.stores.notes("mall").get("cursor/orders") is None
            assert numbers(app) == []
            assert run(app, POLL).tally.messages() == foreseen.tally.messages()


@pytest.mark.parametrize(
    ("value", "code"), [(None, "OL880"), ('{"key": 7}', "OL881"), ("wr0ng", "OL870")]
)
def test_a_secret_that_is_missing_or_wrong_is_told_and_never_shown(
    tmp_path, monkeypatch, value, code
):
    monkeypatch.delenv("ORDERLOOM_SECRET_MALL_SECRET", raising=False)
    if value is not None:
        monkeypatch.setenv("ORDERLOOM_SECRET_MALL_SECRET", value)

    with serving(Mall()) as server:
        begin(tmp_path, server)
        with opened(tmp_path) as app, pytest.raises(DeliveryFailed) as found:
            run(app, POLL)

    error = found.value
    assert error.code == code
    for language in ("en", "zh"):
        assert lookup(code).message.fill(error.facts, language)
    assert "wr0ng" not in f"{error!r} {error.facts}"


@pytest.mark.usefixtures("secret")
def test_a_mended_secret_works_at_once(tmp_path, monkeypatch):
    mall = Mall(("A", NOW - timedelta(minutes=90)))

    with serving(mall) as server:
        begin(tmp_path, server)
        with opened(tmp_path) as app:
            monkeypatch.setenv("ORDERLOOM_SECRET_MALL_SECRET", "old")
            with pytest.raises(DeliveryFailed):
                run(app, POLL)
            monkeypatch.setenv("ORDERLOOM_SECRET_MALL_SECRET", "s3cret")
            run(app, POLL)
            assert numbers(app) == ["A"]
