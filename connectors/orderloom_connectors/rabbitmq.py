"""Connector ``rabbitmq``: takes messages from queues, and publishes.

A stream reads the queue that its ``with`` names, at most ``most`` messages a poll (1000). They are
fetched one after the other (``basic.get``), so that never more than one waits unanswered, and each
is acknowledged only when it is durable in the inbox; whatever happens before that makes the broker
deliver it again, and its ``message_id`` and bytes make it the same message. Bytes that no mapping
understands are durable too: they go into quarantine, not back into the queue. Queues and exchanges
are never declared here: they are the broker's.

``publish`` waits for the broker's confirmation, ``mandatory`` and persistent: what no queue takes
is an error, not lost. The idempotency key travels as ``message_id``.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

from orderloom.errors import DeliveryFailed, OutcomeUnknown
from orderloom.flow.effect import Call
from orderloom.flow.message import MOST_BYTES
from orderloom.ports import (
    Connector,
    ConnectorFacts,
    OperationShape,
    ReceivedFile,
    Session,
    Setting,
)
from orderloom_connectors.peers import (
    MarkedFile,
    Peer,
    body_of,
    demand_operation,
    library,
    login_of,
    lost,
    needed,
    peers_of,
    reason_of,
)

PUBLISH = "publish"
MOST = 1000
SECONDS = 30.0
_PORTS = {"amqp": 5672, "amqps": 5671}
_PERSISTENT = 2
_WHERE = frozenset({"exchange", "routing_key"})
_LONGEST_NAME = 120


class RabbitMQ:
    """Reads queues and publishes; see the module for what is promised."""

    id = "rabbitmq"
    needs: tuple[str, ...] = ("url", "secret")
    streams: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    operations: tuple[OperationShape, ...] = (OperationShape(name=PUBLISH, keyed=True),)
    facts = ConnectorFacts(
        schemes=tuple(_PORTS),
        requires=("amqp", "rabbitmq"),
        stream_settings=(
            Setting(name="queue", required=True),
            Setting(name="most", kind="integer"),
        ),
        evidence={
            "en": "Tested against a real RabbitMQ 3.10 (Debian), started for the tests; AMQP 0-9-1 "
            "through py-amqp. TLS uses the engine's own checks.",
            "zh": "已用测试时启动的真实 RabbitMQ 3.10（Debian）验证；AMQP 0-9-1，经 py-amqp。"
            "TLS 由引擎自行校验。",
        },
    )

    def poll(self, session: Session, stream: str) -> Iterator[ReceivedFile]:
        """Give what is in the queue now, in its order.

        Raises:
            DeliveryFailed: The broker cannot be reached, does not let us in or has no such queue;
                or, after all others were given, a message is too large and stays in the queue.
        """
        settings = session.stream_settings(stream)
        queue, most = str(settings["queue"]), int(settings.get("most", MOST))
        too_large: DeliveryFailed | None = None
        with _opened(session) as channel:
            waiting = _counted(session, channel, queue)
            for _ in range(min(waiting, most)):
                with _told(session):
                    message = channel.basic_get(queue)
                if message is None:
                    break
                file = _file(channel, queue, message)
                if len(file.body) > MOST_BYTES:
                    too_large = _too_large(session, file)
                    continue
                yield file
        if too_large is not None:
            raise too_large

    def taken(self, session: Session, stream: str, file: ReceivedFile) -> None:  # noqa: ARG002
        """Acknowledge a message.

        Raises:
            DeliveryFailed: The connection broke; the broker will deliver it again.
        """
        if isinstance(file, MarkedFile):
            with _told(session):
                file.done()

    def perform(self, session: Session, call: Call) -> Mapping[str, Any]:
        """Publish a message and wait for the broker to confirm it.

        Its inputs are ``routing_key``, ``exchange`` (the default one if not given) and ``body``, a
        text; without that all further inputs travel as one JSON object.

        Returns:
            ``id``: the message's id.

        Raises:
            DeliveryFailed: No queue takes it (``rejected``), or it was not confirmed.
        """
        demand_operation(self.id, call, (PUBLISH,))
        exchange = str(call.payload.get("exchange") or "")
        routing_key = needed(session, call.payload, PUBLISH, "routing_key")
        with _opened(session) as channel:
            _publish(session, channel, call, exchange, routing_key)
        return {"id": call.key}


@contextmanager
def _opened(session: Session) -> Iterator[Any]:
    """Open a connection and a channel, and close both at the end."""
    amqp = library(session, "amqp", "rabbitmq")
    [peer, *_] = peers_of(session, _PORTS)
    login = login_of(session)
    connection = amqp.Connection(
        userid=login.user,
        password=login.password,
        virtual_host=peer.path or "/",
        confirm_publish=True,
        read_timeout=SECONDS,
        write_timeout=SECONDS,
    )
    connection.Transport = partial(_transport, amqp, session, peer)
    try:
        with _told(session):
            connection.connect()
            channel = connection.channel()
        channel.auto_decode = False
        yield channel
    finally:
        with suppress(Exception):  # what is broken needs no goodbye
            connection.close()


def _transport(amqp: Any, session: Session, peer: Peer, *_: object, **__: object) -> Any:  # noqa: ANN401
    """Give the library a socket that was opened, and encrypted, by the engine's rules."""
    transport = amqp.transport.TCPTransport(
        f"{peer.host}:{peer.port}", read_timeout=SECONDS, write_timeout=SECONDS
    )

    def connect(*_: object) -> None:
        is_plain = peer.scheme == "amqp"
        wire = session.reach.connect(peer.host, peer.port, plain=is_plain)
        if not is_plain:
            wire = session.reach.trust().wrap_socket(wire, server_hostname=peer.host)
        transport.sock = wire

    transport._connect = connect  # noqa: SLF001 - the library's own hook for another way to connect
    return transport


