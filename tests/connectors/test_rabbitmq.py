"""The connector `rabbitmq` against a real broker: what is taken, acknowledged and published."""

import json

import pytest
from tests.connectors.shop import foreseen, give, opened, orders, poll, write

pytest.importorskip("amqp", reason="needs py-amqp, which is not installed here")
import amqp
from tests.servers.rabbitmq import free_port, throwaway_broker

from orderloom.errors import DeliveryFailed

CONNECTION = """kind: connection
id: peer
connector: rabbitmq
zone: Asia/Shanghai
environments: {{test: {{url: "amqp://127.0.0.1:{port}", secret: broker}}}}
streams: {{orders: {{mapping: orders, with: {{queue: {queue}}}}}}}
retry: {{first: 1s, jitter: none}}
"""
RULE = """kind: rule
id: tell
on: order.created
do:
  - call: peer.publish
    with: {{routing_key: {key}, no: =no, 备注: "已收"}}
    then: [{{set: {{told: =answer.id}}}}]
    else: [{{set: {{told: refused}}}}]
"""


@pytest.fixture(scope="module")
def broker():
    with throwaway_broker() as broker:
        yield broker


@pytest.fixture(autouse=True)
def _secret(monkeypatch):
    monkeypatch.setenv("ORDERLOOM_SECRET_BROKER", '{"user": "guest", "password": "guest"}')


@pytest.fixture
def queue(broker, request):
    name = f"orders.{request.node.name}"[:60].replace("[", ".").replace("]", "")
    with broker.channel() as channel:
        channel.queue_declare(name, durable=True, auto_delete=False)
    return name


def put(broker, queue, *bodies, **properties):
    with broker.channel() as channel:
        for body in bodies:
            channel.basic_publish(amqp.Message(body, **properties), "", queue)


def order(number, amount="1"):
    return json.dumps([{"no": number, "amount": amount}]).encode()


def test_messages_are_taken_in_order_and_acknowledged(broker, queue, tmp_path):
    put(broker, queue, *(order("A", str(amount)) for amount in range(1, 6)), order("B"))
    write(tmp_path, CONNECTION.format(port=broker.port, queue=queue))
    with opened(tmp_path) as app:
        assert poll(app) == {"accepted": 6, "applied": 6}
        assert str(orders(app)["A"].amount) in {"5", "5.00"}
        assert poll(app) == {}
    assert broker.count(queue) == 0


def test_a_preview_sees_all_and_acknowledges_nothing(broker, queue, tmp_path):
    put(broker, queue, order("A"), order("B"))
    write(tmp_path, CONNECTION.format(port=broker.port, queue=queue))
    with opened(tmp_path) as app:
        said = foreseen(app)
        assert broker.count(queue) == 2
        assert said == poll(app)


def test_what_was_stored_but_not_acknowledged_comes_again_and_changes_nothing(
    broker, queue, tmp_path
):
    put(broker, queue, order("A"), message_id="m-1")
    write(tmp_path, CONNECTION.format(port=broker.port, queue=queue))
    with opened(tmp_path) as app:
        connector, session = app.switchboard.route("peer")
        [*_] = connector.poll(session, "orders")  # as if the process died before it was stored
        assert broker.count(queue) == 1
        assert poll(app) == {"accepted": 1, "applied": 1}
        put(broker, queue, order("A"), message_id="m-1")  # as if it died before it was acknowledged
        assert poll(app) == {"accepted": 1, "duplicate": 1}
        assert broker.count(queue) == 0


@pytest.mark.parametrize("body", [b"", b"\xff\xfe\x00", b"{", b"[{}]", b"[" * 100_000])
def test_poison_goes_into_quarantine_and_never_comes_back(body, broker, queue, tmp_path):
    put(broker, queue, body, order("A"))
    write(tmp_path, CONNECTION.format(port=broker.port, queue=queue))
    with opened(tmp_path) as app:
        assert poll(app) == {"accepted": 2, "applied": 1, "quarantined": 1}
        assert broker.count(queue) == 0
        assert poll(app) == {}


