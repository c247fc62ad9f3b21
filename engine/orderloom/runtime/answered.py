"""Answers as messages: what an operation gave back, read by a mapping like anything received."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from orderloom.definition.connection import Connection
from orderloom.flow.effect import Call
from orderloom.flow.message import Message, message_id

Take = Callable[[Message], None]

_ENCODER = msgspec.json.Encoder(order="deterministic", decimal_format="number", enc_hook=str)


class AnswerReader:
    """Hands the answers of operations to their mappings.

    Args:
        connections: Say which mapping reads which operation.
        take: Accepts a message durably and works it.
    """

    def __init__(self, connections: Mapping[str, Connection], take: Take) -> None:
        self._connections = connections
        self._take = take

    def read(self, call: Call, answer: Mapping[str, Any], now: datetime) -> None:
        """Take an answer in, before the call is settled.

        A crash in between lets the call go out again; the same answer is the same message then.
        """
        connection = self._connections.get(call.connection or "")
        mapping = None if connection is None else connection.answers.get(call.operation)
        if connection is None or mapping is None or not answer:
            return
        body, name = _ENCODER.encode(answer), f"{call.operation} {call.id}"
        self._take(
            Message(
                message_id(mapping, connection.id, name, body),
                mapping, name, body, now, connection.id, connection.zone,
            )
        )  # fmt: skip