def _counted(session: Session, channel: Any, queue: str) -> int:  # noqa: ANN401
    """Give how many messages wait in a queue, without making one."""
    with _told(session, queue):
        return int(channel.queue_declare(queue, passive=True).message_count)


def _file(channel: Any, queue: str, message: Any) -> MarkedFile:  # noqa: ANN401
    known = str(message.properties.get("message_id") or "")[:_LONGEST_NAME]
    body = message.body
    return MarkedFile(
        name=f"{queue}/{known}" if known else queue,
        body=body.encode() if isinstance(body, str) else bytes(body),
        done=partial(channel.basic_ack, message.delivery_tag),
    )


def _too_large(session: Session, file: ReceivedFile) -> DeliveryFailed:
    facts = {"file": file.name, "size": str(len(file.body)), "limit": str(MOST_BYTES)}
    return DeliveryFailed("OL617", "bug", connection=session.connection, **facts)


def _publish(session: Session, channel: Any, call: Call, exchange: str, key: str) -> None:  # noqa: ANN401
    amqp = library(session, "amqp", "rabbitmq")
    message = amqp.Message(
        body_of(call.payload, _WHERE),
        content_type="text/plain" if "body" in call.payload else "application/json",
        delivery_mode=_PERSISTENT,
        message_id=call.key,
    )
    returned: list[str] = []
    channel.events["basic_return"].add(lambda error, *_: returned.append(str(error)))
    try:
        with _told(session, exchange):
            channel.basic_publish(
                message, exchange, key, mandatory=True, timeout=SECONDS, confirm_timeout=SECONDS
            )
    except amqp.exceptions.MessageNacked as error:
        raise DeliveryFailed("OL817", "transient", connection=session.connection) from error
    except DeliveryFailed as error:
        if error.error_class != "transient":
            raise
        raise OutcomeUnknown(error.code, error.error_class, **error.facts) from error
    if returned:
        facts = {"exchange": exchange, "routing_key": key}
        raise DeliveryFailed("OL816", "rejected", connection=session.connection, **facts)


@contextmanager
def _told(session: Session, name: str = "") -> Iterator[None]:
    """Tell the library's errors as ours; ``name`` is the queue or exchange that was asked for."""
    amqp = library(session, "amqp", "rabbitmq")
    try:
        yield
    except amqp.exceptions.NotFound as error:
        facts = {"connection": session.connection, "name": name}
        raise DeliveryFailed("OL815", "rejected", **facts) from error
    except (amqp.exceptions.AccessRefused, amqp.exceptions.NotAllowed) as error:
        facts = {"connection": session.connection, "reason": reason_of(session, error)}
        raise DeliveryFailed("OL813", "auth", **facts) from error
    except amqp.exceptions.MessageNacked:
        raise
    except (amqp.exceptions.AMQPError, OSError) as error:
        raise lost(session, error) from error


CONNECTOR: Connector = RabbitMQ()
