"""What an operation answers is read by a mapping, kept as it came, and taken once."""

import json
from decimal import Decimal

import pytest
from tests.compiler.back.shapes import CONNECTORS
from tests.connecting.shops import FLOW, NOW, numbers, opened

from orderloom.app.inputs import Inputs
from orderloom.app.running import deliver, run
from orderloom.compiler.load import check_flow
from orderloom.testing.clock import FrozenClock
from orderloom_connectors.sandbox.http import answer, serving

ASKING = """---
kind: connector
id: asked
auth: {kind: none}
encoding: json
operations: {ask: {path: /ask, send: {no: =input.no}}}
---
kind: rule
id: asking
on: order.created
when: starts_with(no, "A")
do: [{call: mall.ask, with: {no: =no}}]
"""
ORDER = '{"rows": [{"no": "A-1", "amount": "1"}]}'


def written(folder, port, answers="answers: {ask: orders}"):
    shop = folder / "shop"
    shop.mkdir(exist_ok=True)
    flow = FLOW.format(port=port, connector="asked", rows="rows[*]", stream="")
    text = flow.replace("streams: {orders: {mapping: orders}}", answers).replace(
        ", secret: mall_secret", ""
    )
    (shop / "flow.yaml").write_text(text + ASKING, encoding="utf-8")
    return shop


def test_an_answer_is_mapped_like_anything_received(tmp_path):
    said = {"rows": [{"no": "B-7", "amount": "2.50"}, {"no": "B-8", "amount": "no number"}]}
    with serving(answer(200, json.dumps(said).encode())) as server:
        shop = written(tmp_path, server.port)
        (shop / "order.json").write_text(ORDER, encoding="utf-8")
        with opened(tmp_path, FrozenClock(NOW)) as app:
            run(app, [Inputs(mapping="orders", files=[shop / "order.json"])])
            assert deliver(app) == {"sent": 1, "failed": 0}
            assert numbers(app) == ["A-1", "B-7"]
            with app.stores.reader() as reader:
                [record] = [each for each in reader.all("order") if each.values["no"] == "B-7"]
            assert record.values["amount"].amount == Decimal("2.50")


@pytest.mark.parametrize(
    ("answers", "code"),
    [("answers: {aks: orders}", "OL478"), ("answers: {ask: order}", "OL209")],
)
def test_an_operation_or_mapping_that_there_is_not_is_told(tmp_path, answers, code):
    checked = check_flow(written(tmp_path, 1, answers), connectors=CONNECTORS)
    assert [each.code for each in checked.diagnostics] == [code]
