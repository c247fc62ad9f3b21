"""What is severe stands first on the status page, however much came after it."""

import json

import pytest
from tests.cli.program import call

from orderloom.app.application import open_application
from orderloom.app.status import MOST_LISTED, status_of
from orderloom_ui.view import view_of

FLOW = """kind: flow
id: shop
zone: Asia/Shanghai
currency: CNY
environments: {test: {hosts: [], publish: [clerk]}}
---
{kind: role, id: clerk, see: {order: {}}}
---
{kind: record, id: order, identity: [no], fields: {no: text, size: integer}}
---
kind: mapping
id: orders
record: order
read: {format: json, each: "[*]"}
fields: {no: no, size: size}
---
{kind: message, id: told, record: order, media: {chat: "{{ no }}"}}
---
kind: rule
id: seen
on: order.created
do: [{notify: told, to: clerk}]
---
kind: rule
id: big
on: order.created
severity: warning
when: size > 1
do: [{notify: told, to: clerk}]
---
kind: rule
id: huge
on: order.created
severity: critical
when: size > 2
do: [{notify: told, to: clerk}]
"""


@pytest.fixture
def shop(tmp_path):
    (tmp_path / "flow.yaml").write_text(FLOW, encoding="utf-8")
    sizes = [1, 2, 3, 2, *([1] * (2 * MOST_LISTED))]
    orders = [{"no": f"{number:02}", "size": size} for number, size in enumerate(sizes)]
    for number, each in enumerate(orders):
        file = tmp_path / f"{number:02}.json"
        file.write_text(json.dumps([each]), encoding="utf-8")
        assert call("run", tmp_path, "--input", file, "--mapping", "orders").code == 0
    return tmp_path


@pytest.mark.parametrize(
    ("language", "critical", "warning", "info"),
    [("en", "critical", "warning", "info"), ("zh", "严重", "警告", "提示")],
)
def test_alerts_are_listed_the_most_severe_first_then_the_newest(
    shop, language, critical, warning, info
):
    with open_application(shop, f"sqlite:///{shop}/.orderloom/orderloom.db") as app:
        rows = view_of(status_of(app), language).alerts
    assert [(row.severity, row.record) for row in rows] == [
        (critical, "order 02"),
        (warning, "order 03"),
        (warning, "order 02"),
        (warning, "order 01"),
        *((info, f"order {number:02}") for number in range(23, 17, -1)),
    ]
