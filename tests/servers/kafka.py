"""librdkafka's mock cluster, as long as a test module."""

import json
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count

from confluent_kafka import Consumer, Producer, TopicPartition


@dataclass
class Cluster:
    """A running mock cluster, spoken to past the product by librdkafka itself.

    Attributes:
        brokers: ``host:port`` of each.
        owner: What keeps it alive.
    """

    brokers: list[str]
    owner: Producer

    def put(self, topic, *bodies, partition=0):
        """Produce records, and wait until they are there."""
        producer = Producer({"bootstrap.servers": ",".join(self.brokers)})
        for body in bodies:
            producer.produce(topic, body, partition=partition)
        assert producer.flush(30) == 0

    def read(self, topic, number):
        """Give the first so many records of a topic."""
        settings = {"bootstrap.servers": ",".join(self.brokers), "group.id": "look"}
        consumer = Consumer(settings | {"enable.auto.commit": False})
        try:
            found = consumer.list_topics(topic, timeout=30).topics[topic].partitions
            consumer.assign([TopicPartition(topic, each, 0) for each in found])
            return [
                (json.loads(each.value()), each.key(), dict(each.headers() or ()))
                for each in consumer.consume(number, 30)
            ]
        finally:
            consumer.close()

    def committed(self, topic, group, partition=0):
        """Give how far a group has read a partition."""
        settings = {"bootstrap.servers": ",".join(self.brokers), "group.id": group}
        consumer = Consumer(settings)
        try:
            [found] = consumer.committed([TopicPartition(topic, partition)], timeout=30)
            return found.offset
        finally:
            consumer.close()


@contextmanager
def mock_cluster(brokers=2):
    """Start a cluster on loopback."""
    owner = Producer({"test.mock.num.brokers": brokers, "log_level": 0})
    found = owner.list_topics(timeout=30).brokers.values()
    yield Cluster([f"{each.host}:{each.port}" for each in found], owner)


def topics():
    """Give names of topics, no two alike."""
    return (f"orders.{number}" for number in count())
