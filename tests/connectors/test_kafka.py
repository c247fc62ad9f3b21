"""The connector `kafka` against librdkafka's mock cluster: what is taken, committed, produced."""

import json
from contextlib import suppress

import pytest
from tests.connectors.shop import foreseen, give, opened, orders, poll, write

pytest.importorskip("kafka", reason="needs kafka-python, which is not installed here")
pytest.importorskip("confluent_kafka", reason="needs librdkafka, which is not installed here")
from tests.servers.kafka import mock_cluster, topics

from orderloom.errors import DeliveryFailed

CONNECTION = """kind: connection
id: peer
connector: kafka
zone: Asia/Shanghai
environments: {{test: {{url: "kafka://{brokers}"}}}}
streams: {{orders: {{mapping: orders, with: {{topic: {topic}, group: shop{more}}}}}}}
retry: {{tries: 1}}
"""
RULE = """kind: rule
id: tell
on: order.created
do:
  - call: peer.produce
    with: {{topic: {topic}, key: =no, no: =no, 备注: "已收"}}
    then: [{{set: {{told: =answer.offset}}}}]
"""
_topics = topics()
# The library leaves sockets that it no longer wants to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(scope="module")
def cluster():
    with mock_cluster() as cluster:
        yield cluster


@pytest.fixture
def topic():
    return next(_topics)


def flow(tmp_path, cluster, topic, *rules, more="", brokers=None):
    known = ",".join(cluster.brokers) if brokers is None else brokers
    return write(tmp_path, CONNECTION.format(brokers=known, topic=topic, more=more), *rules)


def order(number, amount="1"):
    return json.dumps([{"no": number, "amount": amount}]).encode()


def test_records_are_taken_in_order_and_offsets_committed_after(cluster, topic, tmp_path):
    cluster.put(topic, *(order("A", str(amount)) for amount in range(1, 5)))
    cluster.put(topic, order("B"), partition=1)
    flow(tmp_path, cluster, topic)
    with opened(tmp_path) as app:
        said = foreseen(app)
        assert cluster.committed(topic, "shop") < 0
        assert poll(app) == said == {"accepted": 5, "applied": 5}
        assert cluster.committed(topic, "shop") == 4
        assert cluster.committed(topic, "shop", 1) == 1
        assert str(orders(app)["A"].amount) in {"4", "4.00"}
        assert poll(app) == {}
        cluster.put(topic, order("C"))
        assert poll(app) == {"accepted": 1, "applied": 1}


def test_what_was_stored_but_not_committed_comes_again_and_changes_nothing(
    cluster, topic, tmp_path
):
    cluster.put(topic, order("A"), order("B"))
    flow(tmp_path, cluster, topic)
    with opened(tmp_path) as app:
        connector, session = app.switchboard.route("peer")
        reading = connector.poll(session, "orders")
        next(reading)
        reading.close()  # the process died before anything was stored
        assert poll(app) == {"accepted": 2, "applied": 2}
    assert cluster.committed(topic, "shop") == 2


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"{"])
def test_poison_goes_into_quarantine_and_never_comes_back(body, cluster, topic, tmp_path):
    cluster.put(topic, body, order("A"))
    flow(tmp_path, cluster, topic)
    with opened(tmp_path) as app:
        assert poll(app) == {"accepted": 2, "applied": 1, "quarantined": 1}
        assert poll(app) == {}


def test_no_more_than_asked_for_is_taken_at_once(cluster, topic, tmp_path):
    cluster.put(topic, order("A"), order("B"), order("C"))
    flow(tmp_path, cluster, topic, more=", most: 2")
    with opened(tmp_path) as app:
        assert poll(app)["applied"] == 2
        assert poll(app)["applied"] == 1


def test_producing_waits_for_the_brokers(cluster, topic, tmp_path):
    cluster.put(topic, b"{}")
    flow(tmp_path, cluster, topic, RULE.format(topic=topic))
    with opened(tmp_path) as app:
        assert give(app, tmp_path, "a.json", order("A-1"))["sent"] == 1
    found = [each for each in cluster.read(topic, 2) if each[1] == b"A-1"]
    [(body, key, headers)] = found
    assert (body, key) == ({"no": "A-1", "备注": "已收"}, b"A-1")
    assert headers["idempotency-key"]


def test_brokers_beyond_the_reach_are_not_called(cluster, topic, tmp_path):
    cluster.put(topic, *(order(f"A{number}") for number in range(4)))
    flow(tmp_path, cluster, topic, brokers=cluster.brokers[0])
    called = set()
    with opened(tmp_path) as app:
        connector, session = app.switchboard.route("peer")
        inner = session.reach.connect

        def connect(host, port, **more):
            wire = inner(host, port, **more)
            called.add(f"{host}:{port}")
            return wire

        session.reach.connect = connect
        with suppress(DeliveryFailed):  # where the other broker has the topic
            next(connector.poll(session, "orders"))
    assert called == {cluster.brokers[0]}


def test_nothing_is_asked_while_outgoing_calls_are_stopped(cluster, topic, tmp_path):
    shop = flow(tmp_path, cluster, topic)
    (shop / "outgoing.stopped").touch()
    with opened(tmp_path) as app, pytest.raises(DeliveryFailed) as caught:
        poll(app)
    assert caught.value.code == "OL850"
