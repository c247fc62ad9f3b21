"""Connector ``kafka``: takes records from topics, and produces.

A stream reads the ``topic`` that its ``with`` names, for the group ``group`` (else the flow's
connection's own id), at most ``most`` records a poll (1000), up to where each partition ended when
the poll began. An offset is committed only when the record is durable in the inbox; what was
stored but not committed comes again, and its topic, partition and offset make it the same message.
All partitions are assigned, without the group's rebalancing: one flow reads a group. What a group
never read begins at its beginning.

``produce`` waits for all replicas (``acks=all``, idempotent). The idempotency key travels in the
header ``idempotency-key``.

The address names one or more brokers (``kafka://b1:9092,b2:9092``, ``kafkas://`` with TLS); what
these tell of others is called only where the environment's hosts and the address's ports allow it.
That is why the client is kafka-python and not librdkafka, which opens its sockets by itself.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

from orderloom.errors import DeliveryFailed, OutcomeUnknown
from orderloom.flow.effect import Call
from orderloom.ports import (
    Connector,
    ConnectorFacts,
    OperationShape,
    ReceivedFile,
    Session,
    Setting,
)
from orderloom_connectors.guarded_kafka import way_of
from orderloom_connectors.peers import (
    MarkedFile,
    body_of,
    demand_operation,
    library,
    login_of,
    lost,
    needed,
    peers_of,
    reason_of,
)

PRODUCE = "produce"
MOST = 1000
SECONDS = 15
_PORTS = {"kafka": 9092, "kafkas": 9093}
_WHERE = frozenset({"topic", "key"})
_PROTOCOL = (2, 3)
"""The version of the protocol that is spoken; brokers since 2.3 know it."""


class Kafka:
    """Reads topics and produces; see the module for what is promised."""

    id = "kafka"
    needs: tuple[str, ...] = ("url",)
    streams: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    operations: tuple[OperationShape, ...] = (OperationShape(name=PRODUCE, keyed=True),)
    facts = ConnectorFacts(
        schemes=tuple(_PORTS),
        requires=("kafka", "kafka"),
        stream_settings=(
            Setting(name="topic", required=True),
            Setting(name="group"),
            Setting(name="most", kind="integer"),
        ),
        evidence={
            "en": "Tested against librdkafka's mock cluster, not a real Kafka; the client is "
            "kafka-python. Logins (SASL) and TLS were not tried.",
            "zh": "已用 librdkafka 的模拟集群验证，未连接真实 Kafka；客户端为 kafka-python。"
            "SASL 登录与 TLS 未验证。",
        },
    )

    def poll(self, session: Session, stream: str) -> Iterator[ReceivedFile]:
        """Give what is in the topic now, partition by partition, each in its order.

        Raises:
            DeliveryFailed: The brokers cannot be used, or have no such topic.
        """
        settings = session.stream_settings(stream)
        topic = str(settings["topic"])
        group = str(settings.get("group", session.connection))
        left = int(settings.get("most", MOST))
        with _consumer(session, group) as consumer:
            for record in _records(session, consumer, topic):
                if left == 0:
                    return
                left -= 1
                yield MarkedFile(
                    name=f"{record.topic}/{record.partition}/{record.offset}",
                    body=record.value or b"",
                    done=partial(_commit, session, consumer, record),
                )

    def taken(self, session: Session, stream: str, file: ReceivedFile) -> None:  # noqa: ARG002
        """Commit how far a partition was read.

        Raises:
            DeliveryFailed: The connection broke; the record will come again.
        """
        if isinstance(file, MarkedFile):
            with _told(session):
                file.done()

    def perform(self, session: Session, call: Call) -> Mapping[str, Any]:
        """Produce a record and wait until all replicas have it.

        Its inputs are ``topic``, ``key`` and ``body``, a text; without that all further inputs
        travel as one JSON object.

        Returns:
            ``partition`` and ``offset``.

        Raises:
            OutcomeUnknown: It was not confirmed in time.
            DeliveryFailed: The brokers cannot be used.
        """
        demand_operation(self.id, call, (PRODUCE,))
        topic = needed(session, call.payload, PRODUCE, "topic")
        key = call.payload.get("key")
        with _producer(session) as producer:
            try:
                with _told(session, topic):
                    stored = producer.send(
                        topic,
                        body_of(call.payload, _WHERE),
                        key=None if key is None else str(key).encode(),
                        headers=[("idempotency-key", call.key.encode())],
                    ).get(timeout=SECONDS)
            except DeliveryFailed as error:
                if error.error_class != "transient":
                    raise
                raise OutcomeUnknown(error.code, error.error_class, **error.facts) from error
        return {"partition": stored.partition, "offset": stored.offset}


def _settings(session: Session) -> dict[str, Any]:
    """Give what consumer and producer have in common."""
    peers = peers_of(session, _PORTS)
    login = login_of(session)
    is_plain = peers[0].scheme == "kafka"
    for peer in peers:  # the library would take a refusal for a broker that is away, and try again
        session.reach.addresses(peer.host, peer.port, plain=is_plain)
    known: dict[str, Any] = {
        "bootstrap_servers": [f"{peer.host}:{peer.port}" for peer in peers],
        "api_version": _PROTOCOL,
        "proxy_url": way_of(session.reach, plain=is_plain),
        "request_timeout_ms": SECONDS * 1000,
        "bootstrap_timeout_ms": SECONDS * 1000,
        "security_protocol": ("SASL_" if login.user else "") + ("PLAINTEXT" if is_plain else "SSL"),
    }
    if not is_plain:
        known["ssl_context"] = session.reach.trust()
    if login.user:
        known |= {"sasl_mechanism": "SCRAM-SHA-256" if is_plain else "PLAIN"}
        known |= {"sasl_plain_username": login.user, "sasl_plain_password": login.password}
    return known


@contextmanager
def _consumer(session: Session, group: str) -> Iterator[Any]:
    kafka = library(session, "kafka", "kafka")
    with _told(session):
        consumer = kafka.KafkaConsumer(
            group_id=group,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            allow_auto_create_topics=False,
            **_settings(session),
        )
    try:
        yield consumer
    finally:
        with suppress(Exception):  # what is broken needs no goodbye
            consumer.close()


@contextmanager
def _producer(session: Session) -> Iterator[Any]:
    kafka = library(session, "kafka", "kafka")
    with _told(session):
        producer = kafka.KafkaProducer(
            acks="all",
            enable_idempotence=True,
            allow_auto_create_topics=False,
            **_settings(session),
        )
    try:
        yield producer
    finally:
        with suppress(Exception):
            producer.close(timeout=SECONDS)


def _records(session: Session, consumer: Any, topic: str) -> Iterator[Any]:  # noqa: ANN401
    """Give the records that a topic has now and the group has not read."""
    kafka = library(session, "kafka", "kafka")
    with _told(session, topic):
        numbers = consumer.partitions_for_topic(topic)
        if not numbers:
            facts = {"connection": session.connection, "name": topic}
            raise DeliveryFailed("OL815", "rejected", **facts)
        partitions = [kafka.TopicPartition(topic, number) for number in sorted(numbers)]
        consumer.assign(partitions)
        ends = consumer.end_offsets(partitions)
    for partition in partitions:
        with _told(session, topic):
            others = [each for each in partitions if each != partition]
            consumer.resume(partition)
            if others:
                consumer.pause(*others)
        yield from _of_partition(session, consumer, partition, ends[partition])


def _of_partition(session: Session, consumer: Any, partition: Any, end: int) -> Iterator[Any]:  # noqa: ANN401
    while True:
        with _told(session):
            if consumer.position(partition) >= end:
                return
            found = consumer.poll(timeout_ms=SECONDS * 1000, max_records=1)
        if not found:
            raise lost(session, TimeoutError("no record came in time"))
        for record in found.get(partition, ()):
            if record.offset < end:
                yield record


def _commit(session: Session, consumer: Any, record: Any) -> None:  # noqa: ANN401
    structs = library(session, "kafka.structs", "kafka")
    partition = structs.TopicPartition(record.topic, record.partition)
    consumer.commit({partition: structs.OffsetAndMetadata(record.offset + 1, "", -1)})


@contextmanager
def _told(session: Session, name: str = "") -> Iterator[None]:
    """Tell the library's errors as ours; ``name`` is the topic that was asked for."""
    errors = library(session, "kafka.errors", "kafka")
    try:
        yield
    except errors.UnknownTopicOrPartitionError as error:
        facts = {"connection": session.connection, "name": name}
        raise DeliveryFailed("OL815", "rejected", **facts) from error
    except (
        errors.SaslAuthenticationFailedError,
        errors.TopicAuthorizationFailedError,
        errors.GroupAuthorizationFailedError,
    ) as error:
        facts = {"connection": session.connection, "reason": reason_of(session, error)}
        raise DeliveryFailed("OL813", "auth", **facts) from error
    except (errors.KafkaError, OSError) as error:
        raise lost(session, error) from error


CONNECTOR: Connector = Kafka()
