"""Connectors that no flow declares: found by their id, unless the flow has its own of that id."""

import json
from datetime import timedelta

import pytest
from tests.connecting.shops import NOW, numbers, opened, write

from orderloom.app.inputs import Inputs
from orderloom.app.library import load_library
from orderloom.app.running import run
from orderloom.codes.catalogue import lookup
from orderloom.errors import PluginBroken
from orderloom.testing.clock import FrozenClock
from orderloom_connectors.sandbox.http import answer, serving
from orderloom_connectors.sandbox.pinduoduo import Pinduoduo

POLL = [Inputs(connection="mall")]
OWN = """kind: connector
id: pinduoduo
auth: {kind: bearer, token: =secret.client_id}
streams: {orders: {path: /own, records: "rows[*]"}}
"""


@pytest.fixture(autouse=True)
def _secret(monkeypatch):
    monkeypatch.setenv("ORDERLOOM_SECRET_MALL_SECRET", json.dumps(dict(Pinduoduo.secret)))


def test_a_shipped_connector_just_works(tmp_path):
    order = {"no": "P-1", "amount": "12.50"}
    platform = Pinduoduo(FrozenClock(NOW), {"P-1": (NOW - timedelta(minutes=7), order)})

    with serving(platform) as server:
        rows = "order_info_get_response.order_info"
        write(tmp_path, server.port, connector="pinduoduo", rows=rows, stream=", begin: 1h")
        with opened(tmp_path) as app:
            run(app, POLL)
            assert numbers(app) == ["P-1"]


def test_the_flow_s_own_connector_stands_before_a_shipped_one(tmp_path):
    reply = answer(200, b'{"rows": [{"no": "O-1", "amount": "1"}]}')

    with serving(reply) as server:
        write(tmp_path, server.port, connector="pinduoduo", rows="rows[*]", more=OWN)
        with opened(tmp_path) as app:
            run(app, POLL)
            assert numbers(app) == ["O-1"]

    assert server.seen[0].target == "/own"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("kind: connector\nid: mall\nauth: {kind: none}\nrate: soon\n", "OL140"),
        ("kind: connector\nid: other\nauth: {kind: none}\n", "OL603"),
        ("kind: connector\nid: [", "OL0"),
    ],
)
def test_a_broken_one_is_named_and_harms_no_other(tmp_path, text, fault):
    (tmp_path / "mall.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "good.yaml").write_text("kind: connector\nid: good\nauth: {kind: none}\n", "utf-8")
    library = load_library(tmp_path).connectors

    assert library["good"].id == "good"
    assert "mall" in library
    with pytest.raises(PluginBroken) as found:
        library["mall"]
    assert found.value.code == "OL605"
    assert found.value.facts["fault"].startswith(fault)
    for language in ("en", "zh"):
        assert "mall" in lookup("OL605").message.fill(found.value.facts, language)