def test_a_poll_ends_with_what_was_there_when_it_began(broker, queue, tmp_path):
    put(broker, queue, *(order(f"A{number}") for number in range(5)))
    limited = CONNECTION.format(port=broker.port, queue=queue + ", most: 2")
    write(tmp_path, limited)
    with opened(tmp_path) as app:
        assert poll(app)["applied"] == 2
        assert poll(app)["applied"] == 2
        assert poll(app)["applied"] == 1


def test_publishing_waits_for_the_broker(broker, queue, tmp_path):
    rule = RULE.format(key=queue)
    write(tmp_path, CONNECTION.format(port=broker.port, queue=queue), rule)
    with opened(tmp_path) as app:
        assert give(app, tmp_path, "a.json", order("A-1"))["sent"] == 1
        with broker.channel() as channel:
            message = channel.basic_get(queue)
            assert json.loads(message.body) == {"no": "A-1", "备注": "已收"}
            assert message.properties["delivery_mode"] == 2
            told = message.properties["message_id"]
        with app.stores.reader() as reader:
            [record] = reader.all("order")
            assert record.values["told"] == told


def test_what_no_queue_takes_is_rejected_not_lost(broker, queue, tmp_path):
    rule = RULE.format(key="nobody.listens")
    write(tmp_path, CONNECTION.format(port=broker.port, queue=queue), rule)
    with opened(tmp_path) as app:
        assert give(app, tmp_path, "a.json", order("A-1"))["failed"] == 1
        with app.stores.reader() as reader:
            [record] = reader.all("order")
            assert record.values["told"] == "refused"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("queue: {queue}", "queue: nowhere"), ("OL815", "rejected")),
        (("{port}", "{closed}"), ("OL857", "transient")),
        (("{port}", "{port}/other"), ("OL813", "auth")),
    ],
)
def test_a_broker_that_cannot_be_used_is_told_as_such(change, told, broker, queue, tmp_path):
    text = CONNECTION.replace(*change)
    write(tmp_path, text.format(port=broker.port, queue=queue, closed=free_port()))
    with opened(tmp_path) as app, pytest.raises(DeliveryFailed) as caught:
        poll(app)
    assert (caught.value.code, caught.value.error_class) == told


def test_a_wrong_password_is_told_without_it(broker, queue, tmp_path, monkeypatch):
    monkeypatch.setenv("ORDERLOOM_SECRET_BROKER", '{"user": "guest", "password": "hush-hush"}')
    write(tmp_path, CONNECTION.format(port=broker.port, queue=queue))
    with opened(tmp_path) as app, pytest.raises(DeliveryFailed) as caught:
        poll(app)
    assert (caught.value.code, caught.value.error_class) == ("OL813", "auth")
    assert "hush-hush" not in str(caught.value.facts)


def test_nothing_is_asked_while_outgoing_calls_are_stopped(broker, queue, tmp_path):
    put(broker, queue, order("A"))
    shop = write(tmp_path, CONNECTION.format(port=broker.port, queue=queue), RULE.format(key=queue))
    with opened(tmp_path) as app:
        (shop / "outgoing.stopped").touch()
        with pytest.raises(DeliveryFailed) as caught:
            poll(app)
        assert caught.value.code == "OL850"
        give(app, tmp_path, "a.json", order("B"))
        assert broker.count(queue) == 1
        (shop / "outgoing.stopped").unlink()
        assert poll(app)["applied"] == 1


def test_unreachable_brokers_are_asked_again(broker, queue, tmp_path):
    closed = CONNECTION.format(port=free_port(), queue=queue)
    write(tmp_path, closed, RULE.format(key=queue))
    with opened(tmp_path) as app:
        assert give(app, tmp_path, "a.json", order("A-1"))["failed"] == 1
        assert app.stores.outbox.counts()["waiting"] == 1
