"""A version that another process puts in force is taken up by those that run."""

from tests.cli.program import call
from tests.intake.test_process import orders, signed
from tests.processes.up import until, up

MARKED = """
---
kind: rule
id: mark
on: order.created
do: [{set: {mark: "second"}}]
---
kind: connection
id: second_shop
connector: standard
zone: UTC
environments: {test: {url: "https://second.test.internal", secret: standard_test}}
streams: {orders: {mapping: order_in, webhook: true}}
"""


def deploy(shop):
    """Put another version in force: a field and a rule more, and one connection more."""
    file = shop / "flow.yaml"
    text = file.read_text("utf-8").replace("amount: decimal\n", "amount: decimal\n  mark: text\n")
    file.write_text(text + MARKED, "utf-8")
    answer = call("deploy", shop, "--as", "staff/li")
    assert answer.code == 0, answer.err


def marked(stored):
    return {
        key
        for key, document in stored("SELECT key, document FROM records WHERE type = 'order'")
        if '"second"' in document
    }


def test_the_next_message_is_worked_under_the_new_version_at_its_new_door(shop, stored):
    with up(shop) as running:
        assert running.send("standard_shop", signed("A-1"))[0] == 200
        until(lambda: orders(stored) == {"A-1"})
        place = "/webhooks/second_shop/orders"
        assert running.send("standard_shop", signed("A-2"), path=place)[0] == 404
        deploy(shop)
        assert running.send("standard_shop", signed("A-3"))[0] == 200
        until(lambda: marked(stored) == {"A-3"})
        until(lambda: running.send("standard_shop", signed("A-4"), path=place)[0] == 200)
        until(lambda: marked(stored) == {"A-3", "A-4"})
        assert running.status()["troubles"] == []
